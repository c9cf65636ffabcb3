from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class BodyKind(models.TextChoices):
    POLICE = "police", _("Police")
    PROSECUTOR = "prosecutor", _("Prosecutor's office")
    COURT = "court", _("Court")
    MINISTRY = "ministry", _("Ministry or agency")
    OMBUDSMAN = "ombudsman", _("Ombudsman")
    EXECUTIVE_OFFICE = "executive_office", _("Executive Office of the President")
    SECURITY = "security", _("Security service")
    PRISON = "prison", _("Prison or detention centre")
    MEDICAL = "medical", _("Medical or forensic institution")
    MEDIA_OWNER = "media_owner", _("Owner of a media outlet or platform")
    OTHER = "other", _("Other")


class BodyLevel(models.TextChoices):
    DISTRICT = "district", _("district")
    REGION = "region", _("city or region")
    NATIONAL = "national", _("whole country")


class Cause(models.TextChoices):
    """Why the next rung is due."""

    OVERDUE = "overdue", _("no answer in time")
    FORMAL = "formal", _("the reply does not say what was asked")


class LetterState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    FINAL = "final", _("Final, not delivered yet")
    DELIVERED = "delivered", _("Sent")
    ANSWERED = "answered", _("A reply has come")


class Answer(models.TextChoices):
    """What a reply says to one thing that was asked for."""

    YES = "yes", _("yes")
    IN_PART = "in_part", _("in part")
    NO = "no", _("no answer")
    SOMETHING_ELSE = "something_else", _("answers something else")


class AnswerClass(models.TextChoices):
    """What the replies to a letter amount to. Derived from the answers to each point, never entered."""

    NONE = "none", _("No reply yet")
    SUBSTANCE = "answered_substance", _("Answered in substance")
    PART = "answered_part", _("Answered in part")
    FORMALLY = "answered_formally", _("Not answered: the reply does not say what was asked")


class DeliveryHow(models.TextChoices):
    BY_HAND = "by_hand", _("by hand")
    REGISTERED_POST = "registered_post", _("registered post")
    EMAIL = "email", _("e-mail")
    PORTAL = "portal", _("web portal")


class ProofKind(models.TextChoices):
    NONE = "", _("no proof yet")
    STAMP = "stamp", _("stamp on our copy")
    REGISTER_NUMBER = "register_number", _("number in their register")
    POSTAL_SLIP = "postal_slip", _("postal slip")
    SIGNATURE = "signature", _("signature of the person who took it")
    CONFIRMATION = "confirmation", _("confirmation by e-mail or portal")


class ClockState(models.TextChoices):
    NOT_STARTED = "not_started", _("Not provably started")
    RUNNING = "running", _("Running")
    EXTENDED = "extended", _("Extended")
    OVERDUE = "overdue", _("Overdue")
    ANSWERED_SUBSTANCE = "answered_substance", _("Answered in substance")
    ANSWERED_PART = "answered_part", _("Answered in part")
    ANSWERED_FORMALLY = "answered_formally", _("Not answered")
    CLOSED = "closed", _("Closed")


class RuleCertainty(models.TextChoices):
    """How sure the coalition is of a rule. Only the first two may raise an alarm before a lawyer has signed."""

    VERIFIED = "verified", _("read in a primary source")
    SECONDARY = "secondary", _("read in a secondary source")
    MEMORY = "memory", _("from memory, not confirmed by a lawyer yet")
    DISPUTED = "disputed", _("disputed, not confirmed by a lawyer yet")


class DayKind(models.TextChoices):
    OFF = "off", _("a day off")
    WORK = "work", _("a working day")


class Holiday(models.TextChoices):
    """The Ids whose date is announced each year; the values are those of the calendar's table."""

    RAMAZON = "idi-ramazon", _("Idi Ramazon")
    QURBON = "idi-qurbon", _("Idi Qurbon")


class Unit(models.TextChoices):
    HOURS = "h", _("hours")
    CALENDAR_DAYS = "cd", _("calendar days")
    WORKING_DAYS = "wd", _("working days")
    MONTHS = "mo", _("months")
    YEARS = "y", _("years")


class StartsOn(models.TextChoices):
    OCCURRED = "occurred", _("when it happened")
    SENT = "sent", _("when the letter is sent")
    DELIVERED = "delivered", _("when the letter is delivered")
    KNOWN = "known", _("when the person gets to know")


class Heading(models.TextChoices):
    """What a fact bears on: the four elements of UNCAT article 1, and two circumstances kept beside them."""

    SEVERITY = "severity", _("Pain or suffering")
    INTENTION = "intention", _("Intention")
    PURPOSE = "purpose", _("Purpose")
    OFFICIAL = "official", _("Involvement of officials")
    POWERLESSNESS = "powerlessness", _("In whose power the person was")
    SANCTIONS = "sanctions", _("Lawful sanctions")


class Grade(models.TextChoices):
    """What a fact says of its heading, and what all facts of a heading together say of it."""

    SUPPORTED = "supported", _("supported")
    PARTLY = "partly", _("partly supported")
    CONTRADICTED = "contradicted", _("contradicted")
    NO_INFORMATION = "no_information", _("no information")


class ElementPurpose(models.TextChoices):
    """The purposes that article 1 names."""

    CONFESSION = "confession", _("a confession")
    INFORMATION = "information", _("information")
    PUNISHMENT = "punishment", _("punishment")
    INTIMIDATION = "intimidation", _("intimidation")
    COERCION = "coercion", _("coercion")
    DISCRIMINATION = "discrimination", _("discrimination")


class StateArticle(models.TextChoices):
    """What the state calls it, as far as the difference to our map is concerned."""

    TORTURE = "torture", _("article 143(1), torture")
    OFFICE = "office", _("article 316, official powers")
    HARM = "harm", _("articles 110 or 111, bodily harm")
    COERCION = "coercion", _("article 354, coercion to testify")
    OTHER = "other", _("another article")
    NONE = "none", _("no criminal case: refused or closed")


# The places of a letter at which the guard looks.
PARTS: Final = {
    "body": _("Body and address"),
    "addressee": _("To whom by name and post"),
    "heading": _("Heading"),
    "introduction": _("Before the table"),
    "answered_table": _("Table of what was asked and answered"),
    "text": _("Text before the demands"),
    "points": _("Demands"),
    "closing": _("Text after the demands"),
    "sign_off": _("Last lines"),
}


def part_label(part: str) -> str:
    return str(PARTS[part])


class FilingState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    FINAL = "final", _("Final, not filed yet")
    FILED = "filed", _("Filed")


class StepKind(models.TextChoices):
    """What happens to a filing, in the order in which it usually does."""

    STARTED = "started", _("begun")
    EDITED = "edited", _("text changed")
    FINALISED = "finalised", _("made final")
    REOPENED = "reopened", _("back to a draft")
    RELEASED = "released", _("released by a second person")
    FILED = "filed", _("filed")
    TRANSMITTED = "transmitted", _("the State was written to")
    REPLIED = "replied", _("the State replied")
    ENDED = "ended", _("the procedure ended")


class LinkKind(models.TextChoices):
    """By what a person is responsible for an act, as sanctions laws tell it apart."""

    DIRECT = "direct", _("did it")
    ORDERED = "ordered", _("ordered it")
    SUPERIOR = "superior", _("superior who knew or should have known, and did not prevent or punish it")
    ASSISTED = "assisted", _("assisted in it")
