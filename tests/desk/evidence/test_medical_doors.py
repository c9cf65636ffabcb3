"""Who sees what of an examination: the medical section, the psychological one, and who only works the case."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from guvoh.desk.casework import actions as casework
from guvoh.desk.casework.models import TeamSeat
from guvoh.desk.evidence import actions
from guvoh.desk.evidence.actions import FileCard
from guvoh.desk.evidence.medical.body import PARTS, SIDES, VIEWS, drawing, regions
from guvoh.desk.evidence.models import Examination, SealedFile
from guvoh.desk.staff.models import Entry
from tests.desk.evidence.conftest import NARRATIVE


def page(examination: Examination, name: str = "examination", **more) -> str:
    return reverse(f"medical:{name}", kwargs={"code": examination.case.code, "pk": examination.pk, **more})


def test_whoever_works_the_case_learns_day_and_state_and_no_more(cast, signed, sign_in) -> None:
    browser = sign_in(cast.officer)
    shown = browser.get(reverse("casework:case", args=[signed.case.code])).content.decode()
    assert signed.reference in shown
    assert "Signed" in shown
    assert page(signed) not in shown
    for words in ("truncheon", "Marks of blows", "Acute stress", NARRATIVE):
        assert words not in shown
    assert browser.get(page(signed)).status_code == 404


def test_strangers_and_a_seat_without_the_sections_find_nothing(cast, signed, sign_in) -> None:
    casework.add_to_team(signed.case, cast.editor, by=cast.officer)
    casework.add_to_team(signed.case, cast.lawyer, by=cast.officer)
    casework.add_to_team(signed.case, cast.analyst, by=cast.officer)
    for member in (cast.stranger, cast.other_editor, cast.coordinator, cast.editor, cast.lawyer, cast.analyst):
        assert sign_in(member).get(page(signed)).status_code == 404
    assert signed.reference not in sign_in(cast.editor).get(f"/cases/{signed.case.code}/").content.decode()
    assert signed.reference not in sign_in(cast.doctor).get("/").content.decode()


def test_every_reading_is_recorded(cast, signed, sign_in) -> None:
    sign_in(cast.doctor).get(page(signed))
    read = Entry.objects.filter(act="examination.read", member=cast.doctor, subject=signed.subject)
    assert read.count() == 1


def test_the_psychologist_reads_the_story_and_her_part_alone(cast, signed, sign_in) -> None:
    shown = sign_in(cast.psychologist).get(page(signed)).content.decode()
    assert NARRATIVE in shown
    assert "Acute stress" in shown
    for words in ("truncheon", "Marks of blows", "two parallel lines"):
        assert words not in shown
    whole = sign_in(cast.doctor).get(page(signed)).content.decode()
    for words in ("truncheon", "Marks of blows", "two parallel lines", "Acute stress", NARRATIVE):
        assert words in whole


def test_where_names_are_closed_there_is_a_pseudonym_and_nothing_to_write(cast, draft, sign_in) -> None:
    TeamSeat.objects.filter(case=draft.case, member=cast.doctor).update(sections=["medical"])
    actions.describe_examination(draft, by=cast.doctor, narrative="Рустам Саидов гуфт.")
    cause = {"alleged_cause": "Ба Рустам Саидов зад"}
    actions.add_finding(draft, "front-chest-l", kind="bruise", by=cast.doctor, degree="typical", **cause)
    actions.conclude(draft, "typical", conclusion="Саидов Рустам", limits="x", by=cast.doctor)
    actions.sign_examination(draft, by=cast.doctor)
    draft = actions.amend_examination(draft, "Рустам Саидов дигар хел гуфт", by=cast.doctor)
    browser = sign_in(cast.doctor)
    shown = browser.get(page(draft)).content.decode()
    assert "Саидов" not in shown
    assert "Saidov" not in shown
    assert draft.actor.pseudonym in shown
    assert browser.get(page(draft, "write", part="story")).status_code == 404
    assert browser.get(page(draft.amends, "report")).status_code == 404


def test_a_photograph_of_an_examination_is_no_file_of_the_case_for_others(cast, draft, sign_in) -> None:
    finding = actions.add_finding(draft, "front-chest-l", kind="bruise", by=cast.doctor)
    browser = sign_in(cast.doctor)
    upload = {"upload": SimpleUploadedFile("саидов.jpg", b"jpeg", "image/jpeg"), "with_scale": "on"}
    assert browser.post(page(draft, "photograph_add", finding=finding.pk), upload).status_code == 302
    kept = SealedFile.objects.get()
    answer = browser.get(page(draft, "photograph", file_id=kept.pk))
    assert b"".join(answer.streaming_content) == b"jpeg"
    officer = sign_in(cast.officer)
    assert officer.get(reverse("evidence:download", args=[kept.pk])).status_code == 404
    assert "саидов.jpg" not in officer.get(f"/cases/{draft.case.code}/").content.decode()
    psychologist = sign_in(cast.psychologist)
    assert psychologist.get(page(draft, "photograph", file_id=kept.pk)).status_code == 404
    actions.discard_examination(draft, by=cast.doctor)
    assert officer.get(reverse("evidence:download", args=[kept.pk])).status_code == 404


def test_what_is_no_picture_or_both_kinds_of_it_is_refused_with_a_sentence(cast, draft, sign_in) -> None:
    finding = actions.add_finding(draft, "front-chest-l", kind="bruise", by=cast.doctor)
    browser, address = sign_in(cast.doctor), page(draft, "photograph_add", finding=finding.pk)
    text = SimpleUploadedFile("a.txt", b"x", "text/plain")
    assert "This is no picture" in browser.post(address, {"upload": text}).content.decode()
    assert "one of them" in browser.post(address, {"with_scale": "on"}).content.decode()
    assert not SealedFile.objects.exists()


def test_another_cases_picture_is_not_to_be_linked(cast, draft) -> None:
    other = casework.open_case("Other", by=cast.officer)
    card = FileCard("a.jpg", "image/jpeg", SealedFile.Origin.UPLOAD)
    foreign = actions.keep_file(card, [b"x"], by=cast.officer, case=other)
    finding = actions.add_finding(draft, "front-chest-l", kind="bruise", by=cast.doctor)
    with pytest.raises(Exception, match="another case"):
        actions.link_photograph(finding, foreign, with_scale=False, by=cast.doctor)


def test_a_whole_examination_is_written_on_the_pages(cast, treated, client_of_case, sign_in) -> None:
    browser = sign_in(cast.doctor)
    begun = browser.post(
        reverse("medical:start", args=[treated.code]),
        {
            "actor": client_of_case.pk,
            "examined_at": "2026-03-08T10:30",
            "place": "Clinic",
            "private": "yes",
            "agreed_examination": "given",
            "agreed_photographs": "given",
            "agreed_disclosure": "refused",
        },
    )
    row = Examination.objects.get()
    assert begun["Location"] == page(row)
    chosen = browser.get(page(row, "finding_add") + "?region=soles-sole-r").content.decode()
    assert 'value="soles-sole-r"' in chosen
    assert 'href="?region=soles-heel-l"' in chosen
    typed = {"region": "soles-sole-r", "kind": "swelling", "degree": "typical", "x": "30.26", "y": "40"}
    assert browser.post(page(row, "finding_add") + "?view=soles", typed).status_code == 302
    assert (str(row.findings.get().x), row.findings.get().judged_by) == ("30.3", cast.doctor)
    browser.post(page(row, "write", part="story"), {"narrative": NARRATIVE})
    browser.post(page(row, "write", part="conclusion"), {"conclusion": "x", "limits": "x", "degree": "typical"})
    browser.post(page(row, "sign"))
    row.refresh_from_db()
    assert row.is_signed
    assert row.signed_by == cast.doctor
    assert page(row) in browser.get(reverse("medical:index")).content.decode()


def test_a_finding_moved_without_a_script_leaves_its_old_mark(cast, draft, sign_in) -> None:
    finding = actions.add_finding(draft, "front-chest-l", kind="bruise", x=60, y=25, by=cast.doctor)
    finding.refresh_from_db()
    typed = {"region": "soles-sole-l", "kind": "bruise", "x": str(finding.x), "y": str(finding.y)}
    address = page(draft, "finding_change", finding=finding.pk) + "?view=soles"
    assert sign_in(cast.doctor).post(address, typed).status_code == 302
    finding.refresh_from_db()
    assert (finding.x, finding.y) == (regions()["soles-sole-l"].x, regions()["soles-sole-l"].y)


def test_what_is_wrong_is_named_and_what_was_typed_is_kept(cast, draft, sign_in) -> None:
    typed = {"region": "front-chest-l", "kind": "", "length_mm": "-4", "colour": "dark violet"}
    answer = sign_in(cast.doctor).post(page(draft, "finding_add"), typed)
    assert answer.status_code == 422
    assert "dark violet" in answer.content.decode()
    assert not draft.findings.exists()


def test_the_drawings_cover_the_vocabulary_and_carry_no_style() -> None:
    used = {region.part for region in regions().values()}
    assert used == set(PARTS)
    assert {region.side for region in regions().values()} == {"", *SIDES}
    assert {region.view for region in regions().values()} == set(VIEWS)
    for view in VIEWS:
        drawn = drawing(view)
        for region in drawn.regions:
            assert 0 < region.x < 100, region.code
            assert 0 < region.y < 100, region.code
            twin = {"r": "l", "l": "r"}.get(region.side)
            assert twin is None or f"{view}-{region.part}-{twin}" in regions()
