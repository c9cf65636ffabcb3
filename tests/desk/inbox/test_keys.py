"""Intake keys change by themselves; of an old one nothing stays in the desk's database."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from guvoh.desk.inbox import actions
from guvoh.desk.inbox.actions.keys import GRACE_DAYS, KEY_DAYS
from guvoh.desk.inbox.models import CHANGE_DAYS, Envelope, IntakeKey
from guvoh.desk.inbox.unattended import Turned, turn_keys
from guvoh.desk.staff.models import Entry
from guvoh.instruments.seal import age
from guvoh.instruments.seal.signature import public_half
from tests.desk.inbox.test_envelopes import send

NOON = dt.datetime.combine(dt.date.today(), dt.time(7, tzinfo=dt.UTC))
PAGE_BYTES, RESERVED_BYTES, IV_BYTES = 4096, 80, 16


def after(days: int) -> time_machine.travel:
    return time_machine.travel(NOON + dt.timedelta(days=days))


def when_spent() -> time_machine.travel:
    return after(KEY_DAYS + GRACE_DAYS + 1)


def test_the_next_key_comes_a_week_before_the_last_one_ends(
    cast, spool, django_capture_on_commit_callbacks
) -> None:
    first = IntakeKey.objects.get()
    with after(KEY_DAYS - CHANGE_DAYS - 1):
        assert turn_keys() == Turned()
    with after(KEY_DAYS - CHANGE_DAYS), django_capture_on_commit_callbacks(execute=True):
        assert turn_keys() == Turned(issued=1)
        assert turn_keys() == Turned()
    notice = spool.notice(public_half(settings.VAULT.key("release/v1")), timezone.localdate())
    assert notice.key_id != first.key_id
    assert IntakeKey.objects.count() == 2


def test_a_key_is_destroyed_a_week_after_its_end_and_the_record_says_so(cast, spool) -> None:
    first = IntakeKey.objects.get()
    with after(KEY_DAYS + GRACE_DAYS):
        assert turn_keys() == Turned(issued=1)
    with when_spent():
        assert turn_keys() == Turned(destroyed=1)
        assert turn_keys() == Turned()
    first.refresh_from_db()
    assert bytes(first.wrapped_identity) == b""
    assert Entry.objects.filter(act="intake_key.destroyed", subject=first.key_id, member=cast.coordinator).exists()


@pytest.mark.parametrize("collected", [True, False])
def test_a_key_is_kept_while_a_report_of_its_own_is_unopened(
    cast, spool, collected, django_capture_on_commit_callbacks
) -> None:
    send(spool)
    if collected:
        actions.collect_envelopes(by=cast.operator)
    with when_spent():
        assert turn_keys() == Turned(issued=1)
        actions.collect_envelopes(by=cast.operator)
        with django_capture_on_commit_callbacks(execute=True):
            actions.open_envelope(Envelope.objects.get(), by=cast.operator)
        assert turn_keys() == Turned(destroyed=1)


def test_a_report_that_comes_too_late_is_said_to_be_sealed_to_a_destroyed_key(cast, spool, sign_in) -> None:
    send(spool)
    (folder,) = (spool.root / "in").iterdir()
    away = folder.rename(spool.root / folder.name)
    with when_spent():
        assert turn_keys() == Turned(issued=1, destroyed=1)
        away.rename(folder)
        actions.collect_envelopes(by=cast.operator)
    page = sign_in(cast.operator).get(reverse("inbox:envelope", args=[folder.name]))
    assert page.status_code == 200
    assert "sealed to a key that was destroyed" in page.content.decode()
    assert folder.exists()


def test_a_report_that_waits_for_a_key_destroyed_meanwhile_is_refused_in_words(cast, spool) -> None:
    send(spool)
    actions.collect_envelopes(by=cast.operator)
    IntakeKey.objects.update(wrapped_identity=b"", destroyed_at=timezone.now())
    with pytest.raises(ValidationError, match="cannot be opened"):
        actions.open_envelope(Envelope.objects.get(), by=cast.operator)
    assert Envelope.objects.get().state == "unreadable"


@pytest.mark.parametrize("half", [{"wrapped_identity": b""}, {"destroyed_at": timezone.now()}])
def test_no_key_is_half_destroyed(cast, spool, half) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        IntakeKey.objects.update(**half)


def test_an_unwritable_spool_destroys_nothing(cast, spool) -> None:
    (spool.root / "notice.json").unlink()
    spool.root.rmdir()
    spool.root.write_text("")
    with when_spent():
        assert turn_keys().destroyed == 0
    assert IntakeKey.objects.filter(destroyed_at=None).exists()


def test_the_page_shows_every_key_with_its_state_and_what_was_sealed_to_it(cast, spool, sign_in) -> None:
    send(spool)
    actions.collect_envelopes(by=cast.operator)
    old = IntakeKey.objects.get()
    with after(KEY_DAYS - CHANGE_DAYS):
        turn_keys()
    Envelope.objects.update(state="unreadable")
    with when_spent():
        actions.destroy_spent_keys(by=cast.coordinator)
    page = sign_in(cast.coordinator).get(reverse("inbox:keys"))
    shown = page.content.decode()
    newest = IntakeKey.objects.first()
    assert newest.short_fingerprint == age.in_groups(age.fingerprint(newest.recipient)[:16])
    for words in (newest.short_fingerprint, newest.fingerprint, old.short_fingerprint, "in use", "destroyed"):
        assert words in shown
    assert [(key.reports, key.unopened) for key in page.context["keys"]] == [(0, 0), (1, 0)]


def decrypted(path: Path, key: bytes, head: int = 0, frame: int = 0) -> Iterator[bytes]:
    """Every page of a sealed database, or of its log with a `head` and a header for each `frame`."""
    sealed = path.read_bytes()[head:]
    step = frame + PAGE_BYTES
    for start in range(0, len(sealed) // step * step, step):
        page = sealed[start + frame : start + step]
        plain, trailer = page[:-RESERVED_BYTES], page[-RESERVED_BYTES:]
        # in its first page a salt stands where SQLite has its mark
        plain = plain[len(plain) % IV_BYTES or (IV_BYTES if start == 0 and not head else 0) :]
        opening = Cipher(algorithms.AES(key), modes.CBC(trailer[:IV_BYTES])).decryptor()
        yield opening.update(plain) + opening.finalize()


def lies_in_the_database(wanted: bytes) -> bool:
    path, key = Path(connection.settings_dict["NAME"]), settings.VAULT.key("db/v1")
    log = path.with_name(path.name + "-wal")
    pages = [*decrypted(path, key), *(decrypted(log, key, 32, 24) if log.exists() else ())]
    assert any(b"CREATE TABLE" in page for page in pages), "the pages were not decrypted"
    return any(wanted in page for page in pages)


@pytest.mark.django_db(transaction=True)
def test_nothing_of_a_destroyed_key_is_left_in_the_database(cast, spool) -> None:
    wrapped = bytes(IntakeKey.objects.get().wrapped_identity)
    assert lies_in_the_database(wrapped)
    with when_spent():
        assert turn_keys() == Turned(issued=1, destroyed=1)
    assert not lies_in_the_database(wrapped)
    assert not lies_in_the_database(wrapped[20:60])
