"""The corridor through the screens, as a lawyer walks it."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guvoh.desk.casework.access import case_for
from guvoh.desk.casework.models import Case
from guvoh.desk.casework.timeline import timeline
from guvoh.desk.correspondence import actions
from guvoh.desk.correspondence.models import Letter, StateBody
from guvoh.desk.correspondence.panels import clocks_at_home
from guvoh.desk.evidence.actions import read_file
from tests.desk.conftest import SignIn
from tests.desk.correspondence.conftest import ASKED, REFUSAL, WRITTEN, Draft, deliver


@pytest.fixture
def lawyer(cast: SimpleNamespace, sign_in: SignIn) -> Client:
    return sign_in(cast.lawyer)


def post(browser: Client, name: str, pk: object, **typed: Any) -> Any:
    return browser.post(reverse(f"correspondence:{name}", args=[pk]), typed)


def plan_of(district: StateBody, team: Case) -> dict[str, Any]:
    return {
        "kind_id": "complaint-prosecutor",
        "language": "en",
        "body": district.pk,
        "event": team.events.get().pk,
        "asked": "1. who recorded the video\r\n2) who distributed the video\r\n\r\nwhy they did so",
        "written_on": WRITTEN.isoformat(),
    }


def test_lawyer_walks_from_draft_to_appeal(
    lawyer: Client, team: Case, consent: Any, district: StateBody, city: StateBody
) -> None:
    consent()
    assert post(lawyer, "new", team.code, **plan_of(district, team)).status_code == 302
    letter = Letter.objects.get()
    assert [point.text for point in letter.points.all()] == list(ASKED[:1]) + [
        "who distributed the video",
        ASKED[2],
    ]
    assert post(lawyer, "finalise", letter.pk).status_code == 302
    proof = SimpleUploadedFile("stamp.jpg", b"a stamp", content_type="image/jpeg")
    delivery = {"how": "by_hand", "sent_on": "2026-03-16", "delivered_on": "2026-03-16", "proof": "stamp"}
    assert post(lawyer, "deliver", letter.pk, **delivery, upload=proof).status_code == 302
    letter = Letter.objects.get()
    assert b"".join(read_file(letter.delivery.file, by=letter.author)) == b"a stamp"
    reply: dict[str, Any] = {"received_on": "2026-04-01", "summary": "Refused", "register_number": "5/12"}
    for point in letter.points.all():
        reply |= {f"answer_{point.pk}": "something_else", f"quote_{point.pk}": REFUSAL}
    assert post(lawyer, "reply", letter.pk, **reply).status_code == 302
    shown = lawyer.get(reverse("correspondence:letter", args=[letter.pk])).content.decode()
    assert shown.count("not answered") >= 3
    assert "Not answered: the reply does not say what was asked" in shown
    drafted = Letter.objects.get(follows=letter)
    assert drafted.body == city
    assert reverse("correspondence:letter", args=[drafted.pk]) in shown
    page = lawyer.get(reverse("correspondence:edit", args=[drafted.pk])).content.decode()
    assert "The table of what was asked and answered" in page


def test_refusal_keeps_what_was_typed(lawyer: Client, team: Case, district: StateBody) -> None:
    answered = post(lawyer, "new", team.code, **plan_of(district, team))
    assert answered.status_code == 422
    page = answered.content.decode()
    assert "has not consented to letters to state bodies" in page
    assert "who recorded the video" in page
    assert not Letter.objects.exists()


def test_reply_that_leaves_a_point_out_is_asked_again(
    final: Letter, cast: SimpleNamespace, lawyer: Client
) -> None:
    deliver(final, cast.lawyer)
    answered = post(lawyer, "reply", final.pk, received_on="2026-04-01", summary="Refused")
    assert answered.status_code == 422
    assert not final.replies.exists()


def test_delivery_before_sending_is_refused_on_the_form(final: Letter, lawyer: Client) -> None:
    typed = {"how": "by_hand", "sent_on": "2026-03-18", "delivered_on": "2026-03-17", "proof": "stamp"}
    answered = post(lawyer, "deliver", final.pk, **typed)
    assert answered.status_code == 422
    assert "delivered before it was sent" in answered.content.decode()


def test_clock_is_shown_with_its_basis_and_how_sure_we_are(
    final: Letter, cast: SimpleNamespace, lawyer: Client
) -> None:
    deliver(final, cast.lawyer)
    shown = lawyer.get(reverse("correspondence:letter", args=[final.pk])).content.decode()
    for said in (
        "Criminal Procedure Code, arts. 119-122",
        "disputed, not confirmed by a lawyer yet",
        "raises no alarm",
        "the higher prosecutor, the court",
        "19 Mar 2026",
        "30 Mar 2026",
    ):
        assert said in shown


def test_every_page_opens(final: Letter, draft: Draft, cast: SimpleNamespace, lawyer: Client, team: Case) -> None:
    delivered = deliver(final, cast.lawyer)
    clock = delivered.clocks.get()
    pages = [
        reverse(f"correspondence:{name}", args=[delivered.pk]) for name in ("letter", "deliver", "reply", "follow")
    ]
    pages += [reverse(f"correspondence:{name}", args=[clock.pk]) for name in ("clock_extend", "clock_close")]
    pages += [reverse("correspondence:edit", args=[draft().pk]), reverse("correspondence:new", args=[team.code])]
    pages += [reverse("correspondence:bodies"), reverse("correspondence:body_add")]
    pages += [reverse("correspondence:body_change", args=[delivered.body.pk])]
    states = (
        "overdue",
        "week",
        "running",
        "left_open",
        "unconfirmed",
        "unproven",
        "no_clock",
        "not_sent",
        "all",
        "x",
    )
    pages += [f"{reverse('correspondence:index')}?state={state}&person=mine" for state in states]
    for page in pages:
        assert lawyer.get(page).status_code == 200, page


def queries_of_list(browser: Client) -> int:
    with CaptureQueriesContext(connection) as counted:
        assert browser.get(reverse("correspondence:index"), {"state": "all"}).status_code == 200
    return len(counted)


def test_list_takes_as_many_queries_for_many_letters_as_for_one(
    final: Letter, draft: Draft, cast: SimpleNamespace, lawyer: Client
) -> None:
    deliver(final, cast.lawyer)
    queries_of_list(lawyer)  # the first visit of a session reads more
    for_one = queries_of_list(lawyer)
    for _ in range(4):
        deliver(actions.finalise_letter(draft(), by=cast.lawyer), cast.lawyer)
    assert queries_of_list(lawyer) == for_one
    assert for_one <= 36


def test_front_page_counts_what_falls_due_and_alarms_only_where_sure(
    draft: Draft, consent: Any, cast: SimpleNamespace
) -> None:
    consent()
    sure = actions.finalise_letter(draft(kind_id="request-media-law"), by=cast.lawyer)
    unsure = actions.finalise_letter(draft(), by=cast.lawyer)
    for letter in (sure, unsure):
        deliver(letter, cast.lawyer)
    with time_machine.travel(dt.datetime(2026, 4, 2, 7, tzinfo=dt.UTC), tick=False):
        context = clocks_at_home(cast.lawyer)
        assert context is not None
        assert [clock.letter for clock in context["overdue"]] == [sure]
    assert clocks_at_home(cast.psychologist) is None


def test_story_of_the_case_tells_of_letter_and_reply(final: Letter, cast: SimpleNamespace) -> None:
    deliver(final, cast.lawyer)
    told = [moment.title for moment in timeline(case_for(cast.lawyer, final.case.code))]
    assert "Letter to District prosecutor" in told
    assert "Reply due from District prosecutor" in told
