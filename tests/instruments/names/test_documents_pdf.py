"""PDF: pages, what hangs on them, what the file says of itself, and what it said before it was changed."""

import io
import time

import pytest
import typst
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Link, Text
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from guvoh.instruments.names.files import Status, judge
from tests.instruments.names.hidden import NAME, blocked, gaps


def printed(text, **options):
    return typst.compile(("#set page(width: 9cm, height: 8cm)\n" + text).encode(), **options)


PLAIN = printed("Суд идёт. Здесь нет никого, о ком говорят.")


def written(change, source=PLAIN):
    """`source` with what `change` does to it by a pypdf writer."""
    writer = PdfWriter(clone_from=io.BytesIO(source))
    change(writer)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def text(value):
    return TextStringObject(value)


def script(writer, source):
    action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): text(source)}
    writer._root_object[NameObject("/OpenAction")] = DictionaryObject(action)


def test_a_page_without_anybody_is_clean(index):
    assert judge(PLAIN, "a.pdf", index).status == Status.CLEAN


@pytest.mark.parametrize(
    ("source", "place"),
    [
        (f"x #pagebreak() {NAME}", "page 2"),
        (f"#set page(header: [{NAME}])\nx", "page 1"),
        (f"x#footnote[{NAME}]", "page 1"),
        (f"#text(tracking: 4pt)[{NAME}]", "page 1"),
        (f"#text(fill: white, size: 1pt)[{NAME}]", "page 1"),
        ("#set page(width: 4cm)\n#set par(justify: true)\nи потом Рустам Саидов пришёл", "page 1"),
        ("#set text(hyphenate: true, lang: \"ru\")\n#box(width: 1.3cm)[Рустам Саидов]", "page 1"),
        ("Мураббаи Ҷамшед Мирзоев", "page 1"),
        ("#text(font: \"Libertinus Serif\")[Зарина Раҳмонова]", "page 1"),
    ],
)  # fmt: skip
def test_the_text_of_pages_is_read(index, source, place):
    assert place in blocked(printed(source), index)


def test_a_name_may_begin_on_one_page_and_end_on_the_next(index):
    broken = printed('#set page(numbering: "1")\nи пришёл Рустам #pagebreak() Саидов и ушёл')
    assert blocked(broken, index) == {"page 1", "page 2"}


def test_gaps_inside_a_name_do_not_hide_it(index):
    assert "page 1, with gaps closed" in blocked(printed("Вчера Рус там Саи дов пришёл"), index)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda writer: writer.add_metadata({"/Author": NAME}), "property Author"),
        (lambda writer: writer.add_metadata({"/Клиент": NAME}), "property Клиент"),
        (lambda writer: writer.add_outline_item(title=NAME, page_number=0), "entry Title"),
        (lambda writer: writer.add_attachment(f"{NAME}.txt", b"x"), f"attachment {NAME}.txt, file name"),
        (lambda writer: writer.add_attachment("a.txt", NAME.encode()), "attachment a.txt, text"),
        (lambda writer: script(writer, f"app.alert('{NAME}')"), "script"),
        (lambda writer: writer.add_annotation(0, Text(rect=(1, 1, 9, 9), text=NAME)), "annotation"),
        (lambda writer: writer.add_annotation(0, FreeText(rect=(1, 1, 9, 9), text=NAME)), "annotation"),
        (lambda writer: writer.add_annotation(0, Link(rect=(1, 1, 9, 9), url=f"http://x/{NAME}")), "link"),
    ],
)
def test_what_hangs_on_pages_is_looked_at(index, change, place):
    assert place in blocked(written(change), index)


def test_a_field_of_a_form_is_looked_at(index):
    def fill(writer):
        field = DictionaryObject(
            {
                NameObject("/FT"): NameObject("/Tx"),
                NameObject("/T"): text("name"),
                NameObject("/V"): text(NAME),
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/Widget"),
                NameObject("/Rect"): ArrayObject([FloatObject(1)] * 4),
            }
        )
        form = DictionaryObject({NameObject("/Fields"): ArrayObject([writer._add_object(field)])})
        writer._root_object[NameObject("/AcroForm")] = form

    assert blocked(written(fill), index) == {"form field"}


def test_a_description_for_the_blind_is_looked_at(index):
    picture = f'#figure(alt: "{NAME}", rect(width: 1cm))\nx'
    assert "alternative text" in blocked(printed(picture), index)


def test_text_drawn_by_an_annotation_is_read(index):
    def stamp(writer):
        drawing = DecodedStreamObject()
        drawing.set_data(b"BT /F1 12 Tf (Rustam Saidov) Tj ET")
        font = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
            }
        )
        resources = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})})
        drawing.update(
            {
                NameObject("/Type"): NameObject("/XObject"),
                NameObject("/Subtype"): NameObject("/Form"),
                NameObject("/Resources"): resources,
            }
        )
        note = Text(rect=(1, 1, 9, 9), text="x")
        note[NameObject("/AP")] = DictionaryObject({NameObject("/N"): writer._add_object(drawing)})
        writer.add_annotation(0, note)

    assert blocked(written(stamp), index) == {"page 1, annotation"}


def test_metadata_in_xmp_is_read(index):
    packet = f'<x:xmpmeta xmlns:x="adobe:ns:meta/" xmlns:dc="d"><dc:creator>{NAME}</dc:creator></x:xmpmeta>'

    def describe(writer):
        stream = DecodedStreamObject()
        stream.set_data(packet.encode())
        stream.update({NameObject("/Type"): NameObject("/Metadata"), NameObject("/Subtype"): NameObject("/XML")})
        writer._root_object[NameObject("/Metadata")] = writer._add_object(stream)

    assert blocked(written(describe), index) == {"XMP"}


def test_windows_letters_in_a_property_are_read(index):
    data = written(lambda writer: writer.add_metadata({"/Author": "A" * 13}))
    assert b"(AAAAAAAAAAAAA)" in data
    assert blocked(data.replace(b"A" * 13, NAME.encode("cp1251")), index) == {"property Author"}


def test_an_earlier_version_is_read(index):
    first = printed(f"Сначала здесь был {NAME}.")
    reader = PdfReader(io.BytesIO(first))
    page = reader.pages[0]
    number = page["/Contents"].indirect_reference.idnum
    empty = b"%d 0 obj\n<</Length 0>>\nstream\n\nendstream\nendobj\n" % number
    offset, before = len(first) + 1, int(first.rsplit(b"startxref", 1)[1].split()[0])
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, offset)
    root = reader.trailer.raw_get("/Root").idnum
    trailer = b"trailer\n<</Size %d/Root %d 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        reader.trailer["/Size"], root, before, offset + len(empty),
    )  # fmt: skip
    assert blocked(first + b"\n" + empty + table + trailer, index) == {"earlier version 1, page 1"}


def test_a_page_taken_out_of_order_is_read(index):
    def take_out(writer):
        pages = writer._pages.get_object()
        pages[NameObject("/Kids")] = ArrayObject(pages["/Kids"][:1])
        pages[NameObject("/Count")] = NumberObject(1)

    assert "removed page 1" in blocked(written(take_out, printed(f"x #pagebreak() {NAME}")), index)


def picture(exif=None):
    buffer = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(buffer, "JPEG", exif=exif or Image.Exif())
    return buffer.getvalue()


def test_a_scan_is_told_and_its_photograph_looked_at(index):
    exif = Image.Exif()
    exif[0x013B] = NAME.encode()
    image = Image.open(io.BytesIO(picture(exif)))
    buffer = io.BytesIO()
    image.save(buffer, "PDF")
    assert gaps(buffer.getvalue(), index) == {("page 1", "page is a picture")}
    assert judge(buffer.getvalue(), "a.pdf", index).status == Status.NOT_LOOKED


def test_a_picture_beside_text_is_noticed(index):
    buffer = io.BytesIO()
    Image.open(io.BytesIO(picture())).save(buffer, "PDF")

    def lay_under(writer):
        writer.pages[0].merge_page(PdfReader(io.BytesIO(buffer.getvalue())).pages[0])

    judgement = judge(written(lay_under, printed("Суд идёт. " * 20)), "a.pdf", index)
    assert judgement.status == Status.CLEAN
    assert {notice.kind for notice in judgement.notices} == {"picture"}


def test_letters_drawn_as_outlines_are_told(index):
    lines = ", ".join(f"curve.line(({n % 7}pt, {n % 5}pt))" for n in range(200))
    assert gaps(printed(f"#curve({lines})"), index) == {("page 1", "page is drawn")}
    assert gaps(printed("#table(columns: 4, " + "[a]," * 40 + ")"), index) == set()


def test_a_font_that_does_not_tell_its_letters_is_told(index):
    def forget_letters(writer):
        for each in writer._objects:
            if isinstance(each, DictionaryObject) and "/ToUnicode" in each:
                del each["/ToUnicode"]

    assert gaps(written(forget_letters, printed(NAME)), index) == {("page 1", "letters unknown")}


def test_a_password_is_a_gap_and_an_empty_one_is_none(index):
    source = printed(NAME)
    locked = written(lambda writer: writer.encrypt("long password", algorithm="AES-256"), source)
    assert judge(locked, "a.pdf", index).status == Status.NOT_LOOKED
    assert gaps(locked, index) == {("", "encrypted")}
    opened = written(lambda writer: writer.encrypt("", "owner", algorithm="AES-256"), source)
    assert blocked(opened, index) == {"page 1"}


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_file_cut_short_is_never_clean(index, share):
    source = printed("x " * 300)
    assert judge(source[: int(len(source) * share)], "a.pdf", index).status == Status.NOT_LOOKED


def test_a_stream_that_breaks_off_is_told(index):
    broken = bytearray(printed("Суд идёт. " * 60))
    stream = PdfReader(io.BytesIO(broken)).pages[0]["/Contents"]._data
    place = broken.index(stream) + len(stream) // 2
    broken[place : place + 9] = b"\xff" * 9
    assert judge(bytes(broken), "a.pdf", index).status == Status.NOT_LOOKED


def test_what_the_reader_left_out_is_told(index):
    source = printed("Суд идёт.")
    start = source.rindex(b"startxref")
    assert judge(source[:start] + source[start:].replace(b"startxref\n", b"startxref\n9"), "a", index).gaps


def test_forms_that_draw_forms_without_end_are_refused_quickly(index):
    def nest(writer):
        inner = None
        for _ in range(11):
            form = DecodedStreamObject()
            form.set_data(b"/X Do " * 20 if inner else b"BT ET")
            form.update({NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Form")})
            held = DictionaryObject({NameObject("/X"): inner} if inner else {})
            form[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): held})
            inner = writer._add_object(form)
        page = writer.pages[0]
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/XObject"): DictionaryObject({NameObject("/X"): inner})}
        )
        page[NameObject("/Contents")] = writer._add_object(_drawing(b"/X Do "))

    began = time.process_time()
    assert ("page 1", "bomb") in gaps(written(nest), index)
    assert time.process_time() - began < 5


def _drawing(orders):
    stream = DecodedStreamObject()
    stream.set_data(orders)
    return stream
