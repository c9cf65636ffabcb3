from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    TAJIK = "tg", "Тоҷикӣ"
    RUSSIAN = "ru", "Русский"
    ENGLISH = "en", "English"


class Kind(models.TextChoices):
    NEWS = "news", _("News")
    GUIDE = "guide", _("Guide: how to complain")
    HOTLINES = "hotlines", _("Hotline numbers")


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("Waits for a second reader")
    APPROVED = "approved", _("Approved")
    RELEASED = "released", _("Released")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Decision(models.TextChoices):
    """How one mark of the guard was resolved."""

    ANOTHER_PERSON = "another_person", _("is another person")
    CONSENTED = "consented", _("consented to be named")
    INITIALS = "initials", _("replaced by initials")
    ROLE = "role", _("replaced by a role")


def part_label(part: str) -> str:
    kind, _dash, number = part.partition("-")
    label = {
        "title": gettext("Title"),
        "lead": gettext("Lead"),
        "body": gettext("Text"),
        "slug": gettext("Address of the page"),
        "alt": gettext("What the picture shows"),
        "number": gettext("Hotline number"),
        "file": gettext("File name"),
    }[kind]
    return f"{label} {number}".strip()
