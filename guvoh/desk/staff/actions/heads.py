from django.db import transaction

from guvoh.desk.staff.heads import all_heads, sign_head
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.record import record
from guvoh.instruments.seal.heads import Document


@transaction.atomic
def hand_over_heads(partner: str, *, by: Member) -> Document:
    """Sign the present state and return all heads for a partner to keep. Raises RecordRewritten."""
    sign_head()
    document = all_heads()
    record("heads.handed_over", by=by, partner=partner, number=len(document.heads))
    return document
