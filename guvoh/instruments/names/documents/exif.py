"""Owns EXIF: every directory of tags, the place it tells, and the small picture kept inside."""

import io
import logging
import struct
import warnings
from collections.abc import Iterator, Mapping
from typing import Any

from PIL import ExifTags, Image, TiffImagePlugin

from guvoh.instruments.names.documents.reading import Place, Reading, Unread, Where
from guvoh.instruments.names.documents.strings import paragraphs, readable

# It writes the values of tags into the log.
logging.getLogger("PIL").setLevel(logging.CRITICAL + 1)

_DIRECTORIES = (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo, ExifTags.IFD.Interop, ExifTags.IFD.IFD1)
_BROKEN = (
    SyntaxError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    OSError,
    struct.error,
    ZeroDivisionError,
    UserWarning,
)
_MADE_FOR_COMMENT = {b"ASCII\0\0\0": "ascii", b"UNICODE\0": "utf-16", b"JIS\0\0\0\0\0": "iso2022_jp"}


def read(reading: Reading, where: Where, data: bytes) -> None:
    """Add what the EXIF block `data` (a TIFF header and directories) says, tag by tag, and all its readable runs.

    Raises Unread where the block is damaged; the runs are added before.
    """
    reading.add((*where, Place("EXIF")), readable(data, single_byte=True), again=True)
    try:
        directories = _directories(data)
    except _BROKEN as error:
        raise Unread("damaged") from error
    for tags, names in directories:
        add_tags(reading, where, tags, names)
    _tell_place(reading, where, directories[2][0])
    thumbnail = directories[4][0]
    start, size = thumbnail.get(513), thumbnail.get(514)
    if isinstance(start, int) and isinstance(size, int) and size:
        reading.embed((*where, Place("thumbnail")), "", data[start : start + size])


def _directories(data: bytes) -> list[tuple[Mapping[int, Any], Mapping[int, str]]]:
    exif = Image.Exif()
    with warnings.catch_warnings():
        # it would skip a broken tag with a warning
        warnings.simplefilter("error")
        exif.load(data)
        directories: list[tuple[Mapping[int, Any], Mapping[int, str]]] = [(dict(exif), ExifTags.TAGS)]
        for directory in _DIRECTORIES:
            names = ExifTags.GPSTAGS if directory == ExifTags.IFD.GPSInfo else ExifTags.TAGS
            directories.append((exif.get_ifd(directory), names))
    return directories


def add_tags(reading: Reading, where: Where, tags: Mapping[int, Any], names: Mapping[int, str]) -> None:
    """Add each tag that says something in words, under the name the standard gives it."""
    for tag, value in tags.items():
        text = paragraphs(_words(value))
        if any(letter.isalpha() for letter in text) or len(text) > 5:
            reading.add((*where, Place("EXIF", names.get(tag, f"0x{tag:04x}"))), text)


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, bytes):
        encoding = _MADE_FOR_COMMENT.get(value[:8])
        if encoding == "utf-16":
            yield value[8:].decode("utf-16-le", "replace")
            yield value[8:].decode("utf-16-be", "replace")
        yield readable(value, single_byte=True)
    elif isinstance(value, str):
        # Pillow reads text as Latin letters; programs write Cyrillic into it all the same.
        yield value
        yield readable(value.encode("latin-1", "ignore"), single_byte=True)
    elif isinstance(value, tuple | list):
        if all(isinstance(item, int) and 0 <= item < 256 for item in value):
            yield readable(bytes(value), single_byte=True)
        else:
            for item in value:
                yield from _words(item)


def _tell_place(reading: Reading, where: Where, tags: Mapping[int, Any]) -> None:
    """Latitude and longitude in degrees (EXIF 2.32, tags 1 to 4 of the GPS directory)."""
    try:
        numbers = [
            sum(float(part) / 60**power for power, part in enumerate(tags[tag])) for tag in (2, 4) if tag in tags
        ]
    except (TypeError, ValueError, ZeroDivisionError):
        numbers = []
    if 2 in tags or 4 in tags:
        told = ", ".join(f"{tags.get(2 * n + 1, '')} {number:.5f}" for n, number in enumerate(numbers))
        reading.noticed((*where, Place("EXIF", "GPS")), "coordinates", told)


def read_tiff(reading: Reading, where: Where, data: bytes) -> None:
    """Add the tags of every page of a TIFF file; no pixel is decoded. Raises Unread where it is damaged."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            image = TiffImagePlugin.TiffImageFile(io.BytesIO(data))
            for page in range(getattr(image, "n_frames", 1)):
                image.seek(page)
                reading.spend(0)
                _page(reading, where, image)
                _check_whole(image.tag_v2, len(data))
        except Unread:
            raise
        except _BROKEN as error:
            raise Unread("damaged") from error


def _page(reading: Reading, where: Where, image: TiffImagePlugin.TiffImageFile) -> None:
    add_tags(reading, where, dict(image.tag_v2), ExifTags.TAGS)
    exif = image.getexif()
    for directory in _DIRECTORIES[:3]:
        names = ExifTags.GPSTAGS if directory == ExifTags.IFD.GPSInfo else ExifTags.TAGS
        add_tags(reading, where, exif.get_ifd(directory), names)
    _tell_place(reading, where, exif.get_ifd(ExifTags.IFD.GPSInfo))


def _check_whole(tags: Mapping[int, Any], size: int) -> None:
    """The strips or tiles of a page must lie inside the file (TIFF 6.0, tags 273, 279, 324, 325)."""
    for starts, lengths in ((273, 279), (324, 325)):
        if starts in tags:
            ends = [start + length for start, length in zip(tags[starts], tags[lengths], strict=True)]
            if max(ends, default=0) > size:
                raise Unread("damaged")
