from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    OPERATOR = "operator", _("Hotline operator")
    OFFICER = "officer", _("Case officer")
    LAWYER = "lawyer", _("Lawyer")
    PSYCHOLOGIST = "psychologist", _("Psychologist")
    DOCTOR = "doctor", _("Doctor")
    ANALYST = "analyst", _("Analyst")
    EDITOR = "editor", _("Editor")
    COORDINATOR = "coordinator", _("Coordinator")
    ADMINISTRATOR = "administrator", _("Site administrator")
    PARTNER = "partner", _("Partner organisation")
    AUDITOR = "auditor", _("Auditor")


class Section(models.TextChoices):
    """Parts of a case that are opened to a member one by one."""

    IDENTITY = "identity", _("Identity")
    LEGAL = "legal", _("Legal")
    PSYCHOLOGICAL = "psychological", _("Psychological")
    MEDICAL = "medical", _("Medical")
    PROTECTION = "protection", _("Protection")
    MEDIA = "media", _("Media")


class Region(models.TextChoices):
    DUSHANBE = "DU", _("Dushanbe")
    DISTRICTS = "RA", _("Districts of Republican Subordination")
    SUGHD = "SU", _("Sughd")
    KHATLON = "KT", _("Khatlon")
    BADAKHSHAN = "GB", _("Badakhshan")
