from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseRole(models.TextChoices):
    CLIENT = "client", _("Client")
    VICTIM = "victim", _("Victim")
    FAMILY = "family", _("Family member")
    REPORTER = "reporter", _("Reporter")
    WITNESS = "witness", _("Witness")
    AT_RISK = "at_risk", _("Person at risk")
    OFFICIAL = "official", _("Official")


class Purpose(models.TextChoices):
    """What consent is asked for, each by itself."""

    INTERNAL = "internal", _("Keeping the record in the coalition")
    LAWYER = "lawyer", _("Referral to a lawyer")
    SUPPORT = "support", _("Referral to a psychologist or doctor")
    STATE_BODY = "state_body", _("Letters to state bodies")
    UN_BODY = "un_body", _("Submissions to the United Nations")
    NAMED_TO_STATE = "named_to_state", _("Being named to the State by an international body")
    NAMED_IN_REPORTS = "named_in_reports", _("Being named in public reports of an international body")
    FOREIGN_STATES = "foreign_states", _("Briefs and dossiers for other states and the OSCE")
    STATISTICS = "statistics", _("Statistics without names")
    PUBLICATION = "publication", _("Publication")
    CONTACT = "contact", _("Being contacted again")


class Identification(models.TextChoices):
    """How much of a person's identity may be shown, from nothing to the full name."""

    NONE = "none", _("nothing at all")
    ANONYMISED = "anonymised", _("the story without any name")
    INITIALS = "initials", _("initials")
    FIRST_NAME = "first_name", _("first name")
    FULL_NAME = "full_name", _("full name")


class ConsentHow(models.TextChoices):
    WRITTEN = "written", _("in writing")
    ORAL = "oral", _("by word of mouth")
    PHONE = "phone", _("by telephone")
    GUARDIAN = "guardian", _("by a guardian")
    REPORT = "report", _("in the sealed report")


class NeedKind(models.TextChoices):
    LEGAL = "legal", _("Legal help")
    PSYCHOLOGICAL = "psychological", _("Psychological help")
    MEDICAL = "medical", _("Medical help")
    SAFETY = "safety", _("Safety")
    MATERIAL = "material", _("Material help")


class ReferralState(models.TextChoices):
    SENT = "sent", _("Sent")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    DONE = "done", _("Done")
    REVOKED = "revoked", _("Taken back")


class InterventionKind(models.TextChoices):
    """Helping acts, after micro-thesaurus 20 (types of intervention)."""

    COUNSEL = "counsel", _("Legal consultation")
    MEETING = "meeting", _("Meeting with officials")
    ACCOMPANIMENT = "accompaniment", _("Accompaniment")
    CALL = "call", _("Telephone call")
    SUPPORT = "support", _("Psychosocial support")
    EXAMINATION = "examination", _("Medical examination")
    TAKEDOWN = "takedown", _("Request to remove content")
    OUTCOME = "outcome", _("Decision of the authorities")
    OTHER = "other", _("Other help")


class Outcome(models.TextChoices):
    CHARGE_DROPPED = "charge_dropped", _("Charge dropped, case closed")
    FREED = "freed", _("Freed")
    ACQUITTED = "acquitted", _("Acquitted")
    SENTENCE_REDUCED = "sentence_reduced", _("Sentence reduced")
    CONVICTED = "convicted", _("Convicted, monitoring goes on")
    OFFICIAL_PUNISHED = "official_punished", _("Official disciplined or prosecuted")
    COMPENSATED = "compensated", _("Compensation paid")
    CONTENT_REMOVED = "content_removed", _("Content removed")
    REFUSED = "refused", _("Refused by the state")
    NO_REPLY = "no_reply", _("No reply")
    WITHDREW = "withdrew", _("Client withdrew")
    CONTACT_LOST = "contact_lost", _("Contact lost")
    HANDED_OVER = "handed_over", _("Handed over to another body")
    OUTSIDE_MANDATE = "outside_mandate", _("Outside the mandate")
    DUPLICATE = "duplicate", _("Duplicate")


class ClientView(models.TextChoices):
    SATISFIED = "satisfied", _("Satisfied")
    PARTLY = "partly", _("Partly satisfied")
    NOT = "not", _("Not satisfied")
    UNASKED = "unasked", _("Not asked")
