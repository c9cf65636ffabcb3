from django.db import models
from django.utils.translation import gettext_lazy as _


class EnvelopeState(models.TextChoices):
    WAITING = "waiting", _("New, not opened")
    OPENED = "opened", _("Being read")
    DECIDED = "decided", _("Decided")
    UNREADABLE = "unreadable", _("Cannot be opened")


class Decision(models.TextChoices):
    NEW_CASE = "new_case", _("Accepted as a new case")
    JOINED = "joined", _("Joined to a case")
    REFERRED = "referred", _("Referred to somebody outside")
    INFORMATION = "information", _("For information only")
    FOLLOW_UP = "follow_up", _("Read, as a further message")


class ContactSafety(models.TextChoices):
    YES = "yes", _("It is safe to contact her")
    CAREFUL = "careful", _("Only with care, as she describes")
    NO = "no", _("Do not contact her")
