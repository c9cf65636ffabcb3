"""Closed vocabularies of the facts. Where HURIDOCS' micro-thesauri have a list, its distinctions are kept."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ActorKind(models.TextChoices):
    PERSON = "person", _("Person")
    ORGANISATION = "organisation", _("Organisation")
    GROUP = "group", _("Group of people")
    UNKNOWN = "unknown", _("Unknown")


class Gender(models.TextChoices):
    FEMALE = "f", _("Female")
    MALE = "m", _("Male")
    UNKNOWN = "", _("Not recorded")


class Script(models.TextChoices):
    TAJIK = "tg", _("Tajik")
    RUSSIAN = "ru", _("Russian")
    LATIN = "en", _("Latin letters")
    PERSIAN = "fa", _("Persian script")


class DetailKind(models.TextChoices):
    PHONE = "phone", _("Telephone")
    EMAIL = "email", _("E-mail")
    ADDRESS = "address", _("Address")
    VILLAGE = "village", _("Village or quarter")
    PASSPORT = "passport", _("Passport")
    ALIAS = "alias", _("Other name")
    CASE_NUMBER = "case_no", _("Case number")


class GuardRuleKind(models.TextChoices):
    """What a coalition may tell the guard beyond the rules that come with it."""

    SPELLINGS = "spellings", _("Spellings of one given name")
    ORDINARY = "ordinary", _("Ordinary word that is also a name")
    PLACE = "place", _("Place named after a person")
    FIGURE = "figure", _("Public or historical figure")


class Precision(models.TextChoices):
    EXACT = "exact", _("exact")
    ABOUT = "about", _("about")
    MONTH = "month", _("month known")
    YEAR = "year", _("year known")
    UNKNOWN = "unknown", _("unknown")


class Scale(models.TextChoices):
    SINGLE = "single", _("One victim")
    MULTIPLE = "multiple", _("Several victims")
    MASS = "mass", _("Mass event")


class EventStatus(models.TextChoices):
    UNKNOWN = "unknown", _("Not assessed yet")
    POSSIBLE = "possible", _("Possible")
    LIKELY = "likely", _("Likely")
    CONFIRMED = "confirmed", _("Confirmed")
    NOT_VIOLATION = "not_violation", _("Not a violation")


class EventLinkKind(models.TextChoices):
    PART_OF = "part_of", _("is part of")
    CONSEQUENCE_OF = "consequence_of", _("is a consequence of")
    PRECEDES = "precedes", _("precedes")


class ActKind(models.TextChoices):
    """Kinds of harm to one victim, after micro-thesaurus 4 (types of acts), as far as the coalition meets them."""

    ARREST = "arrest", _("Arrest or detention")
    TORTURE = "torture", _("Torture alleged")
    ILL_TREATMENT = "ill_treatment", _("Other ill-treatment")
    SEXUAL_VIOLENCE = "sexual_violence", _("Sexual violence")
    FORCED_EXAMINATION = "forced_examination", _("Forced medical examination")
    INTERROGATION = "interrogation", _("Degrading interrogation")
    SEIZURE = "seizure", _("Seizure of property")
    CHARGE = "charge", _("Criminal charge")
    THREAT = "threat", _("Threat or blackmail")
    FORCED_STATEMENT = "forced_statement", _("Forced statement on video")
    PRIVACY = "privacy", _("Breach of private life")
    SMEAR = "smear", _("Smear campaign")
    REPRISAL = "reprisal", _("Reprisal against relatives")
    EXTORTION = "extortion", _("Extortion")
    FINE = "fine", _("Administrative penalty")
    DEATH = "death", _("Death in custody")


class InvolvementDegree(models.TextChoices):
    DIRECT = "direct", _("carried it out")
    ORDERED = "ordered", _("ordered it")
    PLANNED = "planned", _("planned it")
    FAILED_TO_PREVENT = "failed_to_prevent", _("failed to prevent it")
    SUSPECTED = "suspected", _("is suspected")


class Certainty(models.TextChoices):
    REPORTED = "reported", _("reported")
    CREDIBLE = "credible", _("credible")
    REASONABLE = "reasonable", _("reasonable grounds")
    PROVEN = "proven", _("beyond reasonable doubt")


class RelationKind(models.TextChoices):
    KIN = "kin", _("relative")
    COLLEAGUE = "colleague", _("colleague")
    LAWYER = "lawyer", _("lawyer")
    MEMBER = "member", _("member")
    SUPERIOR = "superior", _("superior")


class SourceKind(models.TextChoices):
    VICTIM = "victim", _("Victim")
    WITNESS = "witness", _("Witness")
    RELATIVE = "relative", _("Relative")
    LAWYER = "lawyer", _("Lawyer")
    REPORT = "report", _("Report of an organisation")
    PRESS = "press", _("Press")
    OFFICIAL = "official", _("Statement of the authorities")
    DOCUMENT = "document", _("Document")


class Reliability(models.TextChoices):
    """Reliability of the source (the Admiralty scale, A-F)."""

    A = "A", _("A: completely reliable")
    B = "B", _("B: usually reliable")
    C = "C", _("C: fairly reliable")
    D = "D", _("D: not usually reliable")
    E = "E", _("E: unreliable")
    F = "F", _("F: cannot be judged")


class Credibility(models.TextChoices):
    """Credibility of the information (the Admiralty scale, 1-6), graded apart from its source."""

    CONFIRMED = "1", _("1: confirmed by others")
    PROBABLE = "2", _("2: probably true")
    POSSIBLE = "3", _("3: possibly true")
    DOUBTFUL = "4", _("4: doubtful")
    IMPROBABLE = "5", _("5: improbable")
    UNJUDGED = "6", _("6: cannot be judged")


class Measure(models.TextChoices):
    TAKEN = "taken_by_police", _("Taken by police")
    DETAINED = "placed_in_custody", _("Placed in custody")
    HELD = "in_custody", _("In custody at that moment")
    RELEASED = "released", _("Released without charge")
    FINED = "fined", _("Fined")
    QUESTIONED = "questioned", _("Detained and questioned")
    CHARGED = "charged", _("Charged")
    KILLED = "killed", _("Killed")
    INJURED = "injured", _("Injured")


class FigureKind(models.TextChoices):
    EXACT = "exact", _("exactly")
    ABOUT = "about", _("about")
    AT_LEAST = "at_least", _("at least")
    AT_MOST = "at_most", _("at most")
    NEARLY = "nearly", _("almost")


class FigureNature(models.TextChoices):
    FLOW = "flow", _("happened over a period")
    STOCK = "stock", _("state at a moment")


class FigureRelation(models.TextChoices):
    NONE = "", _("stands by itself")
    UPDATES = "updates", _("updates")
    SUBSET = "subset_of", _("is part of")
    CONTRADICTS = "contradicts", _("contradicts")
    SAME_ORIGIN = "same_origin", _("has the same origin as")
