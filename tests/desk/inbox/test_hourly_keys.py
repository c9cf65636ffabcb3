"""`guvoh hourly` as it runs: the keys of the intake are changed by a process of its own."""

import datetime as dt
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from guvoh.desk.inbox.models import IntakeKey

GUVOH = Path(sys.executable).with_name("guvoh")


@pytest.mark.django_db(transaction=True)
def test_an_hourly_run_issues_the_next_key_and_destroys_the_spent_one(cast, spool, settings) -> None:
    long_ago = timezone.localdate() - dt.timedelta(days=60)
    IntakeKey.objects.update(valid_from=long_ago, valid_until=long_ago + dt.timedelta(days=37))
    with tempfile.TemporaryDirectory(prefix="guvoh-") as name:
        Path(name, "desk.db").symlink_to(connection.settings_dict["NAME"])
        Path(name, "vault.sock").symlink_to(settings.VAULT.socket_path)
        run = subprocess.run(
            [GUVOH, "hourly"],
            env={**os.environ, "DESK_DIR": name, "INTAKE_SPOOL": str(spool.root)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert (run.returncode, run.stderr) == (0, "")
    assert "Intake keys made: 1. Destroyed: 1. Refused: 0." in run.stdout
    newest, spent = IntakeKey.objects.all()
    assert newest.valid_until > timezone.localdate()
    assert bytes(spent.wrapped_identity) == b""
