import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guvoh.desk.casework.models import Case, Consent
from guvoh.desk.facts.models import Actor
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.record import record


@transaction.atomic
def give_consent(case: Case, actor: Actor, *, by: Member, **fields: Any) -> Consent:
    """Record consent to one purpose. Raises ValidationError, also for somebody who is not in the case."""
    if not case.people.filter(actor=actor).exists():
        raise ValidationError({"actor": _("This person is not in the case.")})
    consent = Consent(case=case, actor=actor, **{"given_on": timezone.localdate(), **fields})
    consent.full_clean()
    consent.save()
    record("consent.given", by=by, case=case.code, subject=actor.pseudonym, purpose=consent.purpose)
    return consent


@transaction.atomic
def withdraw_consent(consent: Consent, *, by: Member, reason: str, on: dt.date | None = None) -> None:
    """Withdraw a consent: every gate asks again, so nothing new leaves. Raises ValidationError."""
    if consent.withdrawn_on is not None:
        raise ValidationError(_("This consent was withdrawn already."))
    consent.withdrawn_on = on or timezone.localdate()
    consent.withdrawal_reason = reason
    consent.full_clean()
    consent.save()
    record(
        "consent.withdrawn",
        by=by,
        case=consent.case.code,
        subject=consent.actor.pseudonym,
        purpose=consent.purpose,
    )
