"""`guvoh hourly`: the real command in processes of its own, on the sealed database of the test."""

import datetime as dt
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import connection

from guvoh.desk.casework.models import Task
from guvoh.desk.correspondence import actions
from guvoh.desk.correspondence.models import Clock, Escalation, Letter
from guvoh.desk.correspondence.unattended import Moved, escalate_all
from guvoh.desk.staff.models import Entry
from guvoh.instruments.seal import keyslots
from tests import vault_agent
from tests.desk.correspondence.conftest import deliver

READ = "CPC art. 121, edition of 3 January 2024"
GUVOH = Path(sys.executable).with_name("guvoh")
LONG_AGO = dt.date(2026, 3, 16)
MADE = "Tasks made: 1. Left to whoever looks first: 0. Refused: 0.\n"
NOTHING = "Tasks made: 0. Left to whoever looks first: 0. Refused: 0.\n"


@pytest.fixture
def overdue(final: Letter, cast: SimpleNamespace) -> Letter:
    """A letter whose term is over by today's clock, whatever day the tests run on."""
    actions.sign_rule("TJ-COMPL-PROS", READ, by=cast.lawyer)
    delivered = deliver(final, cast.lawyer, LONG_AGO)
    Clock.objects.update(
        latest=dt.datetime(2026, 4, 1, tzinfo=dt.UTC), earliest=dt.datetime(2026, 4, 1, tzinfo=dt.UTC)
    )
    return delivered


@pytest.fixture
def desk() -> Iterator[Path]:
    """A desk's folder that leads to the database and the vault of this test."""
    # a short path, since the vault's socket is reached through it
    with tempfile.TemporaryDirectory(prefix="guvoh-") as name:
        folder = Path(name)
        (folder / "desk.db").symlink_to(connection.settings_dict["NAME"])
        (folder / "vault.sock").symlink_to(settings.VAULT.socket_path)
        yield folder


def start(desk: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [GUVOH, "hourly"],
        env={**os.environ, "DESK_DIR": str(desk)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(desk: Path) -> tuple[int, str, str]:
    process = start(desk)
    said, complained = process.communicate(timeout=60)
    return process.returncode, said, complained


@pytest.mark.django_db(transaction=True)
def test_run_twice_it_changes_nothing(overdue: Letter, desk: Path, cast: SimpleNamespace) -> None:
    assert run(desk) == (0, MADE, "")
    row = Escalation.objects.get()
    assert (row.task.owner, row.drafted.author) == (cast.lawyer, cast.lawyer)
    written = Entry.objects.count()
    assert Entry.objects.filter(act="letter.escalated_unattended", member=cast.lawyer).count() == 1
    assert run(desk) == (0, NOTHING, "")
    assert (Entry.objects.count(), Task.objects.count()) == (written, 1)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_task(overdue: Letter, desk: Path) -> None:
    both = [start(desk), start(desk)]
    said = sorted(process.communicate(timeout=60)[0] for process in both)
    assert [process.returncode for process in both] == [0, 0]
    assert said == [NOTHING, MADE]
    assert (Task.objects.count(), Escalation.objects.count()) == (1, 1)


def test_a_locked_desk_is_left_alone() -> None:
    with tempfile.TemporaryDirectory(prefix="guvoh-") as name:
        folder = Path(name)
        keyslots.create(folder / "keyslots.json", "another long passphrase")
        agent, _vault = vault_agent.start(folder)
        try:
            assert run(folder) == (0, "The desk is locked. Nothing was touched.\n", "")
        finally:
            agent.terminate()
            agent.wait()
        assert not (folder / "desk.db").exists()


def test_without_an_agent_it_says_so_and_fails(tmp_path: Path) -> None:
    assert run(tmp_path) == (1, "", "No vault agent answers. Nothing more was touched.\n")


@pytest.mark.django_db(transaction=True)
def test_what_goes_wrong_leaves_no_name_in_the_journal(overdue: Letter, desk: Path) -> None:
    Letter.objects.update(template="Saidov")
    code, said, complained = run(desk)
    assert (code, said) == (1, "")
    assert "ERROR" in complained
    assert "Saidov" not in complained
    assert not Task.objects.exists()


def test_it_stops_when_the_desk_is_locked_meanwhile(overdue: Letter) -> None:
    assert escalate_all(lambda: False) == Moved()
    assert not Task.objects.exists()


def test_the_officer_of_the_organisation_answers_where_nobody_on_the_team_does(
    overdue: Letter, cast: SimpleNamespace
) -> None:
    cast.lawyer.is_active = False
    cast.lawyer.save()
    overdue.case.team.current().filter(member=cast.officer).update(left_at=dt.datetime(2026, 4, 2, tzinfo=dt.UTC))
    assert escalate_all(lambda: True) == Moved(tasks=1)
    assert Task.objects.get().owner == cast.officer


def test_a_letter_that_nobody_can_work_is_counted_and_left(overdue: Letter, cast: SimpleNamespace) -> None:
    for gone in (cast.lawyer, cast.officer):
        gone.is_active = False
        gone.save()
    assert escalate_all(lambda: True) == Moved(nobodys=1)
    assert not Task.objects.exists()
