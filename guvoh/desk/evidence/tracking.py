"""Faces as the sandbox told them, believed only where they are numbers of the right kind."""

import json
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from guvoh.desk.evidence.safeviews.parts import Refused

FACES_MAX: Final = 400
ROWS_MAX: Final = 20_000
FRAMES_MAX: Final = 100_000
Row = list[float]


def found_tracks(note: bytes) -> tuple[dict[str, float], list[list[Row]]]:
    """Rate, width and height, and the faces found. Raises Refused for anything else."""
    try:
        told = json.loads(note)
        size = {name: float(told[name]) for name in ("rate", "width", "height")}
        tracks = [[_row(row) for row in rows] for rows in told["tracks"]]
    except (KeyError, TypeError, ValueError) as error:
        raise Refused("broke") from error
    if len(tracks) > FACES_MAX or any(not 0 < len(rows) <= ROWS_MAX for rows in tracks):
        raise Refused("too_many_faces")
    return size, tracks


def _row(row: Any) -> Row:
    frame, *corners = (float(value) for value in row)
    if not 0 <= frame <= FRAMES_MAX or len(corners) != 4 or not all(-2 <= corner <= 3 for corner in corners):
        raise ValueError("no face")
    return [int(frame), *corners]


def box_over_time(row: Row, frames: int) -> list[Row]:
    """A box a person drew, for so many frames. Raises ValidationError where it is none."""
    frame, left, top, right, bottom = row
    if not (0 <= left < right <= 1 and 0 <= top < bottom <= 1 and 0 <= frame <= FRAMES_MAX and frames >= 0):
        raise ValidationError(
            _("This is no box inside the picture. Left and top come before right and bottom, from 0 to 100.")
        )
    first = [int(frame), left, top, right, bottom]
    return [first, [min(FRAMES_MAX, int(frame) + frames), *first[1:]]] if frames else [first]
