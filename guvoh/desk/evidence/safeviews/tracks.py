"""Faces of one person, linked over the frames of a clip, so that no single missed frame shows her."""

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Final

from guvoh.desk.evidence.safeviews.faces import Box

GAP_SECONDS: Final = 0.5
GROWN_BY: Final = 1.4
KEPT_EVERY: Final = 3
Row = list[float]


@dataclass
class Track:
    """Where one face is, by the number of the frame; coordinates are parts of width and height, 0 to 1."""

    boxes: dict[int, Box] = field(default_factory=dict)

    @property
    def first(self) -> int:
        return min(self.boxes)

    @property
    def last(self) -> int:
        return max(self.boxes)

    def at(self, frame: int, margin: int) -> Box | None:
        """The box in this frame: between two known ones it moves evenly, `margin` frames around them it stays."""
        if not self.first - margin <= frame <= self.last + margin:
            return None
        known = sorted(self.boxes)
        place = bisect_right(known, frame)
        if place == 0:
            return self.boxes[known[0]]
        if place == len(known):
            return self.boxes[known[-1]]
        before, after = known[place - 1], known[place]
        return _between(self.boxes[before], self.boxes[after], (frame - before) / (after - before))

    def rows(self) -> list[Row]:
        """The track as numbers: frame, left, top, right, bottom; every third frame, the first and the last."""
        known = sorted(self.boxes)
        kept = {*known[::KEPT_EVERY], known[-1]}
        boxes = ((frame, self.boxes[frame]) for frame in sorted(kept))
        return [
            [frame, *(round(value, 4) for value in (box.left, box.top, box.right, box.bottom))]
            for frame, box in boxes
        ]

    @classmethod
    def of(cls, rows: list[Row]) -> "Track":
        return cls({int(row[0]): Box(*row[1:5]) for row in rows})


def _between(one: Box, other: Box, part: float) -> Box:
    return Box(
        one.left + (other.left - one.left) * part,
        one.top + (other.top - one.top) * part,
        one.right + (other.right - one.right) * part,
        one.bottom + (other.bottom - one.bottom) * part,
    )


class Linker:
    """Takes the faces of frame after frame, and joins those that lie where one was a moment ago."""

    def __init__(self, rate: float) -> None:
        self.gap = max(1, round(rate * GAP_SECONDS))
        self.tracks: list[Track] = []

    def take(self, frame: int, boxes: list[Box]) -> None:
        open_ones = [track for track in self.tracks if frame - track.last <= self.gap]
        for box in sorted(boxes, key=lambda box: -box.score):
            near = [
                track for track in open_ones if frame not in track.boxes and _near(track.boxes[track.last], box)
            ]
            if near:
                best = max(near, key=lambda track: track.boxes[track.last].shared(box))
            else:
                best = Track()
                self.tracks.append(best)
            best.boxes[frame] = box


def _near(known: Box, box: Box) -> bool:
    return known.grown(GROWN_BY).shared(box) > 0.3
