"""A case sealed under its team's own keys: open while one of them is present, to nobody and nothing else."""

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.urls import reverse

from guvoh.desk.casework import actions
from guvoh.desk.casework.models import Case, CaseKeyWrap, Task
from guvoh.desk.evidence.actions import FileCard, judge_graphic, keep_file, move_to_case, read_file
from guvoh.desk.evidence.models import CaseKey, SealedFile
from guvoh.desk.facts import actions as facts
from guvoh.desk.facts.models import Event
from guvoh.desk.staff.actions import lose_own_key
from guvoh.desk.staff.models import Entry
from guvoh.desk.staff.sealed_text import CaseNotOpen, NotOpen
from guvoh.instruments.seal import personal, sealedfile, sealedtext

PLANTED = "ангур"


@pytest.fixture(autouse=True)
def own_folder(tmp_path, settings) -> None:
    settings.DESK_DIR = tmp_path


@pytest.fixture
def sealed(case, cast, own_keys) -> Case:
    """The officer's case, sealed without a recovery, with an event, a task and a file of its own."""
    actions.describe_case(case, by=cast.officer, title=f"{PLANTED} title", summary=f"{PLANTED} summary")
    event = actions.add_event_to_case(case, by=cast.officer, title=f"{PLANTED} event", narrative=f"{PLANTED} told")
    facts.add_act(event, case.people.get().actor, by=cast.officer, kind="arrest", method=f"{PLANTED} method")
    keep(case, cast.officer)
    with own_keys.here(cast.officer):
        actions.seal_case(case, by=cast.officer, reason="danger")
        actions.add_task(case, by=cast.officer, title=f"{PLANTED} task", owner=cast.officer)
    return Case.objects.get(pk=case.pk)


def keep(case: Case | None, by) -> SealedFile:
    card = FileCard(f"{PLANTED}.jpg", "image/jpeg", SealedFile.Origin.UPLOAD, f"{PLANTED} described")
    return keep_file(card, [PLANTED.encode() * 1000], by=by, case=case)


def whole_database(*prefixes: str) -> str:
    """Every value of every row of every table, as whoever holds the vault's key reads it."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith(prefixes or ""):
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            found.append(f"{table}: {cursor.fetchall()!r}")
    return "\n".join(found)


def content_of(file: SealedFile, by) -> bytes:
    return b"".join(read_file(file, by=by))


def test_with_the_vault_open_and_nobody_present_the_database_holds_no_word_of_it(sealed, cast) -> None:
    everything = whole_database()
    assert PLANTED not in everything
    assert PLANTED.encode().hex() not in everything
    assert sealed.code in everything
    assert isinstance(sealed.title, NotOpen)
    assert not sealed.is_open


def test_no_key_of_the_vault_opens_its_files(sealed, cast, tmp_path) -> None:
    file = SealedFile.objects.get()
    assert not CaseKey.objects.exists()
    with pytest.raises(CaseNotOpen):
        content_of(file, cast.officer)
    wrapped = bytes(file.wrapped_key)
    for label in ("db/v1", "file/v1", "intake/v1", "index/v1", "log/v1", "backup/v1", "fingerprint/v1"):
        key = settings.VAULT.key(label)
        for wrapping in (key, sealedtext.files_key(key)):
            with pytest.raises(sealedfile.DamagedFile):
                sealedfile.unwrap_key(wrapped, wrapping)
        for wrap in CaseKeyWrap.objects.all():
            with pytest.raises(personal.NotHers):
                personal.open_box(personal.pair_of(key), bytes(wrap.wrapped), "key of case 1 for member 1")
    assert PLANTED.encode() not in b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_with_a_member_present_all_of_it_reads(sealed, cast, own_keys, sign_in) -> None:
    with own_keys.here(cast.officer):
        case = Case.objects.get(pk=sealed.pk)
        assert (case.title, case.summary) == (f"{PLANTED} title", f"{PLANTED} summary")
        event = case.events.get()
        assert (event.title, event.acts.get().method) == (f"{PLANTED} event", f"{PLANTED} method")
        assert content_of(SealedFile.objects.get(), cast.officer) == PLANTED.encode() * 1000
    browser = sign_in(cast.officer)
    page = browser.get(reverse("casework:case", args=[sealed.code])).content.decode()
    assert page.count(PLANTED) >= 4
    browser.post("/sign-out/")
    again = sign_in(cast.lawyer)
    assert again.get(reverse("casework:case", args=[sealed.code])).status_code == 404


def test_a_page_that_changes_a_case_not_open_says_so_and_changes_nothing(sealed, cast, sign_in, own_keys) -> None:
    own_keys.pairs.clear()
    before = whole_database("casework_", "facts_", "evidence_")
    browser = sign_in(cast.officer)
    for name in ("describe", "task_add", "seal", "event_add"):
        address = reverse(f"casework:{name}", args=[sealed.code])
        for answer in (browser.get(address), browser.post(address, {"title": "not open"})):
            assert answer.status_code == 409
            assert "Open with my passphrase" in answer.content.decode()
    shown = browser.get(reverse("casework:case", args=[sealed.code])).content.decode()
    assert "Sealed, and not open to you now" in shown
    assert PLANTED not in shown
    assert whole_database("casework_", "facts_", "evidence_") == before


def test_a_row_that_is_not_open_keeps_its_ciphertext_and_takes_no_new_words(sealed, cast, own_keys) -> None:
    task = Task.objects.get(case=sealed)
    task.due_on = sealed.opened_on
    task.full_clean()
    task.save()
    actions.finish_task(task, by=cast.officer)
    sealed.title = "Something else"
    with pytest.raises(CaseNotOpen), transaction.atomic():
        sealed.save()
    with own_keys.here(cast.officer):
        assert Task.objects.get(case=sealed).title == f"{PLANTED} task"
        assert Case.objects.get(pk=sealed.pk).title == f"{PLANTED} title"


def test_a_text_moved_to_another_column_or_case_does_not_open(sealed, cast, own_keys) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE casework_case SET summary = title WHERE id = %s", [sealed.pk])
    with own_keys.here(cast.officer):
        assert isinstance(Case.objects.get(pk=sealed.pk).summary, NotOpen)
        assert Case.objects.get(pk=sealed.pk).title == f"{PLANTED} title"


def test_what_comes_to_a_sealed_case_is_sealed_as_it_comes(sealed, cast, own_keys) -> None:
    loose = keep(None, cast.officer)
    with own_keys.here(cast.officer):
        event = actions.add_event_to_case(sealed, by=cast.officer, title=f"{PLANTED} second")
        facts.add_source(event, by=cast.officer, kind="press", title=f"{PLANTED} paper", content=f"{PLANTED} said")
        move_to_case(loose, sealed, by=cast.officer)
        assert content_of(SealedFile.objects.get(pk=loose.pk), cast.officer) == PLANTED.encode() * 1000
    assert PLANTED not in whole_database()


def test_a_picture_to_be_published_is_not_sealed_with_the_case_of_its_story(case, cast, own_keys) -> None:
    card = FileCard("picture.png", "image/png", SealedFile.Origin.STORY)
    picture = keep_file(card, [b"drawn"], by=cast.editor, case=case)
    with own_keys.here(cast.officer):
        actions.seal_case(case, by=cast.officer, reason="danger")
    picture.refresh_from_db()
    assert (picture.case, picture.name) == (None, "picture.png")
    assert content_of(picture, cast.editor) == b"drawn"


def test_an_event_of_a_sealed_case_does_not_leave_it(sealed, cast, own_keys) -> None:
    other = actions.open_case("Other", by=cast.officer)
    with own_keys.here(cast.officer), pytest.raises(ValidationError, match="stays there"):
        actions.bring_event(other, Event.objects.get(sealed_in=sealed.pk), by=cast.officer)


def test_words_of_a_sealed_case_are_found_while_it_is_open_and_only_by_its_team(sealed, cast, own_keys) -> None:
    for words in (f"{PLANTED} TITLE", f"{PLANTED} summary"):
        assert list(Case.objects.visible_to(cast.officer).matching(words, cast.officer)) == []
        with own_keys.here(cast.officer):
            assert list(Case.objects.visible_to(cast.officer).matching(words, cast.officer)) == [sealed]
        with own_keys.here(cast.stranger):
            assert list(Case.objects.visible_to(cast.stranger).matching(words, cast.stranger)) == []
    with own_keys.here(cast.officer):
        assert list(Case.objects.visible_to(cast.officer).matching("sealed:1", cast.officer)) == []


def test_why_a_file_was_judged_graphic_is_no_word_of_the_record(sealed, cast, own_keys) -> None:
    with own_keys.here(cast.officer):
        judge_graphic(SealedFile.objects.get(), True, f"{PLANTED} seen", by=cast.officer)
        assert SealedFile.objects.get().graphic_reason == f"{PLANTED} seen"
    assert Entry.objects.filter(act="file.judged").exists()
    assert PLANTED not in whole_database()


def test_unsealing_puts_everything_back_as_it_was(sealed, cast, own_keys) -> None:
    with pytest.raises(CaseNotOpen):
        actions.unseal_case(sealed, by=cast.officer, reason="over")
    with own_keys.here(cast.officer):
        actions.unseal_case(Case.objects.get(pk=sealed.pk), by=cast.officer, reason="over")
    case = Case.objects.get(pk=sealed.pk)
    assert (case.title, case.sealed, case.is_open) == (f"{PLANTED} title", False, True)
    assert Event.objects.get(cases=case).narrative == f"{PLANTED} told"
    assert content_of(SealedFile.objects.get(), cast.officer) == PLANTED.encode() * 1000
    assert "sealed:1:" not in whole_database()
    assert not CaseKeyWrap.objects.exists()
    with own_keys.here(cast.officer):
        actions.seal_case(case, by=cast.officer, reason="again")
    assert PLANTED not in whole_database()


def test_what_another_worker_read_before_the_sealing_is_not_written_in_clear_after_it(
    case, cast, own_keys
) -> None:
    actions.describe_case(case, by=cast.officer, title=f"{PLANTED} title", summary=f"{PLANTED} summary")
    task = actions.add_task(case, by=cast.officer, title=f"{PLANTED} task", owner=cast.officer)
    event = actions.add_event_to_case(case, by=cast.officer, title=f"{PLANTED} event")
    of_another = Case.objects.get(pk=case.pk)
    with own_keys.here(cast.officer):
        actions.seal_case(case, by=cast.officer, reason="danger")
    with pytest.raises(CaseNotOpen):
        actions.add_task(of_another, by=cast.officer, title=f"{PLANTED} later", owner=cast.officer)
    for row in (task, event, of_another):
        with pytest.raises(CaseNotOpen), transaction.atomic():
            row.save()
    with pytest.raises(CaseNotOpen):
        keep(Case.objects.get(pk=case.pk), cast.officer)
    assert PLANTED not in whole_database("casework_", "evidence_", "facts_event")


def test_what_was_read_under_a_former_key_is_written_under_the_present_one(sealed, cast, own_keys) -> None:
    closed = Task.objects.get()
    with own_keys.here(cast.officer):
        of_another = Task.objects.get()
        assert of_another.case.is_open
        with transaction.atomic(), own_keys.here(cast.officer):
            actions.seals.rekey(Case.objects.get(pk=sealed.pk), by=cast.officer)
        of_another.title = f"{PLANTED} corrected"
        of_another.save()
        assert Task.objects.get().title == f"{PLANTED} corrected"
    closed.due_on = None
    closed.save()
    with own_keys.here(cast.officer):
        assert Task.objects.get().title == f"{PLANTED} corrected"


def test_sealing_needs_a_seat_and_an_own_key_at_hand(case, cast, own_keys) -> None:
    with pytest.raises(ValidationError, match="put away"):
        actions.seal_case(case, by=cast.officer, reason="danger")
    with own_keys.here(cast.lawyer), pytest.raises(ValidationError, match="Take a seat"):
        actions.seal_case(case, by=cast.lawyer, reason="danger")
    with own_keys.here(cast.lawyer), pytest.raises(ValidationError, match="put away"):
        actions.seal_case(case, by=cast.officer, reason="danger")
    assert not Entry.objects.filter(act="case.sealed").exists()
    assert not lose_own_key(cast.doctor, by=cast.coordinator)
