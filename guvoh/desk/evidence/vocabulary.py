"""Closed lists of evidence. Where it came from follows HURIDOCS' words; the signs are what courts and the Special
Rapporteur on torture have looked at in such recordings."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Acquisition(models.TextChoices):
    HANDED_OVER = "handed_over", _("Handed over in person")
    SENT = "sent", _("Sent by messenger or mail")
    REPORTED = "reported", _("Came with a report")
    TAKEN = "taken", _("Photographed or recorded by us")
    COPIED = "copied", _("Copied from a device or a paper")
    ONLINE = "online", _("Collected online")
    STATE = "state", _("Received from a state body")
    OTHER = "other", _("Another way")


class LinkKind(models.TextChoices):
    """What one file is of another."""

    TRANSCRIPT = "transcript", _("Transcript of")
    TRANSLATION = "translation", _("Translation of")
    COPY = "copy", _("Copy made from")
    EXCERPT = "excerpt", _("Excerpt of")
    CONTEXT = "context", _("Belongs together with")


class ConfessionSign(models.TextChoices):
    READS = "reads", _("Reads out or recites a prepared text")
    INJURIES = "injuries", _("Visible injuries, or signs of exhaustion")
    ORDERS = "orders", _("Somebody unseen asks, prompts or gives orders")
    CUSTODY = "custody", _("Recorded in custody")
    NO_LAWYER = "no_lawyer", _("No lawyer is there")
    CUT = "cut", _("Cut, or recorded several times")
    DENOUNCES = "denounces", _("Denounces herself, relatives or a group")
    RETRACTED = "retracted", _("Taken back later")
    BROADCAST = "broadcast", _("Shown by state media or an anonymous channel")


class Harm(models.TextChoices):
    """What speaks against publishing a file."""

    CONFESSION = "confession", _("Forced confession")
    MEDICAL = "medical", _("From a medical examination")
    GRAPHIC = "graphic", _("Graphic")

    @property
    def warning(self) -> str:
        return str(_WARNINGS[self])


_WARNINGS = {
    Harm.CONFESSION: _(
        "This is a forced confession. To show it repeats the harm: publish no part in which the person is "
        "seen, heard or quoted, and ask her or her family first."
    ),
    Harm.MEDICAL: _(
        "From a medical examination: it shows a patient's body. Publish it only if she has agreed to exactly this "
        "picture, and with a reason that two people agree on."
    ),
    Harm.GRAPHIC: _("Graphic. Publish no part of it without a reason that two people agree on."),
}


class Kind(models.TextChoices):
    PICTURE = "picture", _("Picture")
    VIDEO = "video", _("Video")
    SOUND = "sound", _("Sound recording")
    DOCUMENT = "document", _("Document")
    OTHER = "other", _("Other file")
