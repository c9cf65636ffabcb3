"""Who gets in: the stranger, the colleague without a seat, and the sections of those who have one."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from guvoh.desk.casework import actions as casework
from guvoh.desk.correspondence.deadlines import Deadlines
from guvoh.desk.correspondence.models import Letter
from guvoh.desk.staff.models import Entry
from tests.desk.conftest import SignIn
from tests.desk.correspondence.conftest import deliver
from tests.desk.own_keys import OwnKeys

OF_A_LETTER = ("letter", "edit", "finalise", "discard", "pdf", "docx", "deliver", "reply", "follow")
POSTED = ("finalise", "discard")
OUTSIDERS = ("stranger", "other_editor", "psychologist", "doctor", "analyst", "editor", "operator", "coordinator")


def doors(letter: Letter) -> list[tuple[str, str]]:
    clock = letter.clocks.get()
    found = [(name, reverse(f"correspondence:{name}", args=[letter.pk])) for name in OF_A_LETTER]
    found += [
        (name, reverse(f"correspondence:{name}", args=[clock.pk])) for name in ("clock_extend", "clock_close")
    ]
    return [*found, ("new", reverse("correspondence:new", args=[letter.case.code]))]


@pytest.mark.parametrize("who", OUTSIDERS)
def test_letter_of_an_invisible_case_is_absent_at_every_door(
    final: Letter, cast: SimpleNamespace, sign_in: SignIn, who: str
) -> None:
    browser = sign_in(getattr(cast, who))
    for name, address in doors(deliver(final, cast.lawyer)):
        answered = browser.post(address) if name in POSTED else browser.get(address)
        assert answered.status_code == 404, name


def test_colleague_of_a_sealed_case_is_a_stranger_to_its_letters(
    final: Letter, cast: SimpleNamespace, own_keys: OwnKeys, sign_in: SignIn
) -> None:
    delivered = deliver(final, cast.lawyer)
    casework.add_to_team(final.case, cast.psychologist, by=cast.officer)
    own_keys.of(cast.psychologist)
    with own_keys.here(cast.officer):
        casework.seal_case(final.case, by=cast.officer, reason="Threats")
    browser = sign_in(cast.psychologist)
    for name, address in doors(delivered):
        answered = browser.post(address) if name in POSTED else browser.get(address)
        assert answered.status_code == 404, name


def test_seat_without_the_legal_section_keeps_letters_out_of_every_list(
    final: Letter, cast: SimpleNamespace
) -> None:
    deliver(final, cast.lawyer)
    casework.add_to_team(final.case, cast.psychologist, by=cast.officer)
    assert Deadlines(cast.lawyer).letters.count() == 1
    assert Deadlines(cast.officer).letters.count() == 1
    assert Deadlines(cast.psychologist).letters.count() == 0
    assert Deadlines(cast.stranger).letters.count() == 0


@pytest.mark.parametrize("who", ["psychologist", "doctor", "analyst", "editor", "operator", "coordinator"])
def test_list_of_deadlines_is_for_those_who_write_letters(
    cast: SimpleNamespace, sign_in: SignIn, who: str
) -> None:
    assert sign_in(getattr(cast, who)).get(reverse("correspondence:index")).status_code == 404


@pytest.mark.parametrize("who", ["psychologist", "doctor", "analyst", "editor", "operator"])
def test_state_bodies_are_for_those_who_write_to_them(cast: SimpleNamespace, sign_in: SignIn, who: str) -> None:
    for name in ("bodies", "body_add"):
        assert sign_in(getattr(cast, who)).get(reverse(f"correspondence:{name}")).status_code == 404


def test_strangers_list_shows_nothing_of_ours(final: Letter, cast: SimpleNamespace, sign_in: SignIn) -> None:
    deliver(final, cast.lawyer)
    shown = sign_in(cast.stranger).get(reverse("correspondence:index"), {"state": "all"})
    assert shown.status_code == 200
    assert final.case.code not in shown.content.decode()


def test_downloads_have_a_neutral_name_and_are_recorded_and_not_stored(
    final: Letter, cast: SimpleNamespace, sign_in: SignIn
) -> None:
    browser = sign_in(cast.lawyer)
    for form in ("pdf", "docx"):
        answered = browser.get(reverse(f"correspondence:{form}", args=[final.pk]))
        assert answered["Content-Disposition"] == f'attachment; filename="letter-{final.pk}.{form}"'
        assert "no-store" in answered["Cache-Control"]
        exported = Entry.objects.filter(act="letter.exported", detail__form=form, member=cast.lawyer)
        assert exported.exists()


def test_reading_a_letter_is_recorded(final: Letter, cast: SimpleNamespace, sign_in: SignIn) -> None:
    sign_in(cast.officer).get(reverse("correspondence:letter", args=[final.pk]))
    assert Entry.objects.filter(act="letter.read", member=cast.officer, case=final.case.code).exists()
