"""Copies for publication: faces found for a person to confirm, then covered with solid black in a bare file."""

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from PIL import Image, ImageDraw

from guvoh.desk.evidence.safeviews import leftovers, media
from guvoh.desk.evidence.safeviews.faces import Box, Detector
from guvoh.desk.evidence.safeviews.kinds import KINDS
from guvoh.desk.evidence.safeviews.media import Clip
from guvoh.desk.evidence.safeviews.parts import Part, Refused
from guvoh.desk.evidence.safeviews.pictures import as_jpeg, drawn, opened
from guvoh.desk.evidence.safeviews.tracks import GAP_SECONDS, GROWN_BY, Linker, Track

RATE_MAX: Final = 25.0
LONGEST_SECONDS: Final = 600
REVIEW_SIDE: Final = 640
COPY_SIDE: Final = 1600
CLIP_SIDE: Final = 1280
OVERVIEW_MAX: Final = 120
CHECKED_EVERY: Final = 5
SURE: Final = 0.5
OUTLINE: Final = (255, 196, 0)
CRF: Final = ["-preset", "veryfast", "-crf", "24", "-pix_fmt", "yuv420p", "-threads", "2"]


@dataclass(frozen=True)
class Film:
    """A clip as a row of frames of one size at an even rate."""

    path: Path
    kind: str
    width: int
    height: int
    rate: float
    seconds: float

    @classmethod
    def of(cls, path: Path, kind: str, clip: Clip, longest: int) -> "Film":
        if not clip.width or not 0 < clip.seconds <= LONGEST_SECONDS:
            raise Refused("too_long_for_copy" if clip.width else "no_picture")
        scale = min(1.0, longest / max(clip.width, clip.height))
        even = (max(2, round(side * scale / 2) * 2) for side in _upright(path, kind, clip))
        return cls(path, kind, *even, min(RATE_MAX, clip.rate), clip.seconds)

    def frames(self) -> Iterator[tuple[int, Image.Image]]:
        turned = f"fps={self.rate},scale={self.width}:{self.height}"
        command = [*media.reading(self.path, self.kind), "-map", "0:v:0", "-an", "-vf", turned]
        command += ["-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"]
        size = self.width * self.height * 3
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as reader:
            number = 0
            while len(pixels := reader.stdout.read(size)) == size:
                yield number, Image.frombytes("RGB", (self.width, self.height), pixels)
                number += 1
        if not number or reader.returncode:
            raise Refused("damaged")

    @property
    def margin(self) -> int:
        return round(self.rate * GAP_SECONDS)


def _upright(path: Path, kind: str, clip: Clip) -> tuple[int, int]:
    """Width and height as a player shows them: a telephone held upright says so beside its pixels."""
    turned = media.is_turned(path, kind)
    return (clip.height, clip.width) if turned else (clip.width, clip.height)


def find(path: Path, kind: str) -> Iterator[Part]:
    """Faces of a picture or clip, and frames with their outlines for the person who confirms."""
    if KINDS[kind].family == "picture":
        yield from _find_in_picture(opened(path, kind))
    elif KINDS[kind].family == "video":
        yield from _find_in_film(Film.of(path, kind, media.probe(path, kind), REVIEW_SIDE))
    else:
        raise Refused("no_picture")


def _find_in_picture(picture: Image.Image) -> Iterator[Part]:
    tracks = [Track({0: _part_of(box, picture.size)}) for box in Detector().everywhere(picture)]
    yield _note(tracks, {"rate": 0, "frames": [0], "width": picture.width, "height": picture.height})
    smaller = picture.copy()
    smaller.thumbnail((CLIP_SIDE, CLIP_SIDE))
    yield drawn(_outlined(smaller, tracks, 0, 0), "frame", longest=CLIP_SIDE)


def _find_in_film(film: Film) -> Iterator[Part]:
    detector, linker, count = Detector(), Linker(film.rate), 0
    for number, picture in film.frames():
        linker.take(number, [_part_of(box, picture.size) for box in detector.in_frame(picture, number)])
        count = number + 1
    wanted = _worth_showing(linker.tracks, count, film.rate)
    told = {"rate": film.rate, "frames": sorted(wanted), "width": film.width, "height": film.height}
    yield _note(linker.tracks, told)
    for number, picture in film.frames():
        if number in wanted:
            yield drawn(_outlined(picture, linker.tracks, number, film.margin), "frame", number, REVIEW_SIDE)


def _worth_showing(tracks: list[Track], count: int, rate: float) -> set[int]:
    """A frame of every second, fewer of a long clip, and of each face its first, middle and last."""
    step = max(round(rate), -(-count // OVERVIEW_MAX))
    wanted = set(range(0, count, step))
    for track in tracks:
        known = sorted(track.boxes)
        wanted |= {known[0], known[len(known) // 2], known[-1]}
    return wanted


def _part_of(box: Box, size: tuple[int, int]) -> Box:
    width, height = size
    return Box(box.left / width, box.top / height, box.right / width, box.bottom / height, box.score)


def _note(tracks: list[Track], told: dict[str, Any]) -> Part:
    rows = [track.rows() for track in tracks]
    return Part("faces", "application/json", json.dumps({**told, "tracks": rows}).encode())


def _pixels(box: Box, size: tuple[int, int]) -> tuple[int, int, int, int]:
    width, height = size
    grown = box.grown(GROWN_BY)
    left, top = max(0, int(grown.left * width)), max(0, int(grown.top * height))
    return left, top, max(left, int(grown.right * width) + 1), max(top, int(grown.bottom * height) + 1)


def _outlined(picture: Image.Image, tracks: list[Track], frame: int, margin: int) -> Image.Image:
    pen = ImageDraw.Draw(picture)
    for number, track in enumerate(tracks, 1):
        box = track.at(frame, margin)
        if box is not None:
            place = _pixels(box, picture.size)
            pen.rectangle(place, outline=OUTLINE, width=3)
            pen.rectangle((place[0], place[1], place[0] + 12 + 8 * len(str(number)), place[1] + 18), fill=OUTLINE)
            pen.text((place[0] + 5, place[1] + 3), str(number), fill="black")
    return picture


def _covered(picture: Image.Image, tracks: list[Track], frame: int, margin: int) -> Image.Image:
    pen = ImageDraw.Draw(picture)
    for track in tracks:
        box = track.at(frame, margin)
        if box is not None:
            pen.rectangle(_pixels(box, picture.size), fill="black")
    return picture


def cover(path: Path, kind: str, job: dict[str, Any]) -> Iterator[Part]:
    """The copy: every face of the job's tracks under solid black, no sound, subtitles drawn in where there are."""
    tracks = [Track.of(rows) for rows in job["tracks"]]
    if KINDS[kind].family == "picture":
        content, width, height = as_jpeg(_covered(opened(path, kind), tracks, 0, 0), COPY_SIDE)
        yield Part("picture", "image/jpeg", content, 0, width, height)
        return
    film = Film.of(path, kind, media.probe(path, kind), CLIP_SIDE)
    made = path.with_name("copy.mp4")
    _film_over(film, tracks, made, _subtitled(path, job.get("subtitles", "")))
    yield Part("video", "video/mp4", made, 0, film.width, film.height)


def _subtitled(path: Path, words: str) -> list[str]:
    if not words:
        return []
    written = path.with_name("words.vtt")
    written.write_text(words)
    return ["-vf", f"subtitles={written}"]


def _film_over(film: Film, tracks: list[Track], made: Path, filters: list[str]) -> None:
    command = ["ffmpeg", "-hide_banner", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "rgb24"]
    command += ["-s", f"{film.width}x{film.height}", "-r", str(film.rate), "-i", "pipe:0", "-an", *filters]
    command += [*media.BARE, "-c:v", "libx264", *CRF, "-movflags", "+faststart", "-f", "mp4", "-y", str(made)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL) as writer:
        for number, picture in film.frames():
            writer.stdin.write(_covered(picture, tracks, number, film.margin).tobytes())
    if writer.returncode:
        raise Refused("damaged")


def check(path: Path, kind: str, job: dict[str, Any]) -> Iterator[Part]:
    """What is left in a copy: names of metadata, and faces that nobody left open."""
    open_ones = [Track.of(rows) for rows in job["open"]]
    found = {"metadata": leftovers.left_in(path, kind), "faces": _faces_left(path, kind, open_ones)}
    found["exiftool"] = leftovers.exiftool_version()
    yield Part("left", "application/json", json.dumps(found).encode())


def _faces_left(path: Path, kind: str, open_ones: list[Track]) -> list[list[list[float]]]:
    detector = Detector()
    if kind == "jpeg":
        picture = opened(path, kind)
        boxes = _sure(detector, picture)
        return [Track({0: box}).rows() for box in boxes if not _is_open(box, open_ones, 0, 0)]
    film = Film.of(path, kind, media.probe(path, kind), REVIEW_SIDE)
    linker = Linker(film.rate)
    for number, picture in film.frames():
        if number % CHECKED_EVERY == 0:
            boxes = _sure(detector, picture)
            linker.take(number, [box for box in boxes if not _is_open(box, open_ones, number, film.margin)])
    return [track.rows() for track in linker.tracks]


def _sure(detector: Detector, picture: Image.Image) -> list[Box]:
    """What is surely a face: a person has looked at the doubtful ones already."""
    found = detector.everywhere(picture, enlarged=False)
    return [_part_of(box, picture.size) for box in found if box.score >= SURE]


def _is_open(box: Box, open_ones: list[Track], frame: int, margin: int) -> bool:
    return any(
        known is not None and known.grown(GROWN_BY).shared(box) > 0.5
        for known in (track.at(frame, margin) for track in open_ones)
    )


def count_faces(path: Path, kind: str) -> Iterator[Part]:
    """How many faces a picture shows."""
    if KINDS[kind].family != "picture":
        raise Refused("no_picture")
    yield Part("faces", "application/json", json.dumps(len(Detector().everywhere(opened(path, kind)))).encode())
