from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from guvoh.desk.casework.models import Case
from guvoh.desk.correspondence.disclosure import consenting_clients, exposed_names
from guvoh.desk.correspondence.ladder import next_rung
from guvoh.desk.correspondence.merging import Plan, answered_table, merge_values, merged_parts
from guvoh.desk.correspondence.models import AskedPoint, Letter, LetterClearance
from guvoh.desk.correspondence.setting import UnprintableSign, as_docx, as_pdf
from guvoh.desk.correspondence.wordbook import kind_in_force
from guvoh.desk.facts.models import Actor
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.record import record


@transaction.atomic
def draft_letter(case: Case, plan: Plan, *, by: Member, author: Member | None = None) -> Letter:
    """Draft a letter from its kind and the case. Raises ValidationError, also where consent is missing.

    It is written in the name of `author`, who is `by` unless somebody else is to sign it.
    """
    author = author or by
    clients = consenting_clients(case)
    kind = kind_in_force(plan.kind_id)
    if plan.body.kind not in kind.goes_to:
        kinds = ", ".join(str(goes_to.label) for goes_to in kind.goes_to)
        raise ValidationError({"body": _("This kind of letter goes to: %(kinds)s.") % {"kinds": kinds}})
    wording, values = kind.wordings[plan.language], merge_values(plan, clients, author)
    table = answered_table(plan.follows, plan.language)
    letter = Letter(
        case=case,
        author=author,
        template=kind.id,
        rule_id=kind.rule_id,
        answered_table=table,
        **merged_parts(wording, values, plan.language, with_table=bool(table)),
        **{
            name: getattr(plan, name)
            for name in ("language", "body", "addressee", "law_article", "event", "follows")
        },
        written_on=plan.written_on,
    )
    letter.full_clean()
    letter.save()
    _write_points(letter, plan.asked)
    record("letter.drafted", by=by, case=case.code, subject=f"letter {letter.pk}", kind=kind.id)
    return letter


def _write_points(letter: Letter, asked: Sequence[str]) -> None:
    letter.points.all().delete()
    for number, text in enumerate((text.strip() for text in asked), start=1):
        point = AskedPoint(letter=letter, number=number, text=text)
        point.full_clean()
        point.save()


def _require_draft(letter: Letter) -> None:
    """Of the letter as it stands now: a colleague may have changed it or made it final. Raises ValidationError."""
    letter.refresh_from_db()
    if not letter.is_draft:
        raise ValidationError(
            _("This letter is final: its text is never changed. Write another one that follows it.")
        )


@transaction.atomic
def edit_letter(letter: Letter, asked: Sequence[str], *, by: Member, **fields: Any) -> Letter:
    """Change a draft and its demands. Raises ValidationError for a letter that is final."""
    _require_draft(letter)
    for field, value in fields.items():
        setattr(letter, field, value)
    letter.full_clean()
    letter.save()
    _write_points(letter, asked)
    record("letter.edited", by=by, case=letter.case.code, subject=f"letter {letter.pk}")
    return letter


@transaction.atomic
def discard_letter(letter: Letter, *, by: Member) -> None:
    """Throw a draft away. Raises ValidationError for a letter that is final."""
    _require_draft(letter)
    record("letter.discarded", by=by, case=letter.case.code, subject=f"letter {letter.pk}")
    letter.delete()


@transaction.atomic
def finalise_letter(letter: Letter, *, by: Member) -> Letter:
    """Freeze a draft and give it its number.

    Raises ValidationError when it asks for nothing, consent is missing, or it names somebody without consent.
    """
    _require_draft(letter)
    consenting_clients(letter.case)
    if not letter.points.exists():
        raise ValidationError(_("The letter asks for nothing yet. Write its demands first, one by one."))
    _refuse_exposed_names(letter)
    _made(letter, "pdf")
    letter.freeze(_next_number(letter.written_on.year))
    letter.full_clean()
    letter.save()
    record("letter.finalised", by=by, case=letter.case.code, subject=f"letter {letter.pk}", number=letter.number)
    return letter


def _refuse_exposed_names(letter: Letter) -> None:
    found = ", ".join(dict.fromkeys(f"“{exposed.mark.evidence}”" for exposed in exposed_names(letter)))
    if found:
        raise ValidationError(
            _("No consent to letters covers these words: %(found)s. Take them out, or ask for consent first.")
            % {"found": found}
        )


@transaction.atomic
def clear_name(letter: Letter, fingerprint: str, reason: str, *, by: Member) -> LetterClearance:
    """Say that marked words are another person's name, and how one knows. Raises ValidationError."""
    letter.refresh_from_db()
    exposed = next((each for each in exposed_names(letter) if each.fingerprint == fingerprint), None)
    if letter.has_left or exposed is None:
        raise ValidationError(_("The words around this mark have changed. Look at the letter as it is now."))
    row = LetterClearance(
        letter=letter,
        person=Actor.objects.get(pseudonym=exposed.mark.person),
        part=exposed.part,
        rule=exposed.mark.rule,
        fingerprint=fingerprint,
        reason=reason.strip(),
        by=by,
    )
    row.full_clean()
    row.save()
    record(
        "letter.name_cleared",
        by=by,
        case=letter.case.code,
        subject=f"letter {letter.pk}",
        person=exposed.mark.person,
        rule=exposed.mark.rule,
    )
    return row


def _next_number(year: int) -> str:
    """The next outgoing number of the year. It says nothing of the case: whoever gets the letter reads it."""
    taken = Letter.objects.filter(number__endswith=f"/{year}").values_list("number", flat=True)
    return f"{max((int(number.split('/')[0]) for number in taken), default=0) + 1}/{year}"


def _made(letter: Letter, form: str) -> bytes:
    try:
        return {"pdf": as_pdf, "docx": as_docx}[form](letter.content)
    except UnprintableSign as sign:
        raise ValidationError(
            _("The letter holds a sign that cannot be printed: %(sign)s. Take it out.") % {"sign": sign}
        ) from sign


@transaction.atomic
def export_letter(letter: Letter, form: Literal["pdf", "docx"], *, by: Member) -> bytes:
    """The letter as a file, made in memory.

    A draft in a word processor is out of the guard's sight, so the guard looks first. Raises ValidationError where
    consent is missing or somebody is named without it, unless the letter was sent.
    """
    if not letter.has_left:
        consenting_clients(letter.case)
        _refuse_exposed_names(letter)
    made = _made(letter, form)
    record("letter.exported", by=by, case=letter.case.code, subject=f"letter {letter.pk}", form=form)
    return made


@transaction.atomic
def follow_up(letter: Letter, plan: Plan | None = None, *, by: Member, author: Member | None = None) -> Letter:
    """Draft the letter of the next rung, with the table of what was asked and answered. Nothing is sent.

    Raises ValidationError like `next_rung` and `draft_letter`.
    """
    drafted = draft_letter(letter.case, replace(plan or next_rung(letter), follows=letter), by=by, author=author)
    record(
        "letter.followed",
        by=by,
        case=letter.case.code,
        subject=f"letter {letter.pk}",
        drafted=drafted.pk,
    )
    return drafted
