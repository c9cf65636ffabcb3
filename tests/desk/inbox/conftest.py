import pytest

from guvoh.desk.inbox import actions
from guvoh.handover.envelope import IntakeSpool
from guvoh.instruments.seal import age


@pytest.fixture
def spool(tmp_path, settings, cast, django_capture_on_commit_callbacks) -> IntakeSpool:
    settings.INTAKE_SPOOL = tmp_path / "intake"
    settings.DESK_DIR = tmp_path / "desk"
    actions.set_recovery_key(age.recipient_of(age.new_identity()), by=cast.coordinator)
    with django_capture_on_commit_callbacks(execute=True):
        actions.issue_intake_key(by=cast.coordinator)
    return IntakeSpool(settings.INTAKE_SPOOL)
