import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guvoh.desk.casework.models import Case
from guvoh.desk.casework.vocabulary import CaseRole
from guvoh.desk.correspondence.filings.checks import lacking, shaped
from guvoh.desk.correspondence.filings.contents import composed, content_of, parts_of
from guvoh.desk.correspondence.filings.doubles import shut_out
from guvoh.desk.correspondence.filings.mechanisms import mechanisms
from guvoh.desk.correspondence.filings.people import exposed_words, without_consent
from guvoh.desk.correspondence.filings.prefill import prefilled
from guvoh.desk.correspondence.filings.setting import as_docx, as_pdf
from guvoh.desk.correspondence.models import Filing, FilingClearance, FilingLink, FilingStep
from guvoh.desk.correspondence.models.letters import seal_of
from guvoh.desk.correspondence.setting import UnprintableSign
from guvoh.desk.correspondence.vocabulary import FilingState, StepKind
from guvoh.desk.facts.models import Actor, Event
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.record import record

# Whom a filing can be about: those to whom something was done or may be done.
ABOUT = (CaseRole.CLIENT, CaseRole.VICTIM, CaseRole.AT_RISK, CaseRole.FAMILY)


@transaction.atomic
def start_filing(
    case: Case, mechanism_id: str, people: Collection[Actor], event: Event | None = None, *, by: Member
) -> Filing:
    """Begin a filing about people of the case, filled in as far as the case goes. Raises ValidationError."""
    mechanism = mechanisms().get(mechanism_id)
    if mechanism is None:
        raise ValidationError(_("There is no such mechanism."))
    known = set(case.people.filter(role__in=ABOUT).values_list("actor", flat=True))
    if not people or not {actor.pk for actor in people} <= known:
        raise ValidationError({"people": _("Choose at least one client, victim or relative of this case.")})
    if event and not case.events.filter(pk=event.pk).exists():
        raise ValidationError({"event": _("This event does not belong to the case.")})
    filing = Filing(case=case, mechanism=mechanism.id, event=event, author=by)
    filing.full_clean()
    filing.save()
    filing.people.set(people)
    _refuse(shut_out(filing, by))
    filing.fields = prefilled(filing, mechanism)
    filing.save(update_fields=["fields"])
    _step(filing, StepKind.STARTED, by)
    record("filing.started", by=by, case=case.code, subject=_subject(filing), mechanism=mechanism.id)
    return filing


@transaction.atomic
def edit_filing(filing: Filing, typed: Mapping[str, Any], *, by: Member) -> Filing:
    """Write the fields of a draft; those that are not named stay. Raises ValidationError."""
    _require_draft(filing)
    filing.fields = shaped(mechanisms()[filing.mechanism], {**filing.fields, **typed})
    filing.save(update_fields=["fields"])
    _step(filing, StepKind.EDITED, by)
    record("filing.edited", by=by, case=filing.case.code, subject=_subject(filing))
    return filing


@transaction.atomic
def discard_filing(filing: Filing, *, by: Member) -> None:
    """Throw a draft away. Raises ValidationError for one that was ever final: its steps are kept."""
    _require_draft(filing)
    if filing.was_final:
        raise ValidationError(_("This filing was final once. What happened to it is kept."))
    record("filing.discarded", by=by, case=filing.case.code, subject=_subject(filing))
    filing.delete()


@transaction.atomic
def link_to_act(filing: Filing, *, by: Member, **fields: Any) -> FilingLink:
    """Tie a perpetrator to an act in a dossier, by two sources. Raises ValidationError."""
    _require_draft(filing)
    link = FilingLink(filing=filing, added_by=by, **fields)
    link.full_clean()
    link.save()
    _step(filing, StepKind.EDITED, by)
    record("filing.linked", by=by, case=filing.case.code, subject=_subject(filing), link=link.link)
    return link


@transaction.atomic
def take_link_out(link: FilingLink, *, by: Member) -> None:
    """Take a perpetrator's link to an act out of a draft. Raises ValidationError."""
    _require_draft(link.filing)
    _step(link.filing, StepKind.EDITED, by)
    record("filing.link_taken_out", by=by, case=link.filing.case.code, subject=_subject(link.filing))
    link.delete()


@transaction.atomic
def finalise_filing(filing: Filing, *, by: Member) -> Filing:
    """Freeze a filing with the seal of its content.

    Raises ValidationError with a sentence for each thing that is missing: fields, consents, names without consent,
    another filing that shuts this one out.
    """
    _require_draft(filing)
    _refuse([*lacking(filing), *without_consent(filing), *shut_out(filing, by)])
    _refuse_exposed_words(filing)
    content = composed(filing)
    _made(content, "pdf")
    filing.frozen, filing.content_hash, filing.state = content, seal_of(content), FilingState.FINAL
    filing.full_clean()
    filing.save()
    _step(filing, StepKind.FINALISED, by, content_hash=filing.content_hash)
    record("filing.finalised", by=by, case=filing.case.code, subject=_subject(filing), hash=filing.content_hash)
    return filing


@transaction.atomic
def reopen_filing(filing: Filing, reason: str, *, by: Member) -> None:
    """Take a final filing back to a draft; a release falls away with it. Raises ValidationError."""
    filing.refresh_from_db()
    if filing.state != FilingState.FINAL:
        raise ValidationError(_("Only a final filing that has not left can be a draft again."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    filing.frozen, filing.content_hash, filing.state = None, "", FilingState.DRAFT
    filing.released_by = filing.released_at = None
    filing.full_clean()
    filing.save()
    _step(filing, StepKind.REOPENED, by, note=reason.strip())
    # in a sealed case it stands with the step alone, sealed
    kept = "" if filing.case.sealed_in else reason.strip()
    record("filing.reopened", by=by, case=filing.case.code, subject=_subject(filing), reason=kept)


@transaction.atomic
def release_filing(filing: Filing, seen: str, *, by: Member) -> None:
    """Release exactly the content whose hash is `seen`, as a second person. Raises ValidationError."""
    filing.refresh_from_db()
    if filing.state != FilingState.FINAL or filing.released_by_id:
        raise ValidationError(_("This dossier does not wait for a second person."))
    if filing.content_hash != seen:
        raise ValidationError(_("The text has changed since you opened it. Read it again as it is now."))
    if by.pk in filing.hands:
        raise ValidationError(_("You had a hand in this dossier. Somebody else has to release it."))
    _refuse(without_consent(filing))
    _refuse_exposed_words(filing)
    filing.released_by, filing.released_at = by, timezone.now()
    filing.full_clean()
    filing.save()
    _step(filing, StepKind.RELEASED, by, content_hash=seen)
    record("filing.released", by=by, case=filing.case.code, subject=_subject(filing), hash=seen)


@transaction.atomic
def export_filing(filing: Filing, form: Literal["pdf", "docx"], *, by: Member) -> bytes:
    """The filing as a file, made in memory; a dossier only once a second person has released it.

    Raises ValidationError where consent is missing or somebody is named without it, unless it was filed.
    """
    if not filing.is_filed:
        _refuse_unreleased(filing)
        _refuse(without_consent(filing))
        _refuse_exposed_words(filing)
    made = _made(content_of(filing), form)
    record("filing.exported", by=by, case=filing.case.code, subject=_subject(filing), form=form)
    return made


@transaction.atomic
def register_filing(filing: Filing, filed_on: dt.date, reference: str = "", *, by: Member) -> None:
    """Record that a final filing was handed in. Raises ValidationError, also for a double filing."""
    filing.refresh_from_db()
    if filing.state != FilingState.FINAL:
        raise ValidationError(_("Only a final filing can be handed in, and only once."))
    _refuse_unreleased(filing)
    filing.filed_on = filed_on
    _refuse([*lacking(filing), *without_consent(filing), *shut_out(filing, by)])
    _refuse_exposed_words(filing)
    filing.state, filing.reference = FilingState.FILED, reference.strip()
    filing.full_clean()
    filing.save()
    _step(filing, StepKind.FILED, by, on=filed_on, reference=filing.reference, content_hash=filing.content_hash)
    record("filing.filed", by=by, case=filing.case.code, subject=_subject(filing), on=filed_on.isoformat())


@transaction.atomic
def clear_filing_words(filing: Filing, fingerprint: str, reason: str, *, by: Member) -> FilingClearance:
    """Say that marked words are another person's name, and how one knows. Raises ValidationError."""
    found = exposed_words(filing, parts_of(content_of(filing)))
    exposed = next((each for each in found if each.fingerprint == fingerprint), None)
    if filing.is_filed or exposed is None:
        raise ValidationError(_("The words around this mark have changed. Look at the filing as it is now."))
    row = FilingClearance(
        filing=filing,
        person=Actor.objects.get(pseudonym=exposed.mark.person),
        rule=exposed.mark.rule,
        fingerprint=fingerprint,
        reason=reason.strip(),
        by=by,
    )
    row.full_clean()
    row.save()
    record(
        "filing.name_cleared", by=by, case=filing.case.code, subject=_subject(filing), person=exposed.mark.person
    )
    return row


def _subject(filing: Filing) -> str:
    return f"filing {filing.pk}"


def _step(filing: Filing, kind: StepKind, by: Member, **fields: Any) -> FilingStep:
    step = FilingStep(filing=filing, kind=kind, by=by, **{"on": timezone.localdate(), **fields})
    step.full_clean()
    step.save()
    return step


def _require_draft(filing: Filing) -> None:
    """Of the filing as it stands now: a colleague may have made it final. Raises ValidationError."""
    filing.refresh_from_db()
    if not filing.is_draft:
        raise ValidationError(_("This filing is final. Take it back to a draft first, with the reason."))


def _refuse(sentences: Any) -> None:
    found = list(sentences)
    if found:
        raise ValidationError(found)


def _refuse_exposed_words(filing: Filing) -> None:
    exposed = exposed_words(filing, parts_of(content_of(filing)))
    found = ", ".join(dict.fromkeys(f"“{each.mark.evidence}”" for each in exposed))
    if found:
        raise ValidationError(
            _("No consent to this filing covers these words: %(found)s. Take them out, or ask for consent first.")
            % {"found": found}
        )


def _refuse_unreleased(filing: Filing) -> None:
    if mechanisms()[filing.mechanism].two_people and not filing.released_by_id:
        raise ValidationError(_("A dossier names people. It leaves once a second person has released it."))


def _made(content: dict[str, Any], form: str) -> bytes:
    try:
        return {"pdf": as_pdf, "docx": as_docx}[form](content, timezone.localdate())
    except UnprintableSign as sign:
        raise ValidationError(
            _("The filing holds a sign that cannot be printed: %(sign)s. Take it out.") % {"sign": sign}
        ) from sign
