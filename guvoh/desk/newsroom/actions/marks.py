from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from guvoh.desk.casework.models import Case, Consent
from guvoh.desk.casework.vocabulary import Identification, Purpose
from guvoh.desk.facts.models import Actor
from guvoh.desk.newsroom.consenting import allows
from guvoh.desk.newsroom.content import slug_of, standing_pictures
from guvoh.desk.newsroom.guarding import Finding, Look, look_at
from guvoh.desk.newsroom.keeping import keep_content
from guvoh.desk.newsroom.models import Clearance, PictureAlt, StoryText
from guvoh.desk.newsroom.vocabulary import Decision, State
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.record import record
from guvoh.instruments.names.replace import How, replace

# Replacing a name may bring out another one behind it; more rounds than this no draft has needed.
ROUNDS_MAX = 20


@transaction.atomic
def clear_mark(text: StoryText, fingerprint: str, decision: str, *, by: Member, reason: str = "") -> Clearance:
    """Resolve one mark without changing the text: it is another person, or she consented to be named.

    It holds for this place alone. Raises ValidationError: no reason, no consent in force, or words that changed.
    """
    if decision not in (Decision.ANOTHER_PERSON, Decision.CONSENTED):
        raise ValidationError(_("Choose how this mark is resolved."))
    text.refresh_from_db()
    finding = look_at(text).by_fingerprint(fingerprint)
    consent = _consent_for(finding, by) if decision == Decision.CONSENTED else None
    row = _clearance(text, finding, decision, by)
    row.reason, row.consent = reason.strip(), consent
    row.full_clean()
    row.save()
    _ask_again(text)
    record("story.mark_cleared", by=by, **_circumstances(row))
    return row


def _ask_again(text: StoryText) -> None:
    """A mark that came up after the approval was not before the second reader's eyes: she is asked once more."""
    if text.state == State.APPROVED:
        text.state, text.approver, text.approved_at = State.REVIEW, None, None
        text.save(update_fields=["state", "approver", "approved_at"])


def _circumstances(row: Clearance) -> dict[str, Any]:
    """What the record keeps of a resolution: never the words that were marked."""
    return {
        "case": row.text.story.case_code,
        "subject": row.text.subject,
        "person": row.person.pseudonym,
        "rule": row.rule,
        "decision": row.decision,
    }


def _clearance(text: StoryText, finding: Finding, decision: str, by: Member) -> Clearance:
    return Clearance(
        text=text,
        person=Actor.objects.get(pseudonym=finding.mark.person),
        part=finding.part,
        rule=finding.mark.rule,
        fingerprint=finding.fingerprint,
        decision=decision,
        revision=text.revision,
        by=by,
    )


def _consent_for(finding: Finding, by: Member) -> Consent:
    """A consent to publication of this person, out of the cases that the member may see."""
    consents = Consent.objects.in_force().filter(
        actor__pseudonym=finding.mark.person, purpose=Purpose.PUBLICATION, case__in=Case.objects.visible_to(by)
    )
    latest = consents.order_by("-given_on", "-pk").first()
    if latest is None or finding.shows is None or not allows(latest, finding.shows):
        raise ValidationError(
            _("There is no consent in force that allows this. Replace the mark, or ask the person.")
        )
    return latest


@transaction.atomic
def replace_mark(text: StoryText, fingerprint: str, how: How, *, by: Member) -> StoryText:
    """Put initials or a role in the place of one mark. Raises ValidationError."""
    text.refresh_from_db()
    look = look_at(text)
    finding = look.by_fingerprint(fingerprint)
    _check_replaceable(look, finding, how)
    row = _replace(look, finding, how, by)
    record("story.mark_replaced", by=by, **_circumstances(row))
    return keep_content(text, by)


@transaction.atomic
def replace_all_marks(text: StoryText, pseudonym: str, how: How, *, by: Member) -> StoryText:
    """Put initials or a role in every open place where this person is marked, until none is left.

    Raises ValidationError when a mark cannot be replaced.
    """
    text.refresh_from_db()
    replaced = 0
    for _round in range(ROUNDS_MAX):
        look = look_at(text)
        mine = [finding for finding in look.findings if finding.is_open and finding.mark.person == pseudonym]
        if not mine:
            record(
                "story.marks_replaced",
                by=by,
                case=text.story.case_code,
                subject=text.subject,
                person=pseudonym,
                decision=how,
                marks=replaced,
            )
            return keep_content(text, by)
        _check_replaceable(look, mine[0], how)
        for finding in _from_the_end(mine):
            _replace(look, finding, how, by)
            replaced += 1
    raise ValidationError(_("Not every mark of this person could be replaced. Rewrite these places by hand."))


def _from_the_end(findings: list[Finding]) -> list[Finding]:
    """Last mark first, so that the others keep their places; the address last of all: it follows the title."""
    return sorted(findings, key=lambda finding: (finding.part == "slug", -finding.mark.start))


def _check_replaceable(look: Look, finding: Finding, how: How) -> None:
    if finding.part.startswith(("number", "file")):
        raise ValidationError(_("This stands in the coalition's hotlines. Change it there."))
    if how == Decision.INITIALS and not look.concerned.may_show(finding.mark.person, Identification.INITIALS):
        raise ValidationError(_("This person has not consented to initials. Replace the name by a role."))


def _replace(look: Look, finding: Finding, how: How, by: Member) -> Clearance:
    """Change the text object, not yet the row; keep what stands there now, for the second reader."""
    text, mark = look.text, finding.mark
    row = _clearance(text, finding, how, by)
    if finding.part == "slug":
        text.slug = slug_of(text.title) or f"{text.story.kind}-{text.story.public_id[:6]}"
        row.wrote = text.slug
    else:
        before = _part(text, finding.part)
        person, index = look.person(mark.person), look.register.index
        after = replace(before, mark, person, how, text.language, index)
        row.wrote = after[mark.start : len(after) - (len(before) - mark.end)]
        _set_part(text, finding.part, after, by)
    row.full_clean()
    row.save()
    return row


def _alt_row(text: StoryText, part: str) -> PictureAlt:
    picture = standing_pictures(text)[int(part.removeprefix("alt-")) - 1]
    return PictureAlt.objects.get(picture=picture, language=text.language)


def _part(text: StoryText, part: str) -> str:
    return _alt_row(text, part).alt if part.startswith("alt-") else str(getattr(text, part))


def _set_part(text: StoryText, part: str, words: str, by: Member) -> None:
    if part.startswith("alt-"):
        row = _alt_row(text, part)
        row.alt, row.written_by = words, by
        row.save()
    else:
        setattr(text, part, words)
