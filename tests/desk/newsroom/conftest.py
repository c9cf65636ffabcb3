"""A story of the officer's case, and a press spool of its own for every test."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings as desk_settings
from pytest_django import DjangoCaptureOnCommitCallbacks

from guvoh.desk.casework import actions as casework
from guvoh.desk.casework.models import Case, Consent
from guvoh.desk.casework.vocabulary import ConsentHow, Identification, Purpose
from guvoh.desk.facts.models import Actor
from guvoh.desk.newsroom import actions
from guvoh.desk.newsroom.content import candidate, hash_of
from guvoh.desk.newsroom.models import ReleaseRow, Story, StoryText
from guvoh.desk.staff.models import Member
from guvoh.handover.release import PressSpool, Release
from guvoh.instruments.seal.signature import public_half

CLEAN = {
    "title": "Телефон возвращён",
    "slug": "phone-returned",
    "lead": "Врачу вернули телефон.",
    "body": "Клиенту **вернули** телефон через три дня.",
}


class Newsroom:
    """The steps of the corridor, so that a test can say how far a text has come."""

    def __init__(self, cast: SimpleNamespace, capture: DjangoCaptureOnCommitCallbacks, spool: Path) -> None:
        self.cast, self.capture, self.spool = cast, capture, PressSpool(spool)

    def write(self, story: Story, language: str = "ru", *, by: Member | None = None, **fields: str) -> StoryText:
        text = StoryText.objects.filter(story=story, language=language).first()
        based_on = text.revision if text else 0
        before = {name: getattr(text, name) for name in CLEAN} if text else CLEAN
        return actions.save_text(
            story, language, by=by or self.cast.editor, based_on=based_on, **{**before, **fields}
        )

    def review(self, story: Story, **fields: str) -> StoryText:
        text = self.write(story, **fields)
        actions.send_to_review(text, by=self.cast.editor)
        return text

    def approve(self, text: StoryText, by: Member | None = None) -> StoryText:
        actions.approve(text, hash_of(candidate(text)), by=by or self.cast.second_editor)
        return text

    def release(self, text: StoryText) -> ReleaseRow:
        with self.capture(execute=True):
            return actions.release(text, by=self.cast.editor)

    def withdraw(self, row: ReleaseRow, reason: str = "The family asks for it.") -> None:
        with self.capture(execute=True):
            actions.withdraw(row, by=self.cast.editor, reason=reason)

    def issue(self) -> None:
        with self.capture(execute=True):
            actions.publish_catalogue(by=self.cast.editor)

    @property
    def public(self) -> list[Release]:
        """What the press would read now."""
        return list(self.spool.read(public_half(desk_settings.VAULT.key("release/v1"))).releases)


@pytest.fixture
def newsroom(
    cast: SimpleNamespace,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    settings: Any,
    tmp_path: Path,
) -> Newsroom:
    settings.PRESS_SPOOL = tmp_path / "press"
    return Newsroom(cast, django_capture_on_commit_callbacks, settings.PRESS_SPOOL)


@pytest.fixture
def story(cast: SimpleNamespace, case: Case) -> Story:
    """A story of the case; both editors are on its team."""
    casework.add_to_team(case, cast.editor, by=cast.officer)
    casework.add_to_team(case, cast.second_editor, by=cast.officer)
    return actions.start_story("news", "The telephone", by=cast.editor, case=case)


def consent(case: Case, actor: Actor, level: Identification, by: Member) -> Consent:
    return casework.give_consent(
        case, actor, by=by, purpose=Purpose.PUBLICATION, identification=level, how=ConsentHow.WRITTEN
    )


@pytest.fixture
def anonymised(case: Case, client_of_case: Actor, cast: SimpleNamespace) -> Consent:
    return consent(case, client_of_case, Identification.ANONYMISED, cast.officer)
