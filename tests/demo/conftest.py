"""The demo, filled once into the real sealed database for all tests of this folder."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from guvoh.config.demo.coalition import Cast, written_down
from guvoh.config.demo.days import at, dated
from guvoh.config.demo.fixture import fill
from guvoh.desk.inbox.actions import issue_intake_key, set_recovery_key
from guvoh.desk.staff.founding import found_desk
from guvoh.desk.staff.models import Member, MemberKey
from guvoh.desk.staff.presence import Presence, here
from guvoh.instruments.seal import age, personal
from tests.desk.own_keys import OwnKeys

TODAY = dt.date(2026, 11, 22)


@pytest.fixture(scope="package")
def demo(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Cast]:
    """The demo as of a Sunday, in spools of its own."""
    spools: Path = tmp_path_factory.mktemp("spools")
    kept = settings.INTAKE_SPOOL, settings.PRESS_SPOOL
    settings.INTAKE_SPOOL, settings.PRESS_SPOOL = spools / "intake", spools / "press"
    with django_db_blocker.unblock():
        try:
            with dated(at(TODAY, 8)):
                first = _found()
            yield fill(first, TODAY)
        finally:
            call_command("flush", verbosity=0, interactive=False)
            settings.INTAKE_SPOOL, settings.PRESS_SPOOL = kept


def _found() -> Any:
    rows = written_down()
    first = next(row for row in rows["cast"] if "coordinator" in row["roles"])
    member = found_desk(
        rows["coalition"], first["username"], first["full_name"], first["language"], passphrase=first["passphrase"]
    )
    set_recovery_key(age.recipient_of(age.new_identity()), by=member)
    issue_intake_key(by=member)
    return member


def own_pair(member: Member) -> personal.Pair:
    """Her own key, opened by her passphrase."""
    own = member.own_keys.get()
    (row,) = (row for row in written_down()["cast"] if row["username"] == member.username)
    return personal.unlock(own.locked_up, bytes(own.public), row["passphrase"])


@pytest.fixture
def sign_in() -> Callable[[Member], Client]:
    """A browser of a member of the cast: both her factors are enrolled already, and her own key is open."""

    def signed_in(member: Member) -> Client:
        browser = Client()
        browser.force_login(member)
        if MemberKey.objects.living().filter(member=member).exists():
            keys = OwnKeys()
            keys.pairs[member.pk] = own_pair(member)
            keys.bring(browser, member)
        return browser

    return signed_in


@pytest.fixture
def zebo_present(demo: Cast) -> Iterator[None]:
    """With her own key opened by her passphrase: the case of the relatives is sealed under it."""
    with here(Presence(demo["zebo"], own_pair(demo["zebo"]))):
        yield


@pytest.fixture(autouse=True)
def _on_that_day(demo: Cast, db: None) -> Iterator[None]:
    """Each test looks at the desk at noon of the demo's day; what it changes is undone."""
    with dated(at(TODAY, 12)):
        yield
