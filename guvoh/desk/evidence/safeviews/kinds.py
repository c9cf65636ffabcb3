"""What a file is, by its content. Only what stands here gets a safe view; all else stays a sealed original."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from guvoh.desk.evidence.safeviews.parts import Refused

HEAD_BYTES: Final = 4096


@dataclass(frozen=True)
class Kind:
    """A kind of file: how it is looked at, and the endings a file of this kind may bear."""

    name: str
    family: str
    endings: frozenset[str]


def _kind(name: str, family: str, *endings: str) -> Kind:
    return Kind(name, family, frozenset(endings or (name,)))


KINDS: Final = {
    kind.name: kind
    for kind in (
        _kind("jpeg", "picture", "jpg", "jpeg", "jpe", "jfif"),
        _kind("png", "picture"),
        _kind("webp", "picture"),
        _kind("gif", "picture"),
        _kind("heic", "picture", "heic", "heif"),
        _kind("pdf", "pdf"),
        _kind("docx", "office"),
        _kind("xlsx", "office"),
        _kind("pptx", "office"),
        _kind("odt", "office"),
        _kind("txt", "text", "txt", "text", "log"),
        _kind("mp4", "video", "mp4", "m4v"),
        _kind("mov", "video", "mov", "qt"),
        _kind("3gp", "video", "3gp", "3g2", "3gpp"),
        _kind("webm", "video"),
        _kind("mkv", "video"),
        _kind("m4a", "audio", "m4a", "mp4"),
        _kind("mp3", "audio"),
        _kind("ogg", "audio", "ogg", "oga", "opus"),
        _kind("wav", "audio"),
        _kind("amr", "audio"),
    )
}

_HEIF_BRANDS: Final = {b"heic", b"heix", b"heif", b"mif1", b"msf1", b"hevc"}
_MAIN_PARTS: Final = {
    "docx": ("word/document.xml", "wordprocessingml.document.main"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet.main"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation.main"),
}


def _riff(head: bytes) -> str:
    return {b"WEBP": "webp", b"WAVE": "wav"}.get(head[8:12], "")


def _boxed(head: bytes) -> str:
    brand = head[8:12]
    if brand in _HEIF_BRANDS:
        return "heic"
    if brand[:3] in (b"3gp", b"3g2"):
        return "3gp"
    return {b"qt  ": "mov", b"M4A ": "m4a", b"M4B ": "m4a"}.get(brand, "mp4")


def _matroska(head: bytes) -> str:
    return "webm" if b"webm" in head[:64] else "mkv"


_MAGIC: Final[tuple[tuple[int, bytes, str | Callable[[bytes], str]], ...]] = (
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"GIF87a", "gif"),
    (0, b"GIF89a", "gif"),
    (0, b"RIFF", _riff),
    (4, b"ftyp", _boxed),
    (4, b"moov", "mov"),
    (4, b"mdat", "mov"),
    (4, b"wide", "mov"),
    (0, b"\x1a\x45\xdf\xa3", _matroska),
    (0, b"%PDF-", "pdf"),
    (0, b"ID3", "mp3"),
    (0, b"\xff\xfb", "mp3"),
    (0, b"\xff\xf3", "mp3"),
    (0, b"\xff\xf2", "mp3"),
    (0, b"OggS", "ogg"),
    (0, b"#!AMR", "amr"),
)


def kind_of(path: Path) -> Kind:
    """What lies in this file. Raises Refused for what is not on the list."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head:
        raise Refused("empty")
    for offset, magic, found in _MAGIC:
        if head[offset : offset + len(magic)] == magic:
            name = found if isinstance(found, str) else found(head)
            break
    else:
        name = _zipped(path) if head.startswith(b"PK\x03\x04") else _worded(head)
    if name not in KINDS:
        raise Refused("not_on_the_list")
    return KINDS[name]


def _zipped(path: Path) -> str:
    """Which office document a zip archive is; nothing is unpacked but its table of contents."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist()[:5000])
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                opened = archive.read("mimetype")
                return "odt" if opened == b"application/vnd.oasis.opendocument.text" else "archive"
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise Refused("damaged") from error
    if "[Content_Types].xml" not in names:
        return "archive"
    return next((kind for kind, (main, _type) in _MAIN_PARTS.items() if main in names), "archive")


def _worded(head: bytes) -> str:
    """Whether this is plain text: no control characters, and nothing a browser or a shell would run."""
    try:
        text = head.decode("utf-8-sig") if len(head) < HEAD_BYTES else head[:-4].decode("utf-8-sig", "ignore")
    except UnicodeDecodeError:
        return ""
    if any(ord(letter) < 32 and letter not in "\t\r\n\f" for letter in text):
        return ""
    begins = text.lstrip().lower()
    return "" if begins.startswith(("<", "#!", "%!", "{\\rtf")) else "txt"


def check_ending(kind: Kind, ending: str) -> None:
    """Raise Refused where a file's name says another kind than its content. A name without ending says nothing."""
    if ending and ending not in kind.endings:
        raise Refused("another_kind")
