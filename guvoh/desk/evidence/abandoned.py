"""Uploads that nobody went on with for a day are removed, at each hourly run and whenever a new one begins."""

import time

from django.conf import settings

from guvoh.desk.evidence.actions import drop_upload
from guvoh.desk.evidence.models import Upload
from guvoh.desk.evidence.models.uploads import ABANDONED_AFTER


def remove_abandoned() -> int:
    """How many were removed. What lies there without a row came with a form whose process was killed."""
    left = list(Upload.objects.abandoned().select_related("case", "member"))
    for upload in left:
        drop_upload(upload, by=upload.member, act="upload.abandoned")
    known = {pk.hex for pk in Upload.objects.values_list("pk", flat=True)}
    oldest = time.time() - ABANDONED_AFTER.total_seconds()
    for path in (settings.DESK_DIR / "arriving").glob("*"):
        if path.name not in known and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
    return len(left)
