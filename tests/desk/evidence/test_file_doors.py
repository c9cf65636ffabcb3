"""What shows a body at an examination takes the medical section by every way in, copies of it too."""

import time
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from guvoh.desk.casework.models import Case, TeamSeat
from guvoh.desk.evidence import actions
from guvoh.desk.evidence.actions import FileCard, link_files
from guvoh.desk.evidence.models import CopyFrame, FileLink, PublicationCopy, SafePart, SealedFile
from tests.desk.conftest import prove
from tests.desk.evidence.conftest import begin, send_part

BODY = b"a wound " * 4000


@pytest.fixture
def photographed(cast, draft) -> SealedFile:
    finding = actions.add_finding(draft, "front-chest-l", kind="bruise", by=cast.doctor)
    card = FileCard("wound.jpg", "image/jpeg", SealedFile.Origin.MEDICAL)
    return actions.take_photograph(finding, card, [BODY], with_scale=True, by=cast.doctor).file


def copied(file: SealedFile, by) -> PublicationCopy:
    card = FileCard("covered.jpg", "image/jpeg", SealedFile.Origin.COPY)
    result = actions.keep_file(card, [b"covered"], by=by, case=file.case)
    copy = PublicationCopy(source=file, asked_by=by, confirmed_by=by, state="ready", result=result, kind="picture")
    copy.confirmed_at = copy.proved_at = file.kept_at
    copy.save()
    return copy


def shown_to(browser: Client, file: SealedFile) -> None:
    """The leave that an earlier page of this session gave to look at the file."""
    session = browser.session
    session["shown_files"] = {file.pk.hex: time.time() + 600}
    session.save()


def test_it_is_neither_offered_for_a_link_nor_shown_as_one(cast, kept, photographed, sign_in) -> None:
    file, officer = kept(), sign_in(cast.officer)
    link = reverse("evidence:link", args=[file.pk])
    assert "wound.jpg" not in officer.get(link).content.decode()
    officer.post(link, {"kind": "transcript", "other": photographed.pk})
    assert not FileLink.objects.exists()
    made = link_files(FileLink(file=file, other=photographed, kind="copy"), by=cast.doctor)
    link_files(FileLink(file=photographed, other=file, kind="excerpt"), by=cast.doctor)
    assert "wound.jpg" not in officer.get(reverse("evidence:item", args=[file.pk])).content.decode()
    assert officer.post(reverse("evidence:unlink", args=[file.pk, made.pk])).status_code == 404
    TeamSeat.objects.filter(member=cast.officer).update(sections=["identity", "legal", "medical"])
    assert "wound.jpg" in officer.get(reverse("evidence:item", args=[file.pk])).content.decode()


def test_the_same_content_brought_by_somebody_else_tells_nothing_of_it(
    cast, treated: Case, photographed, sign_in
) -> None:
    officer = sign_in(cast.officer)
    begun = begin(officer, treated, BODY).json()
    assert send_part(officer, begun["address"], 0, BODY).status_code == 200
    answer = officer.post(begun["address"], {"description": "From the brother"}, follow=True).content.decode()
    assert "wound.jpg" not in answer
    assert "same content" not in answer.lower()
    assert SealedFile.objects.filter(origin="upload").count() == 1


def test_its_pieces_are_closed_as_soon_as_the_section_is_taken_away(cast, photographed, sign_in) -> None:
    officer = sign_in(cast.officer)
    view = actions.ask_for_view(photographed, by=cast.doctor)
    part = SafePart.objects.create(
        id=uuid.uuid4(), view=view, kind="picture", content_type="image/jpeg", size=1, wrapped_key=b""
    )
    copy = PublicationCopy.objects.create(source=photographed, asked_by=cast.doctor)
    frame = CopyFrame.objects.create(copy=copy, number=0, size=1, width=1, height=1, wrapped_key=b"")
    shown_to(officer, photographed)
    assert officer.get(reverse("evidence:part", args=[part.pk])).status_code == 404
    assert officer.get(reverse("evidence:frame", args=[frame.pk])).status_code == 404


def test_a_copy_for_publication_of_it_takes_the_section_too(cast, photographed, sign_in) -> None:
    officer, copy = sign_in(cast.officer), copied(photographed, cast.doctor)
    assert officer.get(reverse("evidence:copy", args=[copy.pk])).status_code == 404
    for name in ("item", "download"):
        assert officer.get(reverse(f"evidence:{name}", args=[copy.result.pk])).status_code == 404
    assert "covered.jpg" not in officer.get(f"/cases/{photographed.case.code}/").content.decode()


def test_a_passphrase_typed_again_brings_out_no_original(cast, kept, draft, photographed, sign_in) -> None:
    file = kept()
    doctor, officer = sign_in(cast.doctor), sign_in(cast.officer)
    of_finding = {"code": draft.case.code, "pk": draft.pk, "file_id": photographed.pk}
    for browser, member, address in (
        (officer, cast.officer, reverse("evidence:download", args=[file.pk])),
        (doctor, cast.doctor, reverse("medical:photograph", kwargs=of_finding)),
    ):
        prove(browser, member, time.time() - 400)
        session = browser.session
        records = session["account_authentication_methods"]
        session["account_authentication_methods"] = [*records, {"method": "password", "at": time.time()}]
        session.save()
        answer = browser.get(address)
        assert answer.status_code == 302
        assert "/account/confirm/" in answer["Location"]
        prove(browser, member)
        assert b"".join(browser.get(address).streaming_content)
