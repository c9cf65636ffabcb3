"""The envelope and the reply: only the right key opens them, and the spool tells little."""

import datetime as dt
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guvoh.handover.envelope import IntakeSpool, Report, Staging
from guvoh.handover.malformed import MalformedEnvelope
from guvoh.handover.notice import Notice
from guvoh.handover.receipt import new_receipt_code, open_receipt
from guvoh.handover.reply import Message, Reply
from guvoh.instruments.seal import age
from guvoh.instruments.seal.signature import BadSignature, public_half

SEED = b"d" * 32
TODAY = dt.date(2026, 11, 22)
INTAKE, RECOVERY = age.new_identity(), age.new_identity()
NOTICE = Notice(age.recipient_of(INTAKE), age.recipient_of(RECOVERY), TODAY + dt.timedelta(days=30))


RECEIPT = open_receipt("1234 5678 9012 3456 7890", "test")


def a_report(what: str = "They took my brother.") -> Report:
    return Report("en", what, "", "", "", "no", "", RECEIPT.mailbox, RECEIPT.recipient, TODAY)


@pytest.fixture
def spool(tmp_path: Path) -> IntakeSpool:
    return IntakeSpool(tmp_path)


def test_a_notice_is_read_only_when_the_desk_signed_it(spool: IntakeSpool) -> None:
    spool.publish_notice(NOTICE, SEED)
    assert spool.notice(public_half(SEED), TODAY) == NOTICE
    with pytest.raises(BadSignature):
        spool.notice(public_half(b"x" * 32), TODAY)
    changed = (spool.root / "notice.json").read_text().replace(NOTICE.intake[:20], NOTICE.recovery[:20])
    (spool.root / "notice.json").write_text(changed)
    with pytest.raises(BadSignature):
        spool.notice(public_half(SEED), TODAY)


def test_intake_and_recovery_key_open_a_report_and_no_other_does(spool: IntakeSpool) -> None:
    envelope = Staging(spool).send(a_report(), NOTICE)
    for identity in (INTAKE, RECOVERY):
        assert spool.report(envelope, identity) == a_report()
    with pytest.raises(age.CannotOpen):
        spool.report(envelope, age.new_identity())


def test_the_spool_shows_days_and_never_hours(spool: IntakeSpool) -> None:
    Staging(spool).send(a_report(), NOTICE)
    for folder, _folders, files in os.walk(spool.root / "in"):
        for name in files:
            assert (Path(folder) / name).stat().st_mtime % 86_400 == 0
    assert str(TODAY) in (spool.root / "in" / spool.envelope_ids()[0] / "envelope.json").read_text()


def test_a_report_that_is_not_sent_is_not_seen(spool: IntakeSpool) -> None:
    staging = Staging(spool)
    _name, writer = staging.new_part((NOTICE.intake, NOTICE.recovery))
    writer.write(b"x")
    writer.close()
    assert spool.envelope_ids() == []
    staging.discard()
    assert list((spool.root / "in").iterdir()) == []


def test_lengths_are_padded(spool: IntakeSpool) -> None:
    assert len(a_report("a").to_bytes()) == len(a_report("a" * 900).to_bytes())


@given(st.text(max_size=500))
def test_every_text_survives(what: str) -> None:
    assert Report.from_bytes(a_report(what).to_bytes()) == a_report(what)


@given(st.binary(max_size=300))
def test_anything_else_is_malformed(document: bytes) -> None:
    with pytest.raises(MalformedEnvelope):
        Report.from_bytes(document)


@pytest.mark.parametrize("name", ["../../etc", "x", "0" * 15, "0" * 17])
def test_an_id_never_leads_out_of_the_spool(spool: IntakeSpool, name: str) -> None:
    with pytest.raises(MalformedEnvelope):
        spool.folder(name)
    with pytest.raises((MalformedEnvelope, FileNotFoundError)):
        Staging(spool, name)


def test_a_receipt_opens_its_own_reply_alone(spool: IntakeSpool) -> None:
    code = new_receipt_code()
    mine, another = open_receipt(code.replace(" ", "-"), "test"), open_receipt(new_receipt_code(), "test")
    assert mine == open_receipt(code, "test")
    assert mine.mailbox != open_receipt(code, "elsewhere").mailbox
    spool.put_reply(
        mine.mailbox, mine.recipient, Reply("answered", TODAY, (Message("desk", TODAY, "We read you."),))
    )
    assert spool.read_reply(mine).messages[0].text == "We read you."
    assert spool.read_reply(another) is None
    assert b"We read you" not in (spool.root / "replies" / mine.mailbox / "reply.age").read_bytes()


@pytest.mark.parametrize("code", ["", "1234", "1234 5678 9012 3456 789", "abcd 5678 9012 3456 7890", "1" * 21])
def test_a_mistyped_receipt_opens_nothing(code: str) -> None:
    assert open_receipt(code, "test") is None
