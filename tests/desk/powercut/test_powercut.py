"""A desk whose power is cut at any moment loses nothing that was confirmed and keeps nothing half."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as desk_settings
from django.db import connection

from guvoh.desk.inbox import actions as inbox
from guvoh.desk.newsroom import actions as newsroom
from guvoh.desk.newsroom.content import candidate, hash_of
from guvoh.desk.newsroom.models import StoryText
from guvoh.instruments.seal import age

MOMENTS = int(os.environ.get("CUTS", "200"))
CLEAN = {"title": "Телефон возвращён", "slug": "phone", "lead": "Вернули телефон.", "body": "Через три дня."}

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at_work(cast, settings, tmp_path: Path) -> Path:
    """A desk with a story that stands, and an intake key that is published."""
    settings.INTAKE_SPOOL, settings.PRESS_SPOOL = tmp_path / "intake", tmp_path / "press"
    (tmp_path / "desk").mkdir()
    inbox.set_recovery_key(age.recipient_of(age.new_identity()), by=cast.coordinator)
    inbox.issue_intake_key(by=cast.coordinator)
    story = newsroom.start_story("news", "The telephone", by=cast.editor)
    newsroom.save_text(story, "ru", by=cast.editor, based_on=0, **CLEAN)
    text = StoryText.objects.get(story=story)
    newsroom.send_to_review(text, by=cast.editor)
    newsroom.approve(text, hash_of(candidate(text)), by=cast.second_editor)
    newsroom.release(text, by=cast.editor)
    return tmp_path


def test_a_power_cut_at_any_moment_loses_nothing_that_was_confirmed(at_work: Path) -> None:
    seed = random.randrange(1_000_000)
    surroundings = os.environ | {"INTAKE_SPOOL": str(at_work / "intake"), "PRESS_SPOOL": str(at_work / "press")}
    database = connection.settings_dict["NAME"]
    connection.close()
    cuts = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.desk.powercut.cuts",
            database,
            str(at_work / "desk"),
            str(MOMENTS),
            str(seed),
        ],
        cwd=Path(__file__).resolve().parents[3],
        env=surroundings | {"DESK_DIR": str(desk_settings.VAULT.socket_path.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert cuts.returncode == 0, f"seed {seed}\n{cuts.stderr}"
    assert all(confirmed > 0 for confirmed in json.loads(cuts.stdout).values()), cuts.stdout
