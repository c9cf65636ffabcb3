"""The deletion of a file as an act that takes two people, and what holds a file in this app."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guvoh.desk.casework.access import sections_of
from guvoh.desk.evidence.actions.deletion import KIND, delete_file
from guvoh.desk.evidence.holds import add_hold
from guvoh.desk.evidence.models import SealedFile
from guvoh.desk.staff.access import may
from guvoh.desk.staff.models import Member, Proposal
from guvoh.desk.staff.permissions import Right, seat_sections
from guvoh.desk.staff.roles import Section
from guvoh.desk.staff.two_people import Kind, register

WORKED: frozenset[str] = frozenset({Section.IDENTITY, Section.LEGAL})


def works_cases(member: Member) -> bool:
    return seat_sections(member.roles) >= WORKED


def _file(proposal: Proposal) -> SealedFile | None:
    return SealedFile.objects.standing().filter(pk=proposal.about["file"]).select_related("case").first()


def _delete(proposal: Proposal) -> None:
    file = _file(proposal)
    if file is None:
        raise ValidationError(_("This file was deleted already."))
    if not sections_of(proposal.proposed_by, file.case) >= WORKED:
        raise ValidationError(_("Whoever proposed this does not work the case any more. Refuse it."))
    delete_file(file, proposal.reason, by=proposal.proposed_by)


def _words(proposal: Proposal) -> str:
    """Never what the file is called or shows: whoever agrees may not be of the case."""
    file = _file(proposal)
    if file is None:
        return proposal.subject
    return _("%(file)s of %(case)s: %(kind)s. Nobody can bring it back.") % {
        "file": _("File %(number)s") % {"number": file.pk.hex[:8]},
        # of a sealed case only its team knows
        "case": _("a sealed case") if file.case.sealed else file.case.code,
        "kind": file.kind.label,
    }


def held_by_examination(file: SealedFile) -> str:
    return _("A medical examination shows this picture.") if file.in_findings.exists() else ""


def register_deletion() -> None:
    label = gettext_lazy("Delete a sealed file for good")
    register(Kind(KIND, label, works_cases, may(Right.SECOND), _delete, _words))
    add_hold(held_by_examination)
