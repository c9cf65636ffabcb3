"""Closed lists of an examination. A clinician should check the kinds of lesion and their words."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from guvoh.desk.facts.vocabulary import ActorKind
from guvoh.desk.staff.roles import Role

# Who may enter a degree: of a mark on the body a doctor alone, of a state of mind a psychologist too.
JUDGES_BODY: Final = (Role.DOCTOR,)
JUDGES_MIND: Final = (Role.DOCTOR, Role.PSYCHOLOGIST)


# Whom one can examine: nobody examines an organisation.
EXAMINED: Final = (ActorKind.PERSON, ActorKind.UNKNOWN)


class Degree(models.TextChoices):
    """Degrees of consistency, Istanbul Protocol 2022, paragraph 418. To be checked by a clinician."""

    NOT_CONSISTENT = "not_consistent", _("not consistent with")
    CONSISTENT = "consistent", _("consistent with")
    HIGHLY_CONSISTENT = "highly_consistent", _("highly consistent with")
    TYPICAL = "typical", _("typical of")
    DIAGNOSTIC = "diagnostic", _("diagnostic of")


DEFINITIONS: Final = {
    Degree.NOT_CONSISTENT: _("The finding could not have been caused by the trauma described."),
    Degree.CONSISTENT: _(
        "The finding could have been caused by the trauma described, but it is non-specific and there are many "
        "other possible causes."
    ),
    Degree.HIGHLY_CONSISTENT: _(
        "The finding could have been caused by the trauma described, and there are few other possible causes."
    ),
    Degree.TYPICAL: _(
        "The finding is usually seen with this type of trauma, but there are other possible causes."
    ),
    Degree.DIAGNOSTIC: _("The finding could not have been caused in any way other than that described."),
}


class LesionKind(models.TextChoices):
    BRUISE = "bruise", _("bruise")
    ABRASION = "abrasion", _("abrasion")
    LACERATION = "laceration", _("laceration")
    INCISED = "incised", _("cut or stab wound")
    BURN = "burn", _("burn")
    SCAR = "scar", _("scar")
    SWELLING = "swelling", _("swelling")
    FRACTURE = "fracture", _("fracture suspected")
    DISLOCATION = "dislocation", _("dislocation suspected")
    LIGATURE = "ligature", _("ligature mark")
    ELECTRIC = "electric", _("electric mark")
    BITE = "bite", _("bite mark")
    PETECHIAE = "petechiae", _("pinpoint bleeding")
    BLEEDING = "bleeding", _("bleeding")
    TOOTH = "tooth", _("tooth broken or lost")
    NAIL = "nail", _("nail injured or lost")
    HAIR = "hair", _("hair torn out")
    TENDERNESS = "tenderness", _("tenderness without a visible mark")
    MOVEMENT = "movement", _("movement limited")
    SENSATION = "sensation", _("sensation lost or changed")
    PIGMENT = "pigment", _("change of skin colour")
    OTHER = "other", _("other finding")


class Answer(models.TextChoices):
    YES = "yes", _("yes")
    NO = "no", _("no")
    UNKNOWN = "unknown", _("not known")


class Police(models.TextChoices):
    ABSENT = "absent", _("nobody from the police")
    IN_SIGHT = "in_sight", _("within sight, out of hearing")
    IN_HEARING = "in_hearing", _("within hearing")
    IN_ROOM = "in_room", _("in the room")


class Said(models.TextChoices):
    """What the person said when asked for one of the three consents."""

    NOT_ASKED = "not_asked", _("not asked yet")
    GIVEN = "given", _("given")
    REFUSED = "refused", _("refused")


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SIGNED = "signed", _("Signed")


class Names(models.TextChoices):
    """Whether a report on paper says who was examined."""

    PSEUDONYM = "pseudonym", _("pseudonym")
    NAME = "name", _("name")
