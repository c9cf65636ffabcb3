"""Files made to break their reader, or that cannot be read, end soon and are never taken for clean."""

import io
import logging
import random
import struct
import time
import zipfile
import zlib

import docx
import pytest

from guvoh.instruments.names import documents
from guvoh.instruments.names.documents import CouldNotLook, archive, kinds, reading
from guvoh.instruments.names.files import Status, judge
from tests.instruments.names.hidden import NAME, blocked, gaps, members, zipped
from tests.instruments.names.test_documents_pdf import printed
from tests.instruments.names.test_documents_pictures import saved

SECONDS_MAX = 10
PICTURES = ("JPEG", "PNG", "WEBP", "GIF", "TIFF")


@pytest.fixture(autouse=True)
def soon():
    began = time.process_time()
    yield
    assert time.process_time() - began < SECONDS_MAX


def letter(text="x"):
    document = docx.Document()
    document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def reasons(data, index):
    assert judge(data, "doc", index).status == Status.NOT_LOOKED
    return {reason for _, reason in gaps(data, index)}


def test_a_bomb_is_not_unpacked(index):
    assert reasons(zipped({"a.txt": b"0" * 30_000_000}), index) == {"bomb"}


def test_many_members_of_fair_size_are_counted_together(index, monkeypatch):
    monkeypatch.setattr(reading, "UNPACKED_MAX", 3_000_000)
    many = {f"{number}.bin": bytes(90_000) for number in range(40)}
    assert reasons(zipped(many), index) == {"too much"}


def test_a_member_that_lies_about_its_size_is_damaged(index):
    data = zipped({"a.txt": b"0" * 9_000_000})
    lying = data.replace(struct.pack("<I", 9_000_000), struct.pack("<I", 50))
    assert reasons(lying, index) == {"damaged"}


def test_an_archive_of_too_many_members_is_refused(index):
    assert reasons(zipped(dict.fromkeys(map(str, range(archive.MEMBERS_MAX + 1)), b"")), index) == {"bomb"}


def test_archives_in_archives_are_read_so_deep_and_no_deeper(index):
    data = NAME.encode()
    for _ in range(4):
        data = zipped({"inner": data})
    assert blocked(data, index)
    for _ in range(3):
        data = zipped({"inner": data})
    assert reasons(data, index) == {"too deep"}


def test_a_locked_archive_is_a_gap(index):
    data = bytearray(zipped({"a.txt": b"secret"}, zipfile.ZIP_STORED))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    assert gaps(bytes(data), index) == {("inside: a.txt", "encrypted")}


def test_entities_are_never_expanded(index):
    laughs = '<!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><a>&c;</a>'
    outside = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    for xml in (laughs, outside):
        data = zipped(members(letter()) | {"word/document.xml": xml})
        assert gaps(data, index) == {("text", "entities")}
        assert "root:" not in "".join(part.text for part in documents.read(data, "x").parts)


@pytest.mark.parametrize("encoding", ["shift_jis", "hex", "none"])
def test_xml_in_letters_nobody_knows_is_told(index, encoding):
    xml = f'<?xml version="1.0" encoding="{encoding}"?><a>x</a>'
    assert gaps(zipped(members(letter()) | {"word/document.xml": xml}), index) == {("text", "damaged")}


def test_a_damaged_part_is_a_gap_and_its_words_are_still_found(index):
    data = zipped(members(letter()) | {"word/document.xml": f"<a><b>{NAME}</b>"})
    assert gaps(data, index) == {("text", "damaged")}
    assert blocked(data, index) == {"text, readable bytes"}


def test_a_letter_under_a_password_is_a_gap(index):
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900) + "EncryptedPackage".encode("utf-16-le") + bytes(900)
    assert reasons(locked, index) == {"encrypted"}
    odt = {"content.xml": b"\1\2\3", "META-INF/manifest.xml": b"<m><encryption-data/></m>", "mimetype": b"x"}
    assert reasons(zipped(odt), index) == {"encrypted"}


@pytest.mark.parametrize("share", [0.2, 0.5, 0.95])
def test_an_archive_cut_short_is_never_clean(index, share):
    data = letter()
    assert reasons(data[: int(len(data) * share)], index) == {"damaged"}


def test_a_page_nested_without_end_is_read_or_told(index):
    page = "<html>" + "<div>" * 20_000 + NAME
    assert judge(page.encode(), "a.html", index).status == Status.BLOCKED


def test_xml_nested_without_end_is_told(index):
    data = zipped(members(letter()) | {"word/document.xml": "<a>" * 5_000 + "</a>" * 5_000})
    assert gaps(data, index) == {("text", "too deep")}


def test_a_bomb_in_a_picture_is_not_inflated(index):
    packed = b"Author\0\0" + zlib.compress(bytes(60_000_000))
    chunk = struct.pack(">I", len(packed)) + b"zTXt" + packed + bytes(4)
    assert reasons(b"\x89PNG\r\n\x1a\n" + chunk, index) == {"bomb"}


def test_a_picture_of_endless_pixels_is_not_decoded(index):
    head = struct.pack(">IIBBBBB", 2**31 - 1, 2**31 - 1, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", b""), (b"IEND", b""))
    data = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(said)) + kind + said + bytes(4) for kind, said in chunks
    )
    assert judge(data, "a.png", index).status == Status.CLEAN


def test_nothing_is_read_past_the_largest_file(index, monkeypatch):
    monkeypatch.setattr(kinds, "FILE_MAX", 3)
    assert reasons(b"four", index) == {"too much"}


def test_a_caller_gets_all_parts_or_an_error_with_the_rest():
    assert [part.text for part in documents.parts_of(b"x", "a.txt")] == ["a.txt", "x"]
    with pytest.raises(CouldNotLook) as told:
        documents.parts_of(zipped({"a.txt": b"seen", "b.bin": bytes(range(256))}), "a.zip")
    assert [gap.reason for gap in told.value.gaps] == ["unknown kind"]
    assert "seen" in [part.text for part in told.value.parts]
    assert "seen" not in str(told.value)


def test_a_byte_changed_anywhere_ends_in_parts_or_gaps():
    draw = random.Random(7)
    seeds = [letter(), zipped({"a.html": b"<p>x</p>", "b.txt": b"x"}), printed("x"), *map(saved, PICTURES)]
    for _ in range(150):
        data = bytearray(draw.choice(seeds))
        for _ in range(draw.choice((1, 5, 30))):
            data[draw.randrange(len(data))] = draw.randrange(256)
        assert documents.read(bytes(data), "x").parts


def test_no_word_of_a_file_reaches_a_log(index, caplog):
    caplog.set_level(logging.DEBUG)
    for data in (letter(NAME), NAME.encode(), b"%PDF-1.4\n1 0 obj\n(" + NAME.encode() + b"\nendobj\ntrailer\n"):
        judge(data, "a", index)
    assert not caplog.records
