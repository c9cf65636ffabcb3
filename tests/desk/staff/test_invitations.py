"""Somebody joins with a code on paper: nobody else ever knows how she signs in."""

import datetime as dt
import re
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from guvoh.desk.staff import actions
from guvoh.desk.staff.models import Entry, Invitation, Member
from guvoh.desk.staff.roles import Role
from tests.desk.conftest import make_member

PASSPHRASE = "seven green apples on the roof"


def english() -> Client:
    return Client(headers={"accept-language": "en"})


def take_up(code: str, username: str = "zebo", **other: str) -> Any:
    typed = {"code": code, "username": username, "passphrase": PASSPHRASE, "again": PASSPHRASE, **other}
    return english().post("/join/", typed)


@pytest.fixture
def invited(cast: SimpleNamespace) -> str:
    """The code of an invitation made by the only coordinator there is."""
    _invitation, code = actions.invite(
        "Zebo Hakimova", cast.ours, "tg", [Role.OPERATOR], by=cast.coordinator, reason="New at the hotline"
    )
    return code


def test_the_code_is_shown_once_and_opens_an_account_of_her_own(cast: Any, sign_in: Any) -> None:
    typed = {
        "full_name": "Zebo Hakimova",
        "organisation": cast.ours.pk,
        "language": "tg",
        "roles": ["operator", "officer"],
        "reason": "New at the hotline",
    }
    coordinator = sign_in(cast.coordinator)
    page = coordinator.post("/coalition/members/invite/", typed).content.decode()
    shown = re.search(r'class="secret">([^<]+)<', page)[1]
    code = shown.replace(" ", "")
    assert len(code) == 20
    assert code[4:] not in str(Invitation.objects.values())
    assert shown not in coordinator.get("/coalition/members/").content.decode()
    joined = take_up(shown.lower().replace("0", "o"))
    assert joined["Location"] == "/sign-in/"
    member = Member.objects.get(username="zebo")
    assert (member.full_name, member.roles) == ("Zebo Hakimova", {"operator", "officer"})
    assert english().post("/sign-in/", {"login": "zebo", "password": PASSPHRASE}).status_code == 302
    assert take_up(code, "again").status_code == 422
    assert Entry.objects.filter(act="member.joined", member=member).exists()


def test_it_opens_nothing_before_a_second_person_has_agreed(cast: Any) -> None:
    second = make_member("second_coordinator", cast.theirs, Role.COORDINATOR)
    _made, code = actions.invite("Zebo", cast.ours, "tg", [Role.OPERATOR], by=cast.coordinator, reason="New")
    assert "has not agreed" in take_up(code).content.decode()
    assert not Member.objects.filter(username="zebo").exists()
    actions.second(cast.coordinator.proposals.get(), by=second)
    assert take_up(code).status_code == 302


def test_five_wrong_codes_end_an_invitation_and_no_other(cast: Any, invited: str) -> None:
    _other, second = actions.invite("Other", cast.ours, "ru", [Role.ANALYST], by=cast.coordinator, reason="New")
    for _ in range(5):
        assert "opens nothing" in take_up(invited[:4] + "0" * 16).content.decode()
    assert take_up(invited).status_code == 422
    assert take_up(second, "other").status_code == 302


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"again": "something else, quite long"}, "differ"),
        ({"passphrase": "short", "again": "short"}, "too short"),
        ({"passphrase": "zebohakimova12", "again": "zebohakimova12"}, "too similar"),
        ({"username": "officer"}, "Somebody has this user name already"),
        ({"username": "with space"}, "no spaces"),
    ],
)
def test_a_slip_is_named_and_costs_no_attempt(cast: Any, invited: str, typed: dict, said: str) -> None:
    answer = take_up(invited, **{"username": "zebohakimova", **typed})
    assert said in answer.content.decode()
    assert Invitation.objects.get().failures == 0
    assert take_up(invited).status_code == 302


def test_without_a_code_nobody_learns_which_user_names_exist(cast: Any, invited: str) -> None:
    taken, free = (take_up("0" * 20, name).content.decode() for name in ("officer", "free-name"))
    assert "Somebody has this user name" not in taken
    assert re.sub(r'(value|name="csrf\w+")="[^"]*"', "", taken) == re.sub(
        r'(value|name="csrf\w+")="[^"]*"', "", free
    )


def test_it_ends_after_a_week_when_withdrawn_and_with_the_one_who_invited(cast: Any, invited: str) -> None:
    with time_machine.travel(timezone.now() + dt.timedelta(days=7, minutes=1)):
        assert take_up(invited).status_code == 422
    Member.objects.filter(pk=cast.coordinator.pk).update(is_active=False)
    assert take_up(invited).status_code == 422
    Member.objects.filter(pk=cast.coordinator.pk).update(is_active=True)
    actions.withdraw_invitation(Invitation.objects.get(), by=cast.coordinator)
    assert take_up(invited).status_code == 422
