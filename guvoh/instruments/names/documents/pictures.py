"""Owns pictures: all that stands in their files beside the pixels. Pixels are never decoded."""

import re
import struct
import zlib
from collections.abc import Callable

from guvoh.instruments.names.documents import exif, xml
from guvoh.instruments.names.documents.reading import Place, Reading, Unread, Where
from guvoh.instruments.names.documents.strings import readable

TEXT_CHUNK_MAX = 10_000_000
_EXIF_MARK = b"Exif\0\0"
_XMP_MARKS = (b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0")
_PACKET = re.compile(rb"<x:xmpmeta.*?</x:xmpmeta>|<rdf:RDF.*?</rdf:RDF>", re.DOTALL)
_PLACE_TOLD = re.compile(rb"GPSL(?:ati|ongi)tude[^0-9<]{1,4}([0-9.,NSEW]+)")
# Inside the scans of a JPEG, FF before these bytes is a pixel or a restart.
_JPEG_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
# In HEIF the block has its distance to the TIFF header before it, and need not have the mark.
_HEIF_EXIF = re.compile(rb"(?:Exif\0\0|\0\0\0[\0-\x10])(?=II\*\0|MM\0\*)")
_IPTC = re.compile(rb"\x1c[\x01-\x09](.)(.)(.)", re.DOTALL)
_IPTC_NAMES = {
    5: "title", 25: "keywords", 80: "author", 85: "author", 90: "city", 105: "headline", 116: "copyright",
    120: "caption", 122: "caption writer",
}  # fmt: skip


def read(reading: Reading, where: Where, data: bytes) -> bool:
    """Add all words a picture's file carries; whether `data` is a picture of a known kind.

    Raises Unread where the file is damaged.
    """
    for mark, reader in _READERS:
        if mark.match(data):
            reading.spend(len(data))
            reading.noticed(where, "picture")
            try:
                reader(reading, where, data)
            except (struct.error, IndexError, zlib.error) as error:
                raise Unread("damaged") from error
            return True
    return False


def _jpeg(reading: Reading, where: Where, data: bytes) -> None:
    extended = b""
    position = 2
    while data[position : position + 2] != b"\xff\xd9":
        if data[position] != 0xFF:
            found = _JPEG_MARKER.search(data, position)
            if found is None:
                raise Unread("damaged")
            position = found.start()
            continue
        marker = data[position + 1]
        if marker in (0xFF, 0x00, 0x01) or 0xD0 <= marker <= 0xD8:
            position += 1 if marker == 0xFF else 2
            continue
        (size,) = struct.unpack_from(">H", data, position + 2)
        segment = data[position + 4 : position + 2 + size]
        if len(segment) < size - 2:
            raise Unread("damaged")
        if segment.startswith(_XMP_MARKS[1]):
            extended += segment[len(_XMP_MARKS[1]) + 40 :]
        elif 0xE0 <= marker <= 0xEF or marker == 0xFE:
            _segment(reading, where, segment, "comment" if marker == 0xFE else f"APP{marker - 0xE0}")
        position += 2 + size
        if marker == 0xDA:
            found = _JPEG_MARKER.search(data, position)
            position = found.start() if found else len(data)
    _xmp(reading, where, extended)
    _after(reading, where, data[position + 2 :])


def _segment(reading: Reading, where: Where, segment: bytes, name: str) -> None:
    if segment.startswith(_EXIF_MARK):
        _exif(reading, where, segment[len(_EXIF_MARK) :])
    elif segment.startswith(_XMP_MARKS[0]):
        _xmp(reading, where, segment[len(_XMP_MARKS[0]) :])
    else:
        _iptc(reading, where, segment)
        reading.add((*where, Place("picture data", name)), readable(segment, single_byte=True))


def _exif(reading: Reading, where: Where, block: bytes) -> None:
    with reading.missing((*where, Place("EXIF"))):
        exif.read(reading, where, block)


def _xmp(reading: Reading, where: Where, packet: bytes) -> None:
    if not packet.strip(b"\0 \n\r\t"):
        return
    place = (*where, Place("XMP"))
    if told := _PLACE_TOLD.findall(packet):
        reading.noticed(place, "coordinates", b", ".join(told).decode("ascii", "replace"))
    found = _PACKET.search(packet)
    if found:
        xml.read(reading, where, found[0], Place("XMP"))
        reading.add(place, readable(packet[: found.start()] + b"\0" + packet[found.end() :]))
    else:
        reading.add(place, readable(packet, single_byte=True))


def _iptc(reading: Reading, where: Where, block: bytes) -> None:
    """Datasets of IPTC-IIM 4.2: a mark, two numbers, a length in two bytes, the text."""
    for head in _IPTC.finditer(block):
        number, size = head[1][0], int.from_bytes(head[2] + head[3], "big")
        words = readable(block[head.end() : head.end() + size], single_byte=True)
        reading.add((*where, Place("IPTC", _IPTC_NAMES.get(number, str(number)))), words)


def _after(reading: Reading, where: Where, rest: bytes) -> None:
    """What follows the end of the picture: other pictures, archives, or nothing but filling."""
    if rest.strip(b"\0\r\n "):
        reading.embed((*where, Place("after the end")), "", rest.lstrip(b"\0"))


def _png(reading: Reading, where: Where, data: bytes) -> None:
    position, kind = 8, b""
    while kind != b"IEND":
        size, kind = struct.unpack_from(">I4s", data, position)
        chunk = data[position + 8 : position + 8 + size]
        if len(chunk) < size:
            raise Unread("damaged")
        position += 12 + size
        if kind in (b"tEXt", b"zTXt", b"iTXt", b"iCCP"):
            _png_text(reading, where, kind, chunk)
        elif kind == b"eXIf":
            _exif(reading, where, chunk)
        elif kind not in (b"IDAT", b"fdAT", b"IHDR", b"PLTE", b"tRNS"):
            reading.add((*where, Place("picture data", kind.decode("latin-1"))), readable(chunk))
    _after(reading, where, data[position:])


def _png_text(reading: Reading, where: Where, kind: bytes, chunk: bytes) -> None:
    """Keyword and text (PNG third edition, 11.3.3). Raw profiles are EXIF or IPTC in hexadecimal."""
    keyword, _, text = chunk.partition(b"\0")
    name = keyword.decode("latin-1")
    if kind in (b"zTXt", b"iCCP"):
        text = _inflated(text[1:])
    elif kind == b"iTXt":
        packed, (_, translated, text) = text[0], text[2:].split(b"\0", 2)
        text = _inflated(text) if packed else text
        reading.add((*where, Place("PNG text", name)), translated.decode("utf-8", "replace"))
    if name.startswith("Raw profile type"):
        raw = bytes.fromhex(b"".join(text.split()[2:]).decode("ascii", "ignore"))
        _segment(reading, where, raw, name)
    elif b"xmpmeta" in text:
        _xmp(reading, where, text)
    reading.add((*where, Place("PNG text", name)), f"{name}\n\n{readable(text, single_byte=True)}")


def _inflated(data: bytes) -> bytes:
    unpacking = zlib.decompressobj()
    text = unpacking.decompress(data, TEXT_CHUNK_MAX)
    if unpacking.unconsumed_tail:
        raise Unread("bomb")
    return text


def _webp(reading: Reading, where: Where, data: bytes) -> None:
    (length,) = struct.unpack_from("<I", data, 4)
    if len(data) < length + 8:
        raise Unread("damaged")
    position = 12
    while position + 8 <= length + 8:
        kind, size = struct.unpack_from("<4sI", data, position)
        chunk = data[position + 8 : position + 8 + size]
        position += 8 + size + size % 2
        if kind == b"EXIF":
            _exif(reading, where, chunk.removeprefix(_EXIF_MARK))
        elif kind == b"XMP ":
            _xmp(reading, where, chunk)
        elif kind not in (b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"):
            reading.add((*where, Place("picture data", kind.decode("latin-1"))), readable(chunk))
    _after(reading, where, data[length + 8 + length % 2 :])


def _gif(reading: Reading, where: Where, data: bytes) -> None:
    position = 13 + _colours(data[10])
    while (block := data[position]) != 0x3B:
        if block == 0x21:
            label = data[position + 1]
            position, said = _sub_blocks(data, position + 2)
            name = "comment" if label == 0xFE else f"0x{label:02x}"
            reading.add((*where, Place("picture data", name)), readable(said, single_byte=True))
        elif block == 0x2C:
            position, _ = _sub_blocks(data, position + 11 + _colours(data[position + 9]))
        else:
            raise Unread("damaged")
    # XMP is laid over the blocks of a GIF without regard to them, so it is looked for in the whole.
    for packet in _PACKET.finditer(data):
        _xmp(reading, where, packet[0])
    _after(reading, where, data[position + 1 :])


def _colours(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _sub_blocks(data: bytes, position: int) -> tuple[int, bytes]:
    pieces = []
    while size := data[position]:
        pieces.append(data[position + 1 : position + 1 + size])
        position += 1 + size
    return position + 1, b"".join(pieces)


def _tiff(reading: Reading, where: Where, data: bytes) -> None:
    exif.read_tiff(reading, where, data)
    _iptc(reading, where, data)
    _packets(reading, where, data)


def _packets(reading: Reading, where: Where, data: bytes) -> None:
    """XMP packets wherever they stand in a file of no simple order, then every readable run."""
    for packet in _PACKET.finditer(data):
        _xmp(reading, where, packet[0])
    reading.add((*where, Place("bytes")), readable(data), again=True)


def _heif(reading: Reading, where: Where, data: bytes) -> None:
    position = 0
    while position + 8 <= len(data):
        (size,) = struct.unpack_from(">I", data, position)
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, position + 8)
        # a box of size 0 reaches to the end
        position = position + size if size >= 8 else len(data)
    if position != len(data):
        raise Unread("damaged")
    for found in _HEIF_EXIF.finditer(data):
        _exif(reading, where, data[found.end() :])
    _packets(reading, where, data)


def _metafile(reading: Reading, where: Where, data: bytes) -> None:
    """EMF and WMF are drawn of words and strokes; the words are found, letters given as strokes are pixels."""
    reading.add((*where, Place("bytes")), readable(data, single_byte=True))


_Reader = Callable[[Reading, Where, bytes], None]
_READERS: tuple[tuple[re.Pattern[bytes], _Reader], ...] = (
    (re.compile(rb"\xff\xd8\xff"), _jpeg),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), _png),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), _webp),
    (re.compile(rb"GIF8[79]a"), _gif),
    (re.compile(rb"II\*\0|MM\0\*"), _tiff),
    (re.compile(rb"....ftyp(?:hei[cfmsx]|hev[cx]|mif1|msf1|avif|avis)", re.DOTALL), _heif),
    (re.compile(rb"\xd7\xcd\xc6\x9a|\x01\0\0\0.{36} EMF", re.DOTALL), _metafile),
)
