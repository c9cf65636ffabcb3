"""Text files and web pages: whatever letters they are written in, shown or hidden."""

import base64
import io

import pytest
from PIL import Image

from guvoh.instruments.names.files import Status, judge
from tests.instruments.names.hidden import NAME, blocked, gaps

TEXT = f"Имрӯз {NAME} ба маҳкама омад.\n"
RUSSIAN = f"Сегодня {NAME} пришёл в суд и дал показания.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_text_in_unicode_is_read(index, encoding):
    assert blocked(TEXT.encode(encoding), index) == {"text"}
    assert judge(TEXT.encode(encoding), "doc", index).status == Status.BLOCKED


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "koi8-t", "cp866", "mac-cyrillic"])
def test_a_text_in_an_older_encoding_is_read_in_each(index, encoding):
    place = "koi8-t" if encoding == "koi8-r" else encoding
    assert f"read as {place}, text" in blocked(RUSSIAN.encode(encoding), index)


def test_one_bad_byte_does_not_hide_the_rest(index):
    assert "read as utf-8, text" in blocked(TEXT.encode() + b"\xff", index)


def test_a_text_without_anybody_is_clean(index):
    assert judge("Суд идёт.".encode(), "doc", index).status == Status.CLEAN
    assert judge(b"", "doc", index).status == Status.CLEAN


def test_the_name_of_the_file_is_looked_at(index):
    assert blocked(b"", index, "saidov_rustam.txt") == {"file name"}


def test_markdown_is_text(index):
    assert blocked(f"# Парвандаи **{NAME}**\n".encode(), index, "a.md") == {"text"}


PAGE = """<!doctype html><html><head><title>{title}</title><meta name="author" content="{meta}">
<style>/* {style} */</style></head><body><p>{body}</p><div hidden>{hidden}</div>
<img src="/a.png" alt="{alt}"><a href="/{href}">x</a><b title="{tip}">y</b><input placeholder="{attribute}">
<!-- {comment} --><script>let a = "{script}";</script></body></html>"""


@pytest.mark.parametrize(
    ("hole", "place"),
    [
        ("title", "text"),
        ("body", "text"),
        ("hidden", "text"),
        ("meta", "metadata"),
        ("style", "script"),
        ("script", "script"),
        ("alt", "alternative text"),
        ("tip", "alternative text"),
        ("href", "link"),
        ("attribute", "attribute"),
        ("comment", "hidden comment"),
    ],
)
def test_each_place_of_a_page_is_looked_at(index, hole, place):
    holes = ["title", "meta", "style", "body", "hidden", "alt", "href", "tip", "attribute", "comment", "script"]
    page = PAGE.format(**dict.fromkeys(holes, "none") | {hole: NAME})
    assert blocked(page.encode(), index, "a.txt") == {place}


def test_tags_inside_a_name_do_not_hide_it(index):
    assert "text" in blocked("<p>Рус<b>там</b> <i>Саи</i>дов</p>".encode(), index)


def test_the_cells_of_a_table_are_read_side_by_side(index):
    page = "<table><tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in NAME.split()) + "</tr></table>"
    assert "text" in blocked(page.encode(), index)


def test_a_page_says_its_letters_in_entities(index):
    entities = "".join(f"&#{ord(letter)};" for letter in NAME)
    assert "text" in blocked(f"<html><p>{entities}</p></html>".encode(), index)
    escaped = "".join(f"\\u{ord(letter):04x}" for letter in NAME)
    assert "script" in blocked(f"<html><script>a='{escaped}'</script></html>".encode(), index)


def test_a_page_that_breaks_off_is_still_read(index):
    assert blocked(f"<html><body><p>x<!-- {NAME}".encode(), index)


def test_a_picture_written_into_a_page_is_looked_at(index):
    exif = Image.Exif()
    exif[0x010E] = NAME.encode()
    buffer = io.BytesIO()
    Image.new("RGB", (4, 4)).save(buffer, "JPEG", exif=exif)
    uri = "data:image/jpeg;base64," + base64.b64encode(buffer.getvalue()).decode()
    assert blocked(f'<html><img src="{uri}"></html>'.encode(), index) == {
        "inside: data:image/jpeg 1, EXIF ImageDescription"
    }


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"{\\rtf1 \\'d0}", "unknown kind"),
        (bytes(range(256)) * 40, "unknown kind"),
        (b"Content-Transfer-Encoding: base64\n\n0KDRg9GB", "packed mail"),
        ("а ".encode() * 300_000, "too long"),
    ],
)
def test_what_cannot_be_read_is_told(index, data, reason):
    assert reason in {told for _, told in gaps(data, index)}
    assert judge(data, "doc", index).status == Status.NOT_LOOKED


def test_an_unknown_kind_is_looked_through_for_words(index):
    data = bytes(range(256)) * 4 + NAME.encode("utf-16-le") + bytes(range(256)) * 4
    assert blocked(data, index) == {"readable bytes"}
