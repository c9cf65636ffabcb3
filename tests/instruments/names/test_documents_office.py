"""DOCX, workbooks, OpenDocument and books: a name is found wherever an office program keeps one."""

import io

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from PIL import Image

from guvoh.instruments.names.files import Status, judge
from tests.instruments.names.hidden import NAME, blocked, gaps, members, zipped

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document):
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


NEEDED = ("[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "word/document.xml")
LETTER = {name: content for name, content in members(saved(docx.Document())).items() if name in NEEDED}


def with_member(name, content):
    return zipped(LETTER | {name: content})


def with_body(xml):
    """A letter whose first paragraph is `xml`."""
    return with_member("word/document.xml", f"<w:document {W}><w:body><w:p>{xml}</w:p></w:body></w:document>")


def run(text, tag="t"):
    return f"<w:r><w:{tag}>{text}</w:{tag}></w:r>"


def test_a_new_letter_is_clean(index):
    document = docx.Document()
    document.add_paragraph("Суд идёт.")
    assert judge(saved(document), "a.docx", index).status == Status.CLEAN


def test_body_table_header_and_footer_are_looked_at(index):
    for hide, place in (
        (lambda document: document.add_paragraph(NAME), "text"),
        (lambda document: setattr(document.add_table(1, 1).cell(0, 0), "text", NAME), "text"),
        (lambda document: document.sections[0].header.paragraphs[0].add_run(NAME), "header"),
        (lambda document: document.sections[0].footer.paragraphs[0].add_run(NAME), "footer"),
        (lambda document: setattr(document.core_properties, "author", NAME), "property creator"),
        (lambda document: setattr(document.core_properties, "last_modified_by", NAME), "property lastModifiedBy"),
        (lambda document: setattr(document.core_properties, "title", NAME), "property title"),
        (lambda document: document.add_comment(document.add_paragraph().add_run("x"), NAME), "comments"),
        (
            lambda document: document.add_comment(document.add_paragraph().add_run("x"), "x", author=NAME),
            "comments, author of a change",
        ),
        (
            lambda document: document.part.relate_to(f"file:///C:/{NAME}.dot", RELATIONSHIP_TYPE.HYPERLINK, True),
            "links, link",
        ),
    ):
        document = docx.Document()
        hide(document)
        assert blocked(saved(document), index) == {place}


@pytest.mark.parametrize(
    ("xml", "place"),
    [
        (run("Рус") + run("там Саи") + run("дов"), "text"),
        (f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{NAME}</w:t></w:r>", "text"),
        (f'<w:del w:author="x">{run(NAME, "delText")}</w:del>', "text"),
        (f'<w:ins w:author="{NAME}">{run("x")}</w:ins>', "text, author of a change"),
        (run(f'HYPERLINK "http://x/{NAME}"', "instrText"), "text, field code"),
        (
            f'<w:r><w:drawing><docPr id="1" name="Picture 1" descr="{NAME}"/></w:drawing></w:r>',
            "text, alternative text",
        ),
        (f'<w:bookmarkStart w:id="0" w:name="{NAME.replace(" ", "_")}"/>', "text, attribute"),
        (f"<w:r><w:pict><textpath string='{NAME}'/></w:pict></w:r>", "text, attribute"),
        (f"<w:r><w:txbxContent><w:p>{run(NAME)}</w:p></w:txbxContent></w:r>", "text"),
        (run("Рустам") + "<w:r><w:tab/></w:r>" + run("Саидов"), "text"),
        ("".join(f"<w:tc><w:p>{run(cell)}</w:p></w:tc>" for cell in NAME.split()), "text"),
    ],
)
def test_each_place_of_a_paragraph_is_looked_at(index, xml, place):
    assert blocked(with_body(xml), index) == {place}


def test_a_change_that_cuts_into_a_name_does_not_hide_it(index):
    deleted = f'<w:del w:author="x">{run("анбе Ду", "delText")}</w:del>'
    inserted = f'<w:ins w:author="x">{run("анбе Ду")}</w:ins>'
    accepted = blocked(with_body(run("Рус") + deleted + run("там Саи") + deleted + run("дов")), index)
    rejected = blocked(with_body(run("Рус") + inserted + run("там Саи") + inserted + run("дов")), index)
    assert (accepted, rejected) == ({"text, with the changes accepted"}, {"text, with the changes rejected"})


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("word/footnotes.xml", f"<w:footnotes {W}><w:p>{run(NAME)}</w:p></w:footnotes>", "footnotes"),
        ("docProps/app.xml", f"<Properties><Manager>{NAME}</Manager></Properties>", "property Manager"),
        ("docProps/app.xml", f"<Properties><Template>{NAME}.dotx</Template></Properties>", "property Template"),
        (
            "docProps/custom.xml",
            f'<Properties><property name="Муроҷиаткунанда"><lpwstr>{NAME}</lpwstr></property></Properties>',
            "property Муроҷиаткунанда",
        ),
        (
            "docProps/custom.xml",
            f'<Properties><property name="{NAME}"><lpwstr>1</lpwstr></property></Properties>',
            "properties, attribute",
        ),
        ("customXml/item1.xml", "<r><given>Рустам</given><surname>Саидов</surname></r>", "custom data"),
        ("word/settings.xml", f'<s><docVar name="c" val="{NAME}"/></s>', "settings, attribute"),
        ("word/settings.xml", f"<s><!-- {NAME} --></s>", "settings, hidden comment"),
        (f"word/media/{NAME}.txt", "x", "names of the files inside"),
        ("word/embeddings/a.txt", NAME, "inside: word/embeddings/a.txt, text"),
        ("word/fonts/font1.odttf", b"\0\1" + NAME.encode(), "inside: word/fonts/font1.odttf"),
    ],
)
def test_each_member_of_a_letter_is_looked_at(index, name, content, place):
    assert blocked(with_member(name, content), index) == {place}


def test_a_letter_inside_a_letter_is_read(index):
    inner = docx.Document()
    inner.core_properties.author = NAME
    data = with_member("word/embeddings/inner.docx", saved(inner))
    assert blocked(data, index) == {"inside: word/embeddings/inner.docx, property creator"}


def test_a_picture_in_a_letter_tells_of_itself(index):
    exif = Image.Exif()
    exif[0x013B] = NAME.encode()
    buffer = io.BytesIO()
    Image.new("RGB", (4, 4)).save(buffer, "JPEG", exif=exif)
    document = docx.Document()
    document.add_picture(io.BytesIO(buffer.getvalue()))
    judgement = judge(saved(document), "a.docx", index)
    assert blocked(saved(document), index) == {"inside: word/media/image1.jpg, EXIF Artist"}
    assert {notice.kind for notice in judgement.notices} == {"picture"}


def test_a_surname_alone_blocks_where_another_part_names_the_person(index):
    document = docx.Document()
    document.add_paragraph(NAME)
    document.sections[0].footer.paragraphs[0].add_run("Саидов")
    assert blocked(saved(document), index) == {"text", "footer"}


def test_an_object_of_an_unknown_kind_is_a_gap(index):
    data = with_member("word/embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert gaps(data, index) == {("inside: word/embeddings/oleObject1.bin", "unknown kind")}


def test_the_cells_of_a_row_are_read_side_by_side(index):
    shared = "<sst><si><t>Саидов</t></si><si><t>Ном</t></si><si><t>Рустам</t></si></sst>"
    cells = '<c t="s"><v>2</v></c><c t="s"><v>0</v></c><c><v>5</v></c>'
    book = {
        "[Content_Types].xml": "<Types/>",
        "xl/sharedStrings.xml": shared,
        "xl/worksheets/sheet1.xml": f"<worksheet><sheetData><row>{cells}</row></sheetData></worksheet>",
    }
    assert "sheet sheet1" in blocked(zipped(book), index)


ODT = {
    "mimetype": "application/vnd.oasis.opendocument.text",
    "META-INF/manifest.xml": "<manifest/>",
    "content.xml": '<o:d xmlns:o="o" xmlns:text="t"><text:p>Суд идёт.</text:p></o:d>',
    "meta.xml": "<meta><title>x</title></meta>",
}


def odt(member, xml):
    spaces = 'xmlns:text="t" xmlns:office="o" xmlns:dc="d" xmlns:xlink="x" xmlns:svg="s" xmlns:meta="m"'
    return zipped(ODT | {member: f"<office:d {spaces}>{xml}</office:d>"})


@pytest.mark.parametrize(
    ("member", "xml", "place"),
    [
        ("content.xml", "<text:p>Рус<text:span>там</text:span><text:s/>Саидов</text:p>", "text"),
        (
            "content.xml",
            f"<text:tracked-changes><text:deletion><text:p>{NAME}</text:p></text:deletion></text:tracked-changes>",
            "text",
        ),
        ("content.xml", f"<office:annotation><dc:creator>{NAME}</dc:creator></office:annotation>", "text"),
        ("content.xml", f'<text:a xlink:href="{NAME}">x</text:a>', "text, link"),
        (
            "content.xml",
            "".join(f"<text:table-cell><text:p>{cell}</text:p></text:table-cell>" for cell in NAME.split()),
            "text",
        ),
        ("content.xml", f"<svg:desc>{NAME}</svg:desc>", "text"),
        ("styles.xml", f"<text:p>{NAME}</text:p>", "styles"),
        ("meta.xml", f"<dc:creator>{NAME}</dc:creator>", "property creator"),
        ("meta.xml", f'<meta:user-defined meta:name="Мизоҷ">{NAME}</meta:user-defined>', "property Мизоҷ"),
        ("Pictures/a.svg", f"<svg><text>{NAME}</text></svg>", "inside: Pictures/a.svg, text"),
    ],
)
def test_each_place_of_an_opendocument_is_looked_at(index, member, xml, place):
    assert blocked(odt(member, xml), index) == {place}
    assert judge(zipped(ODT), "a.odt", index).status == Status.CLEAN


EPUB = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": "<container/>",
    "book.opf": '<package xmlns:dc="d"><dc:title>x</dc:title></package>',
    "toc.ncx": "<ncx><text>x</text></ncx>",
    "one.xhtml": "<html><body><p>x</p></body></html>",
}


@pytest.mark.parametrize(
    ("member", "content", "place"),
    [
        ("one.xhtml", f"<html><body><p>{NAME}</p></body></html>", "part one.xhtml, text"),
        (
            "one.xhtml",
            f'<?xml version="1.0"?><!DOCTYPE html><html xmlns="h"><p>&nbsp;{NAME}</p></html>',
            "part one.xhtml, text",
        ),
        ("book.opf", f'<package xmlns:dc="d"><dc:creator>{NAME}</dc:creator></package>', "property creator"),
        ("toc.ncx", f"<ncx><text>{NAME}</text></ncx>", "table of contents"),
        ("style.css", f"/* {NAME} */", "inside: style.css, text"),
    ],
)
def test_each_place_of_a_book_is_looked_at(index, member, content, place):
    assert blocked(zipped(EPUB | {member: content}), index) == {place}
    assert judge(zipped(EPUB), "a.epub", index).status == Status.CLEAN


def test_a_locked_chapter_is_a_gap(index):
    locked = '<encryption><CipherReference URI="one.xhtml"/><CipherReference URI="a.otf"/></encryption>'
    assert gaps(zipped(EPUB | {"META-INF/encryption.xml": locked}), index) == {("part one.xhtml", "encrypted")}
