"""Reads a copy again, with eyes of its own and with exiftool's: what of the original could still be in it."""

import json
import shutil
import struct
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

EXIFTOOL_SECONDS: Final = 60
# What a bare file is made of, in exiftool's words. Everything else is a find.
BARE_GROUPS: Final = {"ExifTool", "File", "JFIF", "Composite"}
BARE_FILE: Final = {"Comment"}
BARE_COMPOSITE: Final = {"ImageSize", "Megapixels", "AvgBitrate", "Rotation"}
BARE_CLIP: Final = {
    *("MajorBrand", "MinorVersion", "CompatibleBrands", "MovieHeaderVersion", "CreateDate", "ModifyDate"),
    *("TimeScale", "Duration", "PreferredRate", "PreferredVolume", "PreviewTime", "PreviewDuration"),
    *("PosterTime", "SelectionTime", "SelectionDuration", "CurrentTime", "NextTrackID", "TrackHeaderVersion"),
    *("TrackCreateDate", "TrackModifyDate", "TrackID", "TrackDuration", "TrackLayer", "TrackVolume"),
    *("MatrixStructure", "ImageWidth", "ImageHeight", "MediaHeaderVersion", "MediaCreateDate", "MediaModifyDate"),
    *("MediaTimeScale", "MediaDuration", "MediaLanguageCode", "HandlerDescription", "GraphicsMode"),
    *("OpColor", "CompressorID", "SourceImageWidth", "SourceImageHeight", "XResolution", "YResolution"),
    *("CompressorName", "BitDepth", "PixelAspectRatio", "BufferSize", "MaxBitrate", "AverageBitrate"),
    *("VideoFrameRate", "HandlerType", "HandlerVendorID", "MediaDataSize", "MediaDataOffset", "ColorProfiles"),
    *("ColorPrimaries", "TransferCharacteristics", "MatrixCoefficients", "VideoFullRangeFlag"),
}
NO_DATE: Final = "0000:00:00 00:00:00"
WRITTEN_BY_US: Final = {"HandlerDescription": {"VideoHandler"}, "MediaLanguageCode": {"und"}}

JPEG_MARKERS: Final = {0xC0, 0xC2, 0xC4, 0xDB, 0xDA, 0xDD, 0xE0}
BOXES: Final = {b"ftyp", b"moov", b"free", b"mdat", b"mvhd", b"trak", b"tkhd", b"edts", b"elst", b"mdia", b"mdhd"}
BOXES |= {
    b"hdlr",
    b"minf",
    b"vmhd",
    b"dinf",
    b"dref",
    b"stbl",
    b"stsd",
    b"stts",
    b"stss",
    b"ctts",
    b"stsc",
    b"stsz",
}
BOXES |= {b"stco", b"co64", b"sgpd", b"sbgp", b"udta", b"meta", b"ilst"}
HOLDERS: Final = {b"moov", b"trak", b"edts", b"mdia", b"minf", b"stbl", b"udta"}


def left_in(path: Path, kind: str) -> list[str]:
    """Names of everything in this JPEG or MP4 that a bare one would not have; empty where nothing is left."""
    own = _jpeg(path.read_bytes()) if kind == "jpeg" else _clip(path)
    return sorted({*own, *_by_exiftool(path)})


def _jpeg(content: bytes) -> Iterator[str]:
    at = 2
    while at + 4 <= len(content):
        marker, length = content[at + 1], struct.unpack(">H", content[at + 2 : at + 4])[0]
        if content[at] != 0xFF:
            yield "bytes of no segment"
            return
        if marker not in JPEG_MARKERS or (marker == 0xE0 and content[at + 4 : at + 9] != b"JFIF\0"):
            yield f"segment {marker:02X}"
        if marker == 0xDA:
            at = _after_scan(content, at + 2 + length)
            if content[at : at + 2] == b"\xff\xd9":
                if content[at + 2 :]:
                    yield "bytes after the end"
                return
        else:
            at += 2 + length
    yield "no end"


def _after_scan(content: bytes, at: int) -> int:
    """Where the next segment begins after the pixels of a scan: stuffed bytes and restarts are part of them."""
    while (at := content.find(b"\xff", at)) >= 0:
        if content[at + 1] != 0 and not 0xD0 <= content[at + 1] <= 0xD7:
            return at
        at += 2
    return len(content)


def _clip(path: Path) -> Iterator[str]:
    content = path.read_bytes()
    yield from _boxes(content, 0, len(content))


def _boxes(content: bytes, at: int, end: int) -> Iterator[str]:
    while at + 8 <= end:
        size, name = struct.unpack(">I4s", content[at : at + 8])
        head = 8
        if size == 1:
            size, head = struct.unpack(">Q", content[at + 8 : at + 16])[0], 16
        if size < head or at + size > end:
            yield "a box that does not fit"
            return
        if name not in BOXES:
            yield f"box {name.decode('latin-1')}"
        elif name == b"ilst" and size > head:
            yield "box ilst with entries"
        elif name == b"free" and content[at + head : at + size].strip(b"\0"):
            yield "box free with content"
        elif name in HOLDERS:
            yield from _boxes(content, at + head, at + size)
        elif name == b"meta":
            yield from _boxes(content, at + head + 4, at + size)
        at += size
    if at != end and content[at:end].strip(b"\0"):
        yield "bytes after the last box"


def _by_exiftool(path: Path) -> Iterator[str]:
    program = shutil.which("exiftool")
    if program is None:
        return
    asked = subprocess.run(
        [program, "-j", "-G0", "-a", "-s", str(path)],
        capture_output=True,
        timeout=EXIFTOOL_SECONDS,
        check=False,
    )
    for name, value in json.loads(asked.stdout or b"[{}]")[0].items():
        group, _colon, tag = name.rpartition(":")
        if not _is_bare(group, tag, str(value)):
            yield f"{group}:{tag}"


def _is_bare(group: str, tag: str, value: str) -> bool:
    if not group:
        return tag == "SourceFile"
    if group == "QuickTime":
        dated = tag.endswith("Date") and value != NO_DATE
        return tag in BARE_CLIP and not dated and value in WRITTEN_BY_US.get(tag, {value})
    if group == "Composite":
        return tag in BARE_COMPOSITE
    return group in BARE_GROUPS and tag not in BARE_FILE


def exiftool_version() -> str:
    """The version, empty where it is not installed."""
    program = shutil.which("exiftool")
    if program is None:
        return ""
    asked = subprocess.run(
        [program, "-ver"], capture_output=True, text=True, timeout=EXIFTOOL_SECONDS, check=False
    )
    return asked.stdout.strip()
