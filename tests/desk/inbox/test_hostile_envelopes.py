"""Reports that come damaged, late or from other hands, and two members at one report."""

import json
import os

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from guvoh.desk.casework import actions as casework
from guvoh.desk.casework.models import Case
from guvoh.desk.evidence.models import SealedFile
from guvoh.desk.inbox import actions
from guvoh.desk.inbox.actions.envelopes import COLLECTED_AT_ONCE
from guvoh.desk.inbox.models import Envelope
from guvoh.desk.inbox.vocabulary import EnvelopeState
from tests.desk.inbox.test_envelopes import WORDS, send


@pytest.fixture
def opened(cast, spool, django_capture_on_commit_callbacks) -> Envelope:
    send(spool, b"a picture")
    actions.collect_envelopes(by=cast.operator)
    with django_capture_on_commit_callbacks(execute=True):
        actions.open_envelope(Envelope.objects.get(), by=cast.operator)
    return Envelope.objects.get()


@pytest.mark.parametrize("header", [b"[" * 50_000, b'"word"', b'{"format": "guvoh-envelope-1", "key_id": [1]}'])
def test_no_header_takes_the_front_page_from_the_desk(cast, spool, sign_in, header) -> None:
    folder = spool.folder("0123456789abcdef")
    folder.mkdir(parents=True)
    (folder / "envelope.json").write_bytes(header)
    assert sign_in(cast.operator).get(reverse("home")).status_code == 200
    assert Envelope.objects.get().state == EnvelopeState.UNREADABLE


def test_a_report_that_is_still_being_carried_is_not_given_up(cast, spool, tmp_path) -> None:
    send(spool)
    part = spool.folder(spool.envelope_ids()[0]) / "report.age"
    part.rename(tmp_path / "later")
    assert actions.collect_envelopes(by=cast.operator) == 0
    (tmp_path / "later").rename(part)
    assert actions.collect_envelopes(by=cast.operator) == 1
    assert Envelope.objects.get().state == EnvelopeState.WAITING


def test_a_part_that_is_gone_or_a_pipe_does_not_hold_the_desk_up(cast, spool) -> None:
    send(spool, b"a picture")
    actions.collect_envelopes(by=cast.operator)
    envelope = Envelope.objects.get()
    (part,) = spool.folder(envelope.envelope_id).glob("file-*.age")
    part.unlink()
    os.mkfifo(part)
    with pytest.raises(ValidationError):
        actions.open_envelope(envelope, by=cast.operator)
    assert not SealedFile.objects.exists()


def test_a_flood_of_envelopes_is_taken_in_bit_by_bit(cast, spool) -> None:
    for number in range(COLLECTED_AT_ONCE + 1):
        folder = spool.folder(f"{number:016x}")
        folder.mkdir(parents=True)
        (folder / "envelope.json").write_bytes(b"{}")
    assert actions.collect_envelopes(by=cast.operator) == COLLECTED_AT_ONCE
    assert actions.collect_envelopes(by=cast.operator) == 1


def test_envelopes_that_never_become_whole_hide_nobody_s_report(cast, spool) -> None:
    fields = {"format": "guvoh-envelope-1", "key_id": "0" * 16, "day": "2026-11-22", "parts": ["report.age"]}
    header = json.dumps(fields).encode()
    for number in range(COLLECTED_AT_ONCE):
        folder = spool.folder(f"{number:016x}")
        folder.mkdir(parents=True)
        (folder / "envelope.json").write_bytes(header)
        os.utime(folder, (0, 0))
    send(spool)
    assert actions.collect_envelopes(by=cast.operator) == 1


def test_who_opens_a_report_second_does_not_spoil_it(
    cast,
    spool,
    django_capture_on_commit_callbacks,
) -> None:
    send(spool, b"a picture")
    actions.collect_envelopes(by=cast.operator)
    first, second = Envelope.objects.get(), Envelope.objects.get()
    for seen, member in ((first, cast.operator), (second, cast.officer)):
        with django_capture_on_commit_callbacks(execute=True):
            actions.open_envelope(seen, by=member)
    kept = Envelope.objects.get()
    assert (kept.state, kept.what, kept.opened_by) == (EnvelopeState.OPENED, WORDS, cast.operator)
    assert kept.files.count() == 1


def test_a_report_becomes_one_case_however_many_decide_at_once(cast, opened) -> None:
    first, second = Envelope.objects.get(), Envelope.objects.get()
    case = actions.accept_as_case(first, "Son taken at night", by=cast.officer)
    for verb in (
        lambda: actions.accept_as_case(second, "Another", by=cast.stranger),
        lambda: actions.refer_outside(second, "Somebody", by=cast.stranger, reason="far away"),
        lambda: actions.keep_as_information(second, by=cast.stranger, reason="known"),
    ):
        with pytest.raises(ValidationError):
            verb()
    assert Case.objects.count() == 1
    kept = Envelope.objects.get()
    assert (kept.case, kept.decided_by, kept.referred_to) == (case, cast.officer, "")


def test_a_reply_that_cannot_be_left_does_not_keep_the_report_in_the_spool(
    cast,
    spool,
    sign_in,
    django_capture_on_commit_callbacks,
) -> None:
    send(spool)
    (spool.root / "replies").write_bytes(b"in the way")
    actions.collect_envelopes(by=cast.operator)
    address = reverse("inbox:open", args=[Envelope.objects.get().envelope_id])
    with django_capture_on_commit_callbacks() as callbacks:
        sign_in(cast.operator).post(address)
    for callback in callbacks:
        with pytest.raises(NotADirectoryError):
            callback()
    assert spool.envelope_ids() == []


def test_her_words_are_closed_to_a_team_member_who_may_not_know_who_is_who(cast, opened, sign_in) -> None:
    case = actions.accept_as_case(opened, "Son taken at night", by=cast.officer)
    casework.add_to_team(case, cast.stranger, ["media"], by=cast.officer)
    browser = sign_in(cast.stranger)
    address = reverse("inbox:envelope", args=[opened.envelope_id])
    assert browser.get(address).status_code == 404
    assert WORDS not in browser.get(f"{reverse('inbox:index')}?show=decided").content.decode()
    assert WORDS in sign_in(cast.officer).get(address).content.decode()
