from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from guvoh.desk.correspondence.models import StateBody
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.record import record


@transaction.atomic
def add_state_body(*, by: Member, **fields: Any) -> StateBody:
    """Put a body into the list that letters are written to. Raises ValidationError."""
    body = StateBody(**fields)
    body.full_clean()
    body.save()
    record("state_body.added", by=by, subject=f"body {body.pk}", kind=body.kind)
    return body


@transaction.atomic
def change_state_body(body: StateBody, *, by: Member, **fields: Any) -> StateBody:
    """Correct a body; letters that are final keep what they were sealed with. Raises ValidationError."""
    for field, value in fields.items():
        setattr(body, field, value)
    if body in body.chain:
        raise ValidationError({"superior": _("The ladder would lead back to this body.")})
    body.full_clean()
    body.save()
    record("state_body.changed", by=by, subject=f"body {body.pk}", fields=", ".join(sorted(fields)))
    return body
