"""Which files a session may look at, and until when. Every leave is given by a page that was recorded."""

import time
import uuid
from typing import Final

from django.http import HttpRequest

SECONDS: Final = 15 * 60
SHOWN: Final = "shown_files"


def show(request: HttpRequest, file_id: uuid.UUID) -> None:
    """Let this session look at a file for a quarter of an hour; what has run out is forgotten."""
    now = int(time.time())
    shown = {name: until for name, until in request.session.get(SHOWN, {}).items() if until > now}
    request.session[SHOWN] = shown | {file_id.hex: now + SECONDS}


def is_shown(request: HttpRequest, file_id: uuid.UUID) -> bool:
    return request.session.get(SHOWN, {}).get(file_id.hex, 0) > time.time()
