"""Two people delete a file: content, key and everything made of it are gone, and a row says who, when and why."""

import uuid
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from guvoh.config.exporting import export_desk
from guvoh.config.inspection import looked_at
from guvoh.desk.casework import actions as casework
from guvoh.desk.correspondence.panels import held_by_letter
from guvoh.desk.evidence import actions
from guvoh.desk.evidence.actions.deletion import KIND
from guvoh.desk.evidence.models import CustodyNote, FileLink, PublicationCopy, SafePart, SafeView, SealedFile
from guvoh.desk.evidence.verification import look_for_lost_rows, look_through_files, orphans
from guvoh.desk.newsroom.models import Story, StoryPicture, StoryText
from guvoh.desk.staff.actions import second
from guvoh.desk.staff.models import Entry, Member, Proposal
from guvoh.desk.staff.roles import Role
from guvoh.desk.staff.two_people import kind_of
from guvoh.instruments.seal import age, sealedfile
from tests.desk.conftest import make_member
from tests.desk.evidence.conftest import just_confirmed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def other(cast: SimpleNamespace) -> Member:
    return make_member("second_coordinator", cast.theirs, Role.COORDINATOR)


def whole(file: SealedFile) -> SealedFile:
    return SealedFile.objects.get(pk=file.pk)


def view_of(file: SealedFile, by: Member) -> Path:
    """A ready safe view with one sealed piece on the disk."""
    view = SafeView.objects.create(source=file, asked_by=by, state="ready", made_at=file.kept_at)
    part = SafePart(
        id=uuid.uuid4(), view=view, kind="picture", content_type="image/jpeg", size=1, wrapped_key=b"x"
    )
    part.save()
    part.path.parent.mkdir(parents=True)
    part.path.write_bytes(b"sealed piece")
    return part.path


def test_a_file_is_deleted_when_a_coordinator_agrees_and_not_before(cast, case, kept, sign_in) -> None:
    file = kept(name="Саидов.mp4")
    piece = view_of(file, cast.officer)
    actions.note_custody(CustodyNote(file=file, source="Her brother"), by=cast.officer)
    browser, address = just_confirmed(sign_in(cast.officer)), reverse("evidence:delete", args=[file.pk])
    item = reverse("evidence:item", args=[file.pk])
    assert address in browser.get(item).content.decode()
    assert browser.post(address, {"reason": ""}).status_code == 422
    browser.post(address, {"reason": "She asked us to forget it"})
    assert file.path.exists()
    assert "waits for a second person" in browser.get(item).content.decode()
    again = browser.post(address, {"reason": "once more"}).content.decode()
    assert "asked to delete this file already" in again
    leads = just_confirmed(sign_in(cast.coordinator))
    listed = leads.get("/second-person/").content.decode()
    assert file.pk.hex[:8] in listed
    assert "Саидов" not in listed
    leads.post(f"/second-person/{Proposal.objects.get().pk}/agree/")
    assert not file.path.exists()
    assert not piece.exists()
    gone = whole(file)
    assert (gone.name, gone.description, gone.sha256, gone.fingerprint, bytes(gone.wrapped_key)) == ("",) * 4 + (
        b"",
    )
    assert (gone.deleted_by, gone.deleted_reason) == (cast.officer, "She asked us to forget it")
    assert not file.custody.exists()
    page = browser.get(item).content.decode()
    for words in ("This file was deleted", "She asked us to forget it", "File deleted for good"):
        assert words in page
    assert "Deleted file" in browser.get(f"/cases/{case.code}/").content.decode()


@pytest.mark.parametrize("name", ["download", "custody", "link", "graphic", "view", "package", "delete"])
def test_whatever_is_asked_of_it_later_gets_a_page_that_says_so(cast, kept, sign_in, name: str) -> None:
    file = kept()
    actions.delete_file(file, "no use", by=cast.officer)
    browser = just_confirmed(sign_in(cast.officer))
    answer = browser.get(reverse(f"evidence:{name}", args=[file.pk]))
    assert answer.status_code == 410
    assert b"This file was deleted" in answer.content
    stranger = just_confirmed(sign_in(cast.stranger))
    assert stranger.get(reverse(f"evidence:{name}", args=[file.pk])).status_code == 404
    assert not Entry.objects.filter(act="file.found_damaged").exists()


def test_who_may_not_ask_or_agree_deletes_nothing(cast, case, kept, other) -> None:
    file = kept()
    with pytest.raises(ValidationError, match="not yours"):
        actions.ask_to_delete(file, "x", by=cast.psychologist)
    casework.add_to_team(case, cast.lawyer, by=cast.officer)
    made = actions.ask_to_delete(file, "x", by=cast.lawyer)
    with pytest.raises(ValidationError, match="Somebody else"):
        second(made, by=cast.officer)
    casework.leave_team(case.team.get(member=cast.lawyer), by=cast.officer)
    with pytest.raises(ValidationError, match="does not work the case any more"):
        second(made, by=other)
    assert file.path.exists()
    assert whole(file).deleted_at is None


def test_another_officer_does_not_read_what_waits_of_a_case_that_is_not_hers(cast, kept, sign_in) -> None:
    file = kept()
    actions.ask_to_delete(file, "She fears her brother", by=cast.officer)
    assert "She fears her brother" in sign_in(cast.officer).get("/second-person/").content.decode()
    theirs = sign_in(cast.stranger).get("/second-person/").content.decode()
    assert "brother" not in theirs
    assert file.pk.hex[:8] not in theirs


def story_with(file: SealedFile, copy: PublicationCopy | None, by: Member) -> StoryPicture:
    story = Story.objects.create(case=file.case, kind="story", created_by=by)
    told = {"title": "t", "slug": "t", "author": by, "content_hash": "0" * 64, "language": "en"}
    StoryText.objects.create(story=story, **told)
    size = {"sha256": "0" * 64, "extension": "jpg", "width": 1, "height": 1, "added_by": by}
    return StoryPicture.objects.create(
        story=story, file=file, copy=copy, faces="confirmed" if copy else "none", **size
    )


def copy_of(file: SealedFile, result: SealedFile, by: Member) -> PublicationCopy:
    at = file.kept_at
    ready = {"state": "ready", "confirmed_by": by, "confirmed_at": at, "proved_at": at, "result": result}
    return PublicationCopy.objects.create(source=file, kind="picture", asked_by=by, **ready)


def test_what_stands_in_a_story_stays_and_the_sentence_says_so(cast, kept) -> None:
    file, result, picture = kept(b"original"), kept(b"copy"), kept(b"picture")
    shown = story_with(picture, copy_of(file, result, cast.officer), cast.editor)
    for held in (file, result, picture):
        with pytest.raises(ValidationError, match="stands in a story"):
            actions.ask_to_delete(held, "x", by=cast.officer)
    shown.removed_at = file.kept_at
    shown.save()
    approved = {"approver": cast.second_editor, "approved_hash": "0" * 64, "approved_at": file.kept_at}
    StoryText.objects.update(state="released", **approved)
    with pytest.raises(ValidationError, match="stands in a story"):
        actions.delete_file(file, "x", by=cast.officer)
    StoryText.objects.update(state="withdrawn")
    actions.delete_file(file, "x", by=cast.officer)
    assert not file.path.exists()
    assert not result.path.exists()
    assert whole(result).deleted_at is not None
    copy = PublicationCopy.objects.get()
    assert (copy.state, copy.reason, copy.result) == ("refused", "source_deleted", None)


def test_what_a_letter_needs_and_what_the_workshop_has_in_hand_stays(cast, kept) -> None:
    file = kept()
    assert held_by_letter(file) == ""
    SafeView.objects.create(source=file, asked_by=cast.officer, state="making")
    with pytest.raises(ValidationError, match="workshop is at work"):
        actions.delete_file(file, "x", by=cast.officer)
    assert file.path.exists()


def test_the_same_content_brought_by_another_stays_and_is_known_again(cast, kept) -> None:
    first, again, third = kept(), kept(), kept()
    assert again.same_as == first == third.same_as
    actions.link_files(FileLink(file=again, other=first, kind="copy"), by=cast.officer)
    actions.delete_file(first, "brought by force", by=cast.officer)
    again, third = whole(again), whole(third)
    assert (again.same_as, third.same_as) == (None, again)
    assert again.path.exists()
    assert kept().same_as == again
    assert not FileLink.objects.exists()


def test_the_check_finds_nothing_lost_and_names_what_was_left_lying(cast, kept) -> None:
    file, stays = kept(), kept(b"other")
    content = file.path.read_bytes()
    actions.delete_file(file, "x", by=cast.officer)
    assert not [*look_through_files(), *look_for_lost_rows(), *orphans()]
    assert stays.path.exists()
    file.path.write_bytes(content)
    (found,) = look_through_files()
    assert "was deleted, and still lies in the folder" in found.sentence


def test_a_dump_of_everything_leaves_it_out_without_a_complaint(cast, kept, tmp_path) -> None:
    file = kept()
    kept(b"other")
    actions.delete_file(file, "x", by=cast.officer)
    dumped = export_desk(tmp_path / "out.age", age.recipient_of(age.new_identity()), by=cast.coordinator)
    assert (dumped.files, dumped.unopened) == (1, [])


@pytest.mark.parametrize("changes", [{"name": "again"}, {"wrapped_key": b"key"}, {"deleted_reason": ""}])
def test_the_database_keeps_a_deleted_file_empty(cast, kept, changes) -> None:
    file = kept()
    actions.delete_file(file, "x", by=cast.officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        SealedFile.objects.filter(pk=file.pk).update(**changes)


def test_a_file_of_a_sealed_case_is_deleted_by_a_coordinator_who_cannot_open_it(
    cast, case, kept, own_keys, tmp_path
) -> None:
    file, stays = kept(name="x.mp4"), kept(b"other" * 50_000)
    with own_keys.here(cast.officer):
        casework.seal_case(case, by=cast.officer, reason="danger")
        made = actions.ask_to_delete(whole(file), "x", by=cast.officer)
    with own_keys.here(cast.coordinator):
        words = kind_of(KIND).words(made)
        assert case.code not in words
        assert "a sealed case" in words
        second(made, by=cast.coordinator)
    assert not file.path.exists()
    assert not list(look_through_files())
    assert looked_at().sealed == 1
    with own_keys.here(cast.officer):
        assert not list(look_through_files())
        casework.unseal_case(type(case).objects.get(pk=case.pk), by=cast.officer, reason="safe now")
    assert not list(look_through_files())
    assert b"".join(actions.read_file(whole(stays), by=cast.officer)) == b"other" * 50_000


def test_of_a_sealed_case_length_and_presence_are_looked_at_with_nobody_present(
    cast, case, kept, own_keys
) -> None:
    file = kept()
    with own_keys.here(cast.officer):
        casework.seal_case(case, by=cast.officer, reason="danger")
    file.path.write_bytes(file.path.read_bytes()[:-1])
    assert "cut, or has grown" in next(look_through_files()).sentence
    file.path.unlink()
    assert "missing from the folder" in next(look_through_files()).sentence


@pytest.mark.parametrize("size", [0, 1, 4096, 65_536, 65_537, 1_048_576, 3_000_001])
def test_the_length_of_a_sealed_file_follows_from_its_size(tmp_path: Path, size: int) -> None:
    sealedfile.write(tmp_path / "a", [bytes(size)], sealedfile.new_key())
    assert (tmp_path / "a").stat().st_size == sealedfile.length_of(size)
