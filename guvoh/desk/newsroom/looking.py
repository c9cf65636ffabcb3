"""Faces on fresh pictures, looked for in the workshop: nothing goes out that nobody looked at."""

from collections.abc import Callable

from django.conf import settings

from guvoh.desk.evidence.making import Order, make
from guvoh.desk.evidence.plain import plain_bytes
from guvoh.desk.evidence.safeviews.parts import Refused
from guvoh.desk.evidence.safeviews.sandbox import Limits
from guvoh.desk.newsroom.actions.pictures import note_faces
from guvoh.desk.newsroom.models import StoryPicture


def look_at_one(go_on: Callable[[], bool]) -> bool:
    """Look for faces on one picture that waits; false where none does. Raises SandboxStopped."""
    rows = StoryPicture.objects.filter(faces=StoryPicture.Faces.WAITING, removed_at__isnull=True)
    picture = rows.select_related("file__case", "story__case", "added_by").first()
    if picture is None:
        return False
    note_faces(picture, _faces_on(picture, go_on), by=picture.added_by)
    return True


def _faces_on(picture: StoryPicture, go_on: Callable[[], bool]) -> str:
    job = {"task": "count", "ending": picture.extension}
    try:
        made = make(
            Order(job, plain_bytes(picture.file), Limits(), go_on), settings.DESK_DIR / "views" / "stories"
        )
    except Refused:
        return StoryPicture.Faces.UNKNOWN
    return StoryPicture.Faces.NONE if made.notes.get("faces") == b"0" else StoryPicture.Faces.SOME
