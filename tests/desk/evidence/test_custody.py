"""Custody: who brought a file and how, with history; what it belongs to; every act on it in one line of time."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from guvoh.desk.casework.actions import open_case
from guvoh.desk.evidence.actions import FileCard, keep_file, link_files
from guvoh.desk.evidence.models import CustodyNote, FileLink, SealedFile
from guvoh.desk.evidence.vocabulary import Harm
from guvoh.desk.staff.models import Entry


def address(name: str, file: SealedFile, *more: int) -> str:
    return reverse(f"evidence:{name}", args=[file.pk, *more])


NOTE = {
    "source": "The neighbour who filmed it",
    "how": "handed_over",
    "purpose": "Evidence of beating",
    "earliest": "2026-03-04",
    "precision": "exact",
    "url": "https://t.me/channel/77",
    "collector": "Officer",
    "tool": "yt-dlp 2026.10.26",
    "began_at": "2026-03-05T10:00",
    "ended_at": "2026-03-05T10:20",
}


def test_where_it_came_from_is_written_down_and_corrected_with_its_history(cast, kept, sign_in) -> None:
    file, browser = kept(), sign_in(cast.officer)
    assert "not written down yet" in browser.get(address("item", file)).content.decode()
    assert browser.post(address("custody", file), NOTE).status_code == 302
    browser.post(address("custody", file), {**NOTE, "source": "Her brother"})
    page = browser.get(address("item", file)).content.decode()
    for words in ("Her brother", "Evidence of beating", "yt-dlp 2026.10.26", "Handed over in person"):
        assert words in page
    assert "<del>" in page
    assert [note.number for note in CustodyNote.objects.filter(file=file)] == [2, 1]
    assert file.custody.last().source == "The neighbour who filmed it"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"latest": "2026-03-01"}, "The earliest day is after the latest day."),
        ({"ended_at": "2026-03-05T09:00"}, "Collecting ended before it began."),
        ({"earliest": "2126-01-01"}, "This day has not come yet."),
        ({"url": "javascript:alert(1)"}, "Enter a valid URL."),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(cast, kept, sign_in, typed, sentence: str) -> None:
    file = kept()
    answer = sign_in(cast.officer).post(address("custody", file), {**NOTE, **typed}).content.decode()
    assert sentence in answer
    assert "The neighbour who filmed it" in answer
    assert not file.custody.exists()


def test_only_people_of_the_case_are_offered_as_the_source(cast, kept, sign_in, client_of_case) -> None:
    page = sign_in(cast.officer).get(address("custody", kept())).content.decode()
    assert "Saidov" in page
    assert page.count("<option") < 20


def test_a_transcript_is_linked_and_shown_on_both_pages(cast, kept, sign_in) -> None:
    video, text, browser = kept(), kept(b"text", "transcript.txt", "text/plain"), sign_in(cast.officer)
    assert browser.post(address("link", text), {"kind": "transcript", "other": video.pk}).status_code == 302
    assert "Transcript of" in browser.get(address("item", text)).content.decode()
    assert "transcript.txt" in browser.get(address("item", video)).content.decode()
    again = browser.post(address("link", text), {"kind": "transcript", "other": video.pk})
    assert "linked so already" in again.content.decode()
    browser.post(address("unlink", text, FileLink.objects.get().pk))
    assert not FileLink.objects.exists()
    assert Entry.objects.filter(act="file.unlinked", subject=text.subject).exists()


def test_a_file_of_another_case_is_neither_offered_nor_linked(cast, kept, sign_in) -> None:
    theirs = open_case("Another", by=cast.stranger)
    other = keep_file(FileCard("a", "", SealedFile.Origin.UPLOAD), [b"y"], by=cast.stranger, case=theirs)
    file, browser = kept(), sign_in(cast.officer)
    assert str(other.pk) not in browser.get(address("link", file)).content.decode()
    assert browser.post(address("link", file), {"kind": "copy", "other": other.pk}).status_code == 200
    with pytest.raises(ValidationError):
        link_files(FileLink(file=file, other=other, kind="copy"), by=cast.officer)
    assert not FileLink.objects.exists()


def test_a_forced_confession_is_qualified_by_signs_and_warns(cast, kept, sign_in) -> None:
    file, browser = kept(), sign_in(cast.officer)
    refused = browser.post(address("confession", file), {"ground": "He reads"}).content.decode()
    assert "Name at least one sign." in refused
    typed = {"ground": "He reads from a sheet", "signs": ["reads", "injuries"], "broadcast_by": "State television"}
    assert browser.post(address("confession", file), typed).status_code == 302
    page = browser.get(address("item", file)).content.decode()
    for words in (
        "Qualified as a forced confession",
        "Visible injuries",
        "He reads from a sheet",
        "repeats the harm",
    ):
        assert words in page
    file = SealedFile.objects.get(pk=file.pk)
    assert file.harm == Harm.CONFESSION
    assert "already" in browser.post(address("confession", file), typed).content.decode()
    browser.post(address("confession_take_back", file), {"reason": "Another recording was meant"})
    page = browser.get(address("item", file)).content.decode()
    assert "Another recording was meant" in page
    assert "repeats the harm" not in page
    assert SealedFile.objects.get(pk=file.pk).harm is None


def test_graphic_needs_a_reason(cast, kept, sign_in) -> None:
    file, browser = kept(), sign_in(cast.officer)
    assert "Say why." in browser.post(address("graphic", file), {"graphic": "yes"}).content.decode()
    browser.post(address("graphic", file), {"graphic": "yes", "reason": "Open wound"})
    file.refresh_from_db()
    assert (file.graphic, file.graphic_reason, file.harm) == (True, "Open wound", Harm.GRAPHIC)


def test_the_log_shows_who_did_what_to_it_and_nothing_of_other_files(cast, kept, sign_in) -> None:
    file, other, browser = kept(), kept(b"another"), sign_in(cast.officer)
    browser.get(address("item", file))
    browser.post(address("graphic", other), {"graphic": "no", "reason": "A map of the yard"})
    page = browser.get(address("item", file)).content.decode()
    assert "File kept" in page
    assert "Page of a file read" in page
    assert "A map of the yard" not in page
