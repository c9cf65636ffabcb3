from django.http import Http404

from guvoh.desk.inbox.models import Envelope
from guvoh.desk.staff.access import has_role, require
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.record import record
from guvoh.desk.staff.roles import Role

reads_inbox = has_role(Role.OPERATOR, Role.OFFICER)
keeps_keys = has_role(Role.COORDINATOR)


def envelope_for(member: Member, envelope_id: str) -> Envelope:
    """The door to a report: every passage is recorded."""
    require(reads_inbox, member)
    envelope = (
        Envelope.objects.filter(envelope_id=envelope_id).select_related("case", "opened_by", "decided_by").first()
    )
    if envelope is None:
        raise Http404
    record(
        "envelope.read",
        by=member,
        subject=f"envelope {envelope_id}",
        case=envelope.case.code if envelope.case else "",
    )
    return envelope
