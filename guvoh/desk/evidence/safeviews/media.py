"""Sound and moving pictures, decoded and encoded anew by ffmpeg, without anything that came along."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from guvoh.desk.evidence.safeviews.parts import Part, Refused
from guvoh.desk.evidence.safeviews.pictures import THUMB_SIDE

LONGEST_SECONDS: Final = 4 * 3600
STREAMS_MAX: Final = 40
PIXELS_MAX: Final = 40_000_000
PROBE_SECONDS: Final = 20
DEMUXERS: Final = {
    "mp4": "mov",
    "mov": "mov",
    "3gp": "mov",
    "m4a": "mov",
    "webm": "matroska",
    "mkv": "matroska",
    "mp3": "mp3",
    "ogg": "ogg",
    "wav": "wav",
    "amr": "amr",
}
# no other file is ever opened by one: a playlist or a reference to a file outside stays what it is, words
READING: Final = ["-hide_banner", "-nostdin", "-loglevel", "error", "-protocol_whitelist", "file,pipe"]
BARE: Final = ["-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn", "-fflags", "+bitexact"]
BARE += ["-flags:v", "+bitexact", "-flags:a", "+bitexact"]
FIT_720: Final = "scale='min(1280,iw)':'min(1280,ih)':force_original_aspect_ratio=decrease:force_divisible_by=2"
H264: Final = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "26", "-pix_fmt", "yuv420p", "-threads", "2"]


@dataclass(frozen=True)
class Clip:
    """What ffprobe says of a file: its picture, if it has one, and how long it runs."""

    width: int
    height: int
    seconds: float
    rate: float
    sound: bool


def probe(path: Path, kind: str) -> Clip:
    """Look at the streams. Raises Refused for a damaged file, absurd durations, sizes or numbers of tracks."""
    if shutil.which("ffprobe") is None:
        raise Refused("no_ffmpeg")
    command = ["ffprobe", *[word for word in READING if word != "-nostdin"], "-f", DEMUXERS[kind], "-of", "json"]
    wanted = "stream=codec_type,width,height,avg_frame_rate,disposition:format=duration,nb_streams"
    try:
        asked = subprocess.run(
            [*command, "-show_entries", wanted, str(path)], capture_output=True, timeout=PROBE_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Refused("too_long") from error
    if asked.returncode:
        raise Refused("damaged")
    told = json.loads(asked.stdout)
    streams = told.get("streams", [])
    if len(streams) > STREAMS_MAX:
        raise Refused("bomb")
    return _clip(streams, told.get("format", {}))


def _clip(streams: list[dict[str, Any]], container: dict[str, Any]) -> Clip:
    seconds = float(container.get("duration") or 0)
    if seconds > LONGEST_SECONDS:
        raise Refused("too_long")
    pictures = [one for one in streams if one.get("codec_type") == "video" and not _is_cover(one)]
    sound = any(one.get("codec_type") == "audio" for one in streams)
    if not pictures and not sound:
        raise Refused("damaged")
    if not pictures:
        return Clip(0, 0, seconds, 0, sound)
    width, height = int(pictures[0].get("width") or 0), int(pictures[0].get("height") or 0)
    if not 0 < width * height <= PIXELS_MAX:
        raise Refused("too_many_pixels" if width else "damaged")
    return Clip(width, height, seconds, _rate(pictures[0].get("avg_frame_rate", "0/0")), sound)


def is_turned(path: Path, kind: str) -> bool:
    """Whether a player turns the picture by a quarter before it shows it."""
    command = [
        "ffprobe",
        *[word for word in READING if word != "-nostdin"],
        "-f",
        DEMUXERS[kind],
        "-of",
        "csv=p=0",
    ]
    wanted = ["-select_streams", "v:0", "-show_entries", "stream_side_data=rotation", str(path)]
    asked = subprocess.run([*command, *wanted], capture_output=True, text=True, timeout=PROBE_SECONDS, check=False)
    turns = asked.stdout.strip().strip(",").lstrip("-").partition("\n")[0]
    return turns.isdigit() and int(turns) % 180 == 90


def _is_cover(stream: dict[str, Any]) -> bool:
    return bool(stream.get("disposition", {}).get("attached_pic"))


def _rate(told: str) -> float:
    above, _slash, below = told.partition("/")
    rate = int(above) / int(below) if below.isdigit() and int(below) else 0.0
    return rate if 1 <= rate <= 60 else 25.0


def run(command: list[str]) -> None:
    """Run ffmpeg to its end; the sandbox's own clock ends it where it does not. Raises Refused."""
    if subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode:
        raise Refused("damaged")


def reading(path: Path, kind: str) -> list[str]:
    return ["ffmpeg", *READING, "-f", DEMUXERS[kind], "-i", str(path), "-t", str(LONGEST_SECONDS)]


def views(path: Path, kind: str) -> Iterator[Part]:
    clip = probe(path, kind)
    if not clip.width:
        yield _sound(path, kind)
        return
    still = path.with_name("still.jpg")
    fit = f"scale={THUMB_SIDE}:{THUMB_SIDE}:force_original_aspect_ratio=decrease"
    run([*reading(path, kind), "-map", "0:v:0", *BARE, "-frames:v", "1", "-vf", fit, "-y", str(still)])
    yield Part("thumb", "image/jpeg", still)
    made = path.with_name("made.mp4")
    streams = ["-map", "0:v:0", "-map", "0:a:0?", *BARE]
    sound = ["-c:a", "aac", "-ac", "2", "-b:a", "96k"]
    written = ["-movflags", "+faststart", "-f", "mp4", "-y", str(made)]
    run([*reading(path, kind), *streams, "-vf", FIT_720, "-r", str(min(30.0, clip.rate)), *H264, *sound, *written])
    again = probe(made, "mp4")
    yield Part("video", "video/mp4", made, 0, again.width, again.height)


def _sound(path: Path, kind: str) -> Part:
    made = path.with_name("made.m4a")
    written = ["-c:a", "aac", "-ac", "2", "-b:a", "96k", "-movflags", "+faststart", "-f", "mp4", "-y", str(made)]
    run([*reading(path, kind), "-map", "0:a:0", *BARE, *written])
    return Part("audio", "audio/mp4", made)
