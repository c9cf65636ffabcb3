import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guvoh.desk.casework.access import consent_to
from guvoh.desk.casework.vocabulary import Identification, Purpose
from guvoh.desk.evidence.medical.report import Order, blank_sheet, composed
from guvoh.desk.evidence.medical.setting import UnprintableSign, as_pdf
from guvoh.desk.evidence.medical.vocabulary import Names, Said
from guvoh.desk.evidence.models import Examination, ExaminationExport
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.record import record


@transaction.atomic
def export_report(examination: Examination, order: Order, *, by: Member) -> bytes:
    """The signed report as a PDF made in memory, with a row that says to whom it went.

    Raises ValidationError where it is not signed or was replaced, where the person has not let it go to this end,
    and where it names somebody else who is protected.
    """
    _require_signed(examination)
    _require_consent(examination, order)
    try:
        made = as_pdf("report", composed(examination, order), timezone.localdate())
    except UnprintableSign as sign:
        raise ValidationError(
            _("The report holds a sign that cannot be printed: %(sign)s. Amend it there.") % {"sign": sign}
        ) from sign
    row = ExaminationExport(
        examination=examination,
        purpose=order.purpose,
        recipient=order.recipient,
        language=order.language,
        names=order.names,
        sha256=hashlib.sha256(made).hexdigest(),
        by=by,
    )
    row.full_clean()
    row.save()
    record(
        "examination.exported",
        by=by,
        case=examination.case.code,
        subject=examination.subject,
        purpose=order.purpose,
        shown=order.names,
        language=order.language,
    )
    return made


def _require_signed(examination: Examination) -> None:
    if not examination.is_signed:
        raise ValidationError(_("This report is a draft. It leaves once a clinician has signed it."))
    if Examination.objects.filter(amends=examination).exists():
        raise ValidationError(_("This version was amended. Hand on the last one."))
    if not examination.is_intact:
        raise ValidationError(
            _("This report is not what was signed: it was changed past the desk. Tell the coordinator at once.")
        )


def _require_consent(examination: Examination, order: Order) -> None:
    if examination.agreed_disclosure != Said.GIVEN:
        raise ValidationError(
            _("The person has not consented to handing the report on. Ask, and amend the report.")
        )
    consent = consent_to(examination.case, examination.actor, Purpose(order.purpose))
    if consent is None:
        raise ValidationError(
            {
                "purpose": _(
                    "The person has not consented to this, or took the consent back. Ask, record the consent in "
                    "the case, then hand the report on."
                )
            }
        )
    if order.names == Names.NAME and consent.identification != Identification.FULL_NAME:
        raise ValidationError(
            {"names": _("The consent does not cover the full name. Choose the pseudonym, or ask for it.")}
        )


@transaction.atomic
def print_sheet(language: str, *, by: Member) -> bytes:
    """The blank sheet for an examination without network. It holds nothing of anybody."""
    record("examination.sheet_printed", by=by, language=language)
    return as_pdf("sheet", blank_sheet(language), timezone.localdate())
