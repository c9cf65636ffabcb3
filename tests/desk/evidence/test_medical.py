"""An examination: who may judge, what is signed stays, versions, photographs."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from guvoh.desk.evidence import actions
from guvoh.desk.evidence.actions import FileCard
from guvoh.desk.evidence.medical.vocabulary import Degree
from guvoh.desk.evidence.models import Examination, Finding, FindingPhotograph, SealedFile
from tests.desk.evidence.conftest import NARRATIVE


def add_bruise(draft: Examination, by, degree: str = "", **fields) -> Finding:
    return actions.add_finding(draft, "front-chest-l", kind="bruise", degree=degree, by=by, **fields)


def picture() -> FileCard:
    return FileCard("a.jpg", "image/jpeg", SealedFile.Origin.MEDICAL)


def test_there_are_the_five_degrees_of_the_protocol() -> None:
    assert [str(degree.label) for degree in Degree] == [
        "not consistent with",
        "consistent with",
        "highly consistent with",
        "typical of",
        "diagnostic of",
    ]


def test_a_degree_of_a_mark_is_a_doctors_alone(cast, draft) -> None:
    for member in (cast.officer, cast.lawyer, cast.psychologist, cast.coordinator):
        with pytest.raises(ValidationError, match="by a clinician alone"):
            add_bruise(draft, member, "typical")
    judged = add_bruise(draft, cast.doctor, "typical")
    assert (judged.judged_by, judged.judged_role) == (cast.doctor, "doctor")
    assert judged.judged_at is not None


def test_a_degree_of_the_mind_is_a_psychologists_too(cast, draft) -> None:
    with pytest.raises(ValidationError, match="by a clinician alone"):
        actions.assess_mind(draft, "typical", by=cast.officer)
    part = actions.assess_mind(draft, "typical", assessment="Acute stress", by=cast.psychologist)
    assert part.judged_role == "psychologist"
    # the words corrected by a colleague leave the degree hers who entered it
    part = actions.assess_mind(draft, "typical", assessment="Acute stress reaction", by=cast.doctor)
    assert part.judged_by == cast.psychologist


@pytest.mark.parametrize("planted", [{"degree": "typical"}, {"judged_role": "doctor"}])
def test_the_database_refuses_a_degree_without_its_clinician(cast, draft, planted) -> None:
    finding = add_bruise(draft, cast.doctor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.filter(pk=finding.pk).update(**planted)


def test_the_database_refuses_a_degree_by_somebody_else(cast, draft) -> None:
    finding = add_bruise(draft, cast.doctor, "typical")
    for role in ("officer", "lawyer", "psychologist"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Finding.objects.filter(pk=finding.pk).update(judged_role=role)


def test_a_mark_nobody_placed_stands_in_its_region(cast, draft) -> None:
    finding = add_bruise(draft, cast.doctor)
    assert 50 < finding.x < 75
    assert 15 < finding.y < 35
    placed = add_bruise(draft, cast.doctor, x=60, y=25)
    assert (placed.number, placed.x) == (2, 60)
    with pytest.raises(ValidationError, match="no such place"):
        actions.add_finding(draft, "front-tail", kind="bruise", by=cast.doctor)
    actions.drop_finding(finding, by=cast.doctor)
    assert [row.number for row in draft.findings.all()] == [1]


def test_only_clinicians_begin_and_only_of_people_in_the_case(cast, treated, client_of_case) -> None:
    when = {"examined_at": timezone.now(), "place": "Clinic"}
    with pytest.raises(ValidationError):
        actions.start_examination(treated, client_of_case, by=cast.officer, **when)
    other = actions.start_examination(treated, client_of_case, by=cast.psychologist, **when)
    assert other.examiner == cast.psychologist
    with pytest.raises(ValidationError, match="number of the licence"):
        actions.start_examination(treated, client_of_case, by=cast.doctor, outside_name="Dr X", **when)
    outside = actions.start_examination(
        treated, client_of_case, by=cast.doctor, outside_name="Dr X", outside_licence="77", **when
    )
    assert outside.examiner is None
    assert outside.serial == 2
    tomorrow = timezone.localdate() + dt.timedelta(days=2)
    with pytest.raises(ValidationError, match="after the examination"):
        actions.describe_examination(outside, by=cast.doctor, alleged_on=tomorrow)


def test_signing_says_all_that_is_missing(cast, draft) -> None:
    add_bruise(draft, cast.doctor)
    actions.describe_examination(draft, by=cast.doctor, agreed_examination="not_asked", narrative="")
    with pytest.raises(ValidationError) as refused:
        actions.sign_examination(draft, by=cast.doctor)
    said = " ".join(refused.value.messages)
    for part in ("Consent to the examination", "own words", "conclusion", "limits", "overall degree", "Finding 1"):
        assert part in said
    assert not Examination.objects.get().is_signed


def test_nobody_signs_for_the_examiner_and_findings_take_a_doctor(cast, draft) -> None:
    add_bruise(draft, cast.doctor, "typical")
    with pytest.raises(ValidationError, match="by a clinician alone"):
        actions.conclude(draft, "typical", conclusion="x", limits="x", by=cast.psychologist)
    actions.conclude(draft, "typical", conclusion="x", limits="x", by=cast.doctor)
    with pytest.raises(ValidationError, match="by whoever examined"):
        actions.sign_examination(draft, by=cast.psychologist)
    actions.describe_examination(draft, by=cast.doctor, outside_name="Dr X", outside_licence="77")
    with pytest.raises(ValidationError, match="signed by a doctor"):
        actions.sign_examination(draft, by=cast.psychologist)
    actions.sign_examination(draft, by=cast.doctor)


def test_a_signed_report_stays_as_it_is(cast, signed) -> None:
    finding = signed.findings.get()
    refused = (
        lambda: actions.describe_examination(signed, by=cast.doctor, narrative="x"),
        lambda: actions.conclude(signed, "typical", by=cast.doctor),
        lambda: actions.assess_mind(signed, "typical", by=cast.doctor),
        lambda: add_bruise(signed, cast.doctor),
        lambda: actions.change_finding(finding, "front-chest-r", by=cast.doctor),
        lambda: actions.drop_finding(finding, by=cast.doctor),
        lambda: actions.take_photograph(finding, picture(), [b"x"], with_scale=True, by=cast.doctor),
        lambda: actions.discard_examination(signed, by=cast.doctor),
        lambda: actions.sign_examination(signed, by=cast.doctor),
    )
    for verb in refused:
        with pytest.raises(ValidationError, match="signed and stays"):
            verb()
    for change in (signed.save, signed.delete, finding.save, finding.delete, signed.psychological.save):
        with pytest.raises(TypeError, match="never changed"):
            change()
    with pytest.raises(TypeError):
        Examination.objects.update(narrative="x")
    assert Examination.objects.get().is_intact


@pytest.mark.parametrize("what", ["narrative", "finding", "mind"])
def test_a_change_past_the_desk_is_seen(cast, signed, what) -> None:
    if what == "narrative":
        QuerySet.update(Examination.objects.filter(pk=signed.pk), narrative="Nothing.")
    elif what == "finding":
        signed.findings.update(length_mm=2)
    else:
        type(signed.psychological).objects.update(assessment="Nothing.")
    assert not Examination.objects.get().is_intact


def test_an_amendment_is_a_new_version_and_both_are_kept(cast, draft) -> None:
    finding = add_bruise(draft, cast.doctor, "typical")
    shown = actions.take_photograph(finding, picture(), [b"jpeg"], with_scale=True, by=cast.doctor)
    actions.conclude(draft, "typical", conclusion="x", limits="x", by=cast.doctor)
    actions.sign_examination(draft, by=cast.doctor)
    with pytest.raises(ValidationError, match="why the report is amended"):
        actions.amend_examination(draft, " ", by=cast.doctor)
    new = actions.amend_examination(draft, "the side was wrong", by=cast.doctor)
    assert (new.reference, new.is_signed) == (f"{draft.case.code}-M1.2", False)
    copied = new.findings.get()
    assert copied.pk != finding.pk
    assert [photograph.file_id for photograph in copied.photographs.all()] == [shown.file_id]
    actions.change_finding(copied, "front-chest-r", kind="bruise", degree="typical", by=cast.doctor)
    actions.sign_examination(new, by=cast.doctor)
    assert Examination.objects.get(pk=draft.pk).is_intact
    assert Examination.objects.get(pk=draft.pk).findings.get().region == "front-chest-l"
    assert list(Examination.objects.latest()) == [new]
    with pytest.raises(ValidationError, match="last signed version"):
        actions.amend_examination(draft, "again", by=cast.doctor)


def test_photographs_take_their_own_consent(cast, draft) -> None:
    finding = add_bruise(draft, cast.doctor)
    actions.describe_examination(draft, by=cast.doctor, agreed_photographs="not_asked")
    with pytest.raises(ValidationError, match="not consented to photographs"):
        actions.take_photograph(finding, picture(), [b"x"], with_scale=True, by=cast.doctor)
    assert not SealedFile.objects.exists()
    actions.describe_examination(draft, by=cast.doctor, agreed_photographs="given")
    shown = actions.take_photograph(finding, picture(), [b"x"], with_scale=True, by=cast.doctor)
    with pytest.raises(ValidationError, match="Take them out first"):
        actions.describe_examination(draft, by=cast.doctor, agreed_photographs="refused")
    actions.drop_photograph(shown, by=cast.doctor)
    assert not FindingPhotograph.objects.exists()
    assert draft.narrative == NARRATIVE
