from django.db.models import Q, QuerySet
from django.http import Http404

from guvoh.desk.casework.models import Case
from guvoh.desk.evidence.models import SealedFile
from guvoh.desk.inbox.models import Envelope, IntakeKey
from guvoh.desk.inbox.vocabulary import EnvelopeState
from guvoh.desk.staff.access import may, require
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.permissions import Right
from guvoh.desk.staff.record import record
from guvoh.desk.staff.roles import Section

reads_inbox = may(Right.READ_INBOX)
keeps_keys = may(Right.KEEP_INTAKE_KEYS)


def envelopes_to_show(member: Member, *, decided: bool) -> QuerySet[Envelope]:
    """Reports that wait for a decision, the oldest first; or the decided ones, the latest first."""
    found = Envelope.objects.visible_to(member).select_related("case", "opened_by", "follows")
    if not decided:
        return found.undecided()
    # a further message stands on the page of its report
    return found.filter(state=EnvelopeState.DECIDED, follows=None).order_by("-decided_at")


def cases_to_join(member: Member) -> QuerySet[Case]:
    """Open cases whose identity and legal sections are hers: a report's files and words become part of them."""
    return Case.objects.opened_to(member, Section.IDENTITY, Section.LEGAL).open()


def envelope_for(member: Member, envelope_id: str) -> Envelope:
    """The door to a report: every passage is recorded."""
    require(reads_inbox, member)
    envelope = (
        Envelope.objects.visible_to(member)
        .filter(envelope_id=envelope_id)
        .select_related("case", "opened_by", "decided_by", "follows")
        .first()
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


def may_show(member: Member, envelope: Envelope) -> bool:
    return Envelope.objects.visible_to(member).filter(pk=envelope.pk).exists()


def intake_keys(member: Member) -> QuerySet[IntakeKey]:
    require(keeps_keys, member)
    record("intake_keys.read", by=member)
    return IntakeKey.objects.counted()


def files_of(envelope: Envelope) -> QuerySet[SealedFile]:
    """Files that came with a report or a further message to it, and that no case has taken over."""
    return SealedFile.objects.filter(
        Q(envelopes=envelope) | Q(envelopes__follows=envelope), case__isnull=True
    ).distinct()
