"""Kinds of letter that the coalition makes itself, by copying one that is there."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guvoh.desk.correspondence import actions
from guvoh.desk.correspondence.kinds import letter_kinds
from guvoh.desk.correspondence.models import LetterWording, OwnKind
from tests.desk.conftest import SignIn
from tests.desk.correspondence.conftest import Draft, deliver
from tests.desk.correspondence.test_wordings import APPEAL, KIND, NEW_HEADING, address, save

NAMES = {"tg": "Дархости нав", "ru": "Новое обращение", "en": "A new request"}


@pytest.fixture
def lawyer(cast: SimpleNamespace, sign_in: SignIn) -> Client:
    return sign_in(cast.lawyer)


def copied(cast: SimpleNamespace, kind_id: str = KIND, **changes: Any) -> OwnKind:
    names = NAMES | changes.pop("names", {})
    plan = {"goes_to": ["prosecutor", "police"], "rule_id": "TJ-ATI", **changes}
    return actions.copy_kind(kind_id, names, plan["goes_to"], plan["rule_id"], by=cast.lawyer)


def test_a_kind_of_ones_own_is_drafted_counted_and_followed(
    draft: Draft, consent: Any, cast: SimpleNamespace, lawyer: Client, city: Any
) -> None:
    consent()
    save(cast, heading=NEW_HEADING)
    own = copied(cast)
    assert own.id == "own-a-new-request"
    letter = draft(kind_id=own.id)
    assert letter.heading == NEW_HEADING
    save(cast, own.id, heading="Changed once more", based_on=1)
    assert draft(kind_id=own.id).heading == "Changed once more"
    assert draft().heading == NEW_HEADING
    sent = deliver(actions.finalise_letter(letter, by=cast.lawyer), cast.lawyer)
    assert sent.clocks.get().rule_id == "TJ-ATI"
    followed = actions.follow_up(sent, by=cast.lawyer)
    assert (followed.template, followed.body) == (own.id, city)
    page = lawyer.get(reverse("correspondence:letter", args=[letter.pk])).content.decode()
    assert NAMES["en"] in page
    assert NAMES["en"] in lawyer.get(reverse("correspondence:new", args=[letter.case.code])).content.decode()


def test_a_copy_climbs_the_ladder_like_what_it_was_copied_from(
    draft: Draft, consent: Any, cast: SimpleNamespace, city: Any
) -> None:
    consent()
    first = copied(cast, "complaint-crime")
    own = copied(cast, first.id, names={"tg": "Дигар", "ru": "Другое", "en": "Another"})
    letter = actions.finalise_letter(draft(kind_id=own.id), by=cast.lawyer)
    assert actions.follow_up(deliver(letter, cast.lawyer), by=cast.lawyer).template == "complaint-prosecutor"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"names": {"en": "Дархост"}}, "name_en"),
        ({"names": {"ru": ""}}, "name_ru"),
        ({"names": {"en": letter_kinds()[KIND].names["en"].upper()}}, "name_en"),
        ({"goes_to": []}, "goes_to"),
        ({"goes_to": ["everybody"]}, "goes_to"),
        ({"rule_id": "TJ-NONE"}, "rule_id"),
        ({"rule_id": "TJ-DET-KIN"}, "rule_id"),
    ],
)
def test_a_kind_that_cannot_be_is_not_made(cast: SimpleNamespace, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        copied(cast, **changes)
    assert list(refused.value.message_dict) == [field]
    assert not OwnKind.objects.exists()
    assert not LetterWording.objects.exists()


def test_a_lawyer_makes_a_kind_on_screen(lawyer: Client, cast: SimpleNamespace) -> None:
    copy = reverse("correspondence:kind_copy", args=[APPEAL])
    names = {f"name_{language}": name for language, name in NAMES.items()}
    assert lawyer.post(copy, names).status_code == 422
    made = lawyer.post(copy, names | {"goes_to": ["court"], "rule_id": ""})
    assert made.status_code == 302
    assert made["Location"] == address("wording", "own-a-new-request", "en")
    assert lawyer.get(made["Location"]).status_code == 200
    assert lawyer.get(address("wording_pdf", "own-a-new-request", "tg")).status_code == 200
    page = lawyer.get(reverse("correspondence:wordings")).content.decode()
    assert "the coalition's own" in page
    assert lawyer.post(copy, names | {"goes_to": ["court"], "rule_id": ""}).status_code == 422


@pytest.fixture
def queries() -> Callable[[Client, str], int]:
    def counted(browser: Client, page: str) -> int:
        browser.get(page)  # the first visit of a session reads more
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(page).status_code == 200
        return len(captured)

    return counted


def test_pages_take_as_many_queries_for_many_versions_as_for_none(
    lawyer: Client, cast: SimpleNamespace, queries: Callable[[Client, str], int]
) -> None:
    pages = [reverse("correspondence:wordings"), address("wording"), address("wording_edit")]
    before = [queries(lawyer, page) for page in pages]
    for version in range(4):
        save(cast, heading=f"{NEW_HEADING} {version}", based_on=version)
        copied(cast, names={code: f"{name} {version}" for code, name in NAMES.items()})
    assert [queries(lawyer, page) for page in pages] == before
    assert max(before) <= 14
