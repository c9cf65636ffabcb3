"""What a story needs stays, however many agree to delete it."""

from django.db.models import Q
from django.utils.translation import gettext as _

from guvoh.desk.evidence.models import SealedFile
from guvoh.desk.newsroom.models import StoryPicture
from guvoh.desk.newsroom.vocabulary import State


def held_by_story(file: SealedFile) -> str:
    """Pictures made of this file that are in a story, or in what is published of one, hold it."""
    made = Q(file=file) | Q(copy__source=file) | Q(copy__result=file)
    stands = Q(removed_at__isnull=True) | Q(story__texts__state=State.RELEASED)
    if not StoryPicture.objects.filter(made & stands).exists():
        return ""
    return _("It stands in a story as a picture. Take it out there, and withdraw the story where it is published.")
