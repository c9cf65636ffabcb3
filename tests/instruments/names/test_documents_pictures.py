"""Pictures: every word beside the pixels, and the place where they were taken."""

import io
import struct
import zlib

import pytest
from PIL import ExifTags, Image, PngImagePlugin

from guvoh.instruments.names.files import Status, judge
from tests.instruments.names.hidden import NAME, blocked, gaps

XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/" xmlns:dc="d"><dc:creator>{NAME}</dc:creator></x:xmpmeta>'.encode()


def saved(kind, **options):
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(buffer, kind, **options)
    return buffer.getvalue()


def exif(tag, value, directory=None):
    block = Image.Exif()
    if directory is None:
        block[tag] = value
    else:
        block.get_ifd(directory)[tag] = value
    return block


def after_start(segment):
    """A JPEG with one more segment."""
    data = saved("JPEG")
    return data[:2] + segment[:2] + struct.pack(">H", len(segment)) + segment[2:] + data[2:]


def with_chunk(kind, content):
    """A PNG with one more chunk."""
    data = saved("PNG")
    chunk = struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
    return data[:33] + chunk + data[33:]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "GIF"])
def test_a_picture_that_says_nothing_is_clean_and_noticed(index, kind):
    judgement = judge(saved(kind), "a", index)
    assert judgement.status == Status.CLEAN
    assert [notice.kind for notice in judgement.notices] == ["picture"]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1251"])
def test_exif_is_read_in_each_kind(index, kind, encoding):
    data = saved(kind, exif=exif(0x013B, NAME.encode(encoding)))
    assert blocked(data, index) == {"EXIF Artist"}


@pytest.mark.parametrize(
    ("block", "place"),
    [
        (exif(0x9286, b"ASCII\0\0\0Rustam Saidov", ExifTags.IFD.Exif), "EXIF UserComment"),
        (exif(0x9286, b"UNICODE\0" + NAME.encode("utf-16-le"), ExifTags.IFD.Exif), "EXIF UserComment"),
        (exif(0x9C9D, NAME.encode("utf-16-le")), "EXIF XPAuthor"),
        (exif(0x927C, b"Nikon\0\2\1" + NAME.encode(), ExifTags.IFD.Exif), "EXIF MakerNote"),
        (exif(0xA430, NAME.encode(), ExifTags.IFD.Exif), "EXIF CameraOwnerName"),
        (exif(0x001C, b"ASCII\0\0\0Rustam Saidov", ExifTags.IFD.GPSInfo), "EXIF GPSAreaInformation"),
    ],
)
def test_every_directory_of_exif_is_read(index, block, place):
    assert blocked(saved("JPEG", exif=block), index) == {place}


def test_coordinates_are_told_and_for_a_person_to_decide(index):
    block = Image.Exif()
    block.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (38.0, 33.0, 36.0), 3: "E", 4: (68.0, 47.0, 0.0)})
    judgement = judge(saved("JPEG", exif=block), "a.jpg", index)
    assert judgement.status == Status.REVIEW
    assert ("coordinates", "N 38.56000, E 68.78333") in {(each.kind, each.detail) for each in judgement.notices}


def gif_with_xmp():
    """A GIF with a packet laid over its blocks and the trailer that leads a reader of blocks to its end."""
    data = saved("GIF")
    start = 13 + 3 * 2 ** ((data[10] & 7) + 1)
    trailer = b"\x01" + bytes(range(255, -1, -1)) + b"\0"
    return data[:start] + b"\x21\xff\x0bXMP DataXMP" + XMP + trailer + data[start:]


@pytest.mark.parametrize(
    "data",
    [
        saved("JPEG", xmp=XMP),
        saved("WEBP", xmp=XMP),
        saved("TIFF", tiffinfo={700: XMP}),
        with_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP),
        gif_with_xmp(),
    ],
    ids=["JPEG", "WEBP", "TIFF", "PNG", "GIF"],
)
def test_xmp_is_read_in_each_kind(index, data):
    assert "XMP" in blocked(data, index)


def test_xmp_in_many_segments_is_one_text(index):
    head = b"http://ns.adobe.com/xmp/extension/\0" + b"0" * 40
    whole = b"<x:xmpmeta xmlns:x='a'><d>" + b"x " * 30 + NAME.encode() + b"</d></x:xmpmeta>"
    cut = whole.index("там".encode())
    data = saved("JPEG")
    segments = [
        b"\xff\xe1" + struct.pack(">H", 2 + len(head + half)) + head + half for half in (whole[:cut], whole[cut:])
    ]
    assert "XMP" in blocked(data[:2] + b"".join(segments) + data[2:], index)


def test_coordinates_in_xmp_are_told(index):
    packet = b'<x:xmpmeta xmlns:x="a" xmlns:e="b"><e:d e:GPSLatitude="38,33.6N"/></x:xmpmeta>'
    notices = judge(saved("JPEG", xmp=packet), "a", index).notices
    assert [each.detail for each in notices if each.kind == "coordinates"] == ["38,33.6N"]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251"])
def test_iptc_is_read(index, encoding):
    name = f"Омад {NAME} ба ин ҷо".encode(encoding, "replace")
    dataset = b"\x1c\x02\x78" + struct.pack(">H", len(name)) + name
    resource = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(dataset)) + dataset
    assert "IPTC caption" in blocked(after_start(b"\xff\xed" + resource), index)


def test_a_comment_of_a_jpeg_and_unknown_segments_are_read(index):
    assert blocked(saved("JPEG", comment=NAME), index) == {"picture data comment"}
    assert blocked(after_start(b"\xff\xea" + NAME.encode()), index) == {"picture data APP10"}


def test_text_chunks_of_a_png_are_read(index):
    for add in (
        lambda info: info.add_text("Author", "Rustam Saidov"),
        lambda info: info.add_text("Author", "Rustam Saidov", zip=True),
        lambda info: info.add_itxt("Author", NAME),
        lambda info: info.add_itxt("Author", NAME, zip=True),
        lambda info: info.add_itxt("Author", "x", tkey=NAME),
    ):
        info = PngImagePlugin.PngInfo()
        add(info)
        assert blocked(saved("PNG", pnginfo=info), index) == {"PNG text Author"}
    assert blocked(with_chunk(b"prVt", NAME.encode()), index) == {"picture data prVt"}


def test_a_raw_profile_of_a_png_is_read(index):
    block = exif(0x013B, NAME.encode()).tobytes()
    text = b"Raw profile type exif\0\0" + zlib.compress(b"\nexif\n%8d\n" % len(block) + block.hex().encode())
    assert "EXIF Artist" in blocked(with_chunk(b"zTXt", text), index)


def test_a_comment_of_a_gif_is_read(index):
    assert blocked(saved("GIF", comment=NAME.encode()), index) == {"picture data comment"}


def test_the_thumbnail_tells_of_itself(index):
    small = saved("JPEG", comment=NAME)
    entries = struct.pack("<HHIIHHII", 0x0201, 4, 1, 44, 0x0202, 4, 1, len(small))
    block = b"Exif\0\0II*\0\x08\0\0\0\0\0\x0e\0\0\0\x02\0" + entries + bytes(4)
    assert blocked(after_start(b"\xff\xe1" + block + small), index) == {"thumbnail, picture data comment"}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_what_follows_the_end_of_a_picture_is_looked_at(index, kind):
    assert blocked(saved(kind) + NAME.encode(), index) == {"after the end of the file, text"}
    assert gaps(saved(kind) + bytes(range(256)) * 9, index) == {("after the end of the file", "unknown kind")}


def heif(items):
    """As much of a HEIF file as carries metadata: its type, and data."""
    kind = struct.pack(">I4s4sI4s", 20, b"ftyp", b"heic", 0, b"mif1")
    return kind + struct.pack(">I4s", 8 + len(items), b"mdat") + items


def test_heif_is_read(index):
    block = exif(0x013B, NAME.encode()).tobytes()
    assert "EXIF Artist" in blocked(heif(b"\0\0\0\6" + block), index)
    assert "EXIF Artist" in blocked(heif(b"\0\0\0\0" + block.removeprefix(b"Exif\0\0")), index)
    assert "XMP" in blocked(heif(XMP), index)
    assert gaps(heif(XMP)[:-9], index) == {("", "damaged")}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "TIFF"])
def test_a_picture_cut_short_is_never_clean(index, kind):
    buffer = io.BytesIO()
    Image.effect_noise((90, 90), 80).save(buffer, kind)
    data = buffer.getvalue()
    for share in (0.1, 0.5):
        assert judge(data[: int(len(data) * share)], "a", index).status == Status.NOT_LOOKED


def test_damaged_exif_is_told(index):
    assert gaps(after_start(b"\xff\xe1Exif\0\0II*\0" + b"\xff" * 40), index) == {("EXIF", "damaged")}
