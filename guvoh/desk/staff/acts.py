"""The acts of the record in words. An act is written `noun.verb`; a test holds this list against the code."""

from django.utils.translation import gettext_lazy as _

ACTS = {}


def worded(act: str) -> str:
    """What the act is called in the reader's language."""
    return str(ACTS.get(act, act))
