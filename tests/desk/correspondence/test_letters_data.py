"""The texts of the letters: twelve kinds in three languages that say the same and cite the same."""

import io
import re
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from pypdf import PdfReader

from guvoh.desk.correspondence.kinds import (
    BLANK,
    FIELD,
    LANGUAGES,
    LetterKind,
    Wording,
    furniture,
    letter_kinds,
    merge_fields,
    parse_kind,
)
from guvoh.desk.correspondence.models import AskedPoint, Letter
from guvoh.desk.correspondence.setting import as_pdf
from guvoh.desk.correspondence.vocabulary import BodyKind
from tests.desk.correspondence.test_printing import content

KINDS = (
    *("complaint-crime", "request-examination", "complaint-prosecutor", "appeal-refusal", "complaint-court"),
    *("request-media-law", "request-information", "request-lawyer", "complaint-ombudsman"),
    *("demand-notify-relatives", "request-removal", "letter-decree-622"),
)
TAJIK = set("ҳқғӣӯҷҲҚҒӢӮҶ")
NOT_IN_TAJIK = set("ыщцьЫЩЦЬ")
# Articles whose number was read in a source, by the words before it in the English text.
READ = {
    "article 1 of the Convention against Torture",
    "articles 12 and 13 of the",  # the Convention, named in full once
    "articles 12 and 13 of the Convention against Torture",
    "Article 12 of the Convention against Torture",
    "articles 7 and 9 of the International Covenant",
    "article 9 of the International Covenant",
    "article 17 of the International Covenant",
    "article 18 of the Constitution",
    "article 143(1) of the Criminal Code",
    "article 161 of the Criminal Procedure Code",
    "article 100 of the Criminal Procedure Code",
    "article 13 of the same Law",
    "article 23 of the Law",
    "article 23(3) of the Law",
    "article 23(4) and (5) of the Law",
    # these stand a sentence after the Code or the offence they belong to
    "article 94(1)",
    "articles 92–94 and 111",
    "article 143(1)",
}

every_kind = pytest.mark.parametrize("kind_id", KINDS)
every_language = pytest.mark.parametrize("language", LANGUAGES)


def parts(wording: Wording) -> list[str]:
    paragraphs = [*wording.introduction, *wording.text, *wording.closing]
    return [wording.heading, *paragraphs, *wording.demands, *wording.sign_off]


def said(kind: LetterKind, language: str) -> str:
    return "\n".join([kind.names[language], *parts(kind.wordings[language])])


def characters_the_font_shows(texts: set[str]) -> set[str]:
    """What the character maps of the fonts in a PDF lead to, read from the PDF that is made of these signs."""
    page = PdfReader(io.BytesIO(as_pdf(content(text=" ".join(sorted(texts)))))).pages[0]
    shown: set[str] = set()
    for font in page["/Resources"]["/Font"].values():
        assert "LibertinusSerif" in font["/BaseFont"]
        table = font["/ToUnicode"].get_data().decode()
        for target in re.findall(r"<[0-9a-fA-F]+>\s*<([0-9a-fA-F]+)>", table.split("endcodespacerange")[1]):
            shown |= set(bytes.fromhex(target).decode("utf-16-be"))
    return shown


def test_there_are_the_twelve_kinds_in_the_order_in_which_they_are_needed() -> None:
    assert tuple(letter_kinds()) == KINDS


@every_language
def test_font_has_every_character_of_every_text(language: str) -> None:
    texts = [said(kind, language) for kind in letter_kinds().values()]
    texts += [str(furniture()[language]), *(field[language] for field in merge_fields().values())]
    needed = {sign for text in texts for sign in text if sign.isprintable() and sign != " "}
    assert needed - characters_the_font_shows(needed) == set()


def test_font_lacks_what_it_lacks() -> None:
    assert "ҳ" in characters_the_font_shows({"ҳ"})
    assert "қ" not in characters_the_font_shows({"ҳ"})


@every_kind
def test_languages_have_the_same_parts_fields_and_numbers(kind_id: str) -> None:
    shapes, fields, numbers = [], [], []
    for language in LANGUAGES:
        wording = letter_kinds()[kind_id].wordings[language]
        text = said(letter_kinds()[kind_id], language)
        shapes.append(
            [len(part) for part in (wording.introduction, wording.text, wording.closing, wording.demands)]
        )
        fields.append(sorted(FIELD.findall(text)))
        numbers.append(sorted(re.findall(r"\d+", text)))
    assert shapes[0] == shapes[1] == shapes[2]
    assert fields[0] == fields[1] == fields[2]
    assert numbers[0] == numbers[1] == numbers[2]


@every_kind
def test_every_article_cited_was_read_somewhere(kind_id: str) -> None:
    text = "\n".join(parts(letter_kinds()[kind_id].wordings["en"]))
    for found in re.finditer(r"\b[Aa]rticles? \d", text):
        tail = text[found.start() :]
        assert any(tail.startswith(cited) for cited in READ), tail[:80]


@every_language
def test_no_two_kinds_share_a_heading_or_a_name(language: str) -> None:
    kinds = letter_kinds().values()
    assert len({kind.wordings[language].heading for kind in kinds}) == len(KINDS)
    assert len({kind.names[language] for kind in kinds}) == len(KINDS)


@every_kind
@every_language
def test_texts_are_in_the_letters_of_their_language(kind_id: str, language: str) -> None:
    for text in (letter_kinds()[kind_id].names[language], *parts(letter_kinds()[kind_id].wordings[language])):
        plain = FIELD.sub("", text)
        cyrillic = {sign for sign in plain if "\u0400" <= sign <= "\u04ff"}
        if language == "en":
            assert not cyrillic
        elif language == "ru":
            assert not cyrillic & TAJIK
        else:
            assert not cyrillic & NOT_IN_TAJIK
            assert len(plain) < 90 or cyrillic & TAJIK, plain


@every_kind
@every_language
def test_every_blank_is_the_same_and_nothing_else_is_left_open(kind_id: str, language: str) -> None:
    text = said(letter_kinds()[kind_id], language)
    assert set(re.findall(r"_+", FIELD.sub("", text))) <= {BLANK}
    assert not re.search(r"\.\.|…|TODO|XX|\?\?|\[|\]", text)
    assert furniture()[language]["unknown"] == BLANK


@every_kind
@every_language
def test_standard_demands_and_heading_fit_where_they_are_kept(kind_id: str, language: str) -> None:
    wording = letter_kinds()[kind_id].wordings[language]
    assert len(wording.demands) >= 4
    assert max(map(len, wording.demands)) <= AskedPoint._meta.get_field("text").max_length
    assert not any(demand.endswith((".", ";")) for demand in wording.demands)
    assert len(wording.heading) <= Letter._meta.get_field("heading").max_length
    assert not FIELD.search(wording.heading)
    assert wording.closing, "the demands stand between the text and its end"


@every_language
def test_only_the_appeal_opens_with_the_table(language: str) -> None:
    opening = {kind.id for kind in letter_kinds().values() if kind.wordings[language].introduction}
    assert opening == {"appeal-refusal"}


@pytest.mark.parametrize(
    ("kind_id", "rule_id", "bodies"),
    [
        ("complaint-crime", "TJ-CRIME-DEC", {"prosecutor"}),
        ("request-examination", "", {"prosecutor", "police", "security", "prison", "court"}),
        ("complaint-prosecutor", "TJ-COMPL-PROS", {"prosecutor"}),
        ("appeal-refusal", "TJ-COMPL-PROS", {"prosecutor"}),
        ("complaint-court", "TJ-COMPL-COURT", {"court"}),
        ("request-media-law", "TJ-MEDIA-INFO", set(BodyKind.values) - {"media_owner"}),
        ("request-information", "TJ-ATI", set(BodyKind.values) - {"media_owner"}),
        ("request-lawyer", "TJ-ADV", set(BodyKind.values) - {"media_owner"}),
        ("complaint-ombudsman", "TJ-OMB", {"ombudsman"}),
        ("demand-notify-relatives", "", {"police", "security", "prison", "prosecutor"}),
        ("request-removal", "", {"media_owner", "ministry", "prosecutor", "other"}),
        ("letter-decree-622", "TJ-APPEAL", {"executive_office"}),
    ],
)
def test_kind_has_its_clock_and_its_addressees(kind_id: str, rule_id: str, bodies: set[str]) -> None:
    kind = letter_kinds()[kind_id]
    assert kind.rule_id == rule_id
    assert {str(body) for body in kind.goes_to} == bodies


def row(**changes: Any) -> dict[str, Any]:
    texts = {"heading": "x", "paragraphs": ["{{ asked }}"], "demands": ["x"], "sign_off": ["x"]}
    texts |= {name: changes.pop(name) for name in list(changes) if name in texts}
    whole = {"id": "x", "rule": "TJ-ATI", "addressee": ["court"], "names": {}}
    return {**whole, "texts": dict.fromkeys(LANGUAGES, texts), **changes}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"rule": "TJ-NONE"}, "Letter x: the field “rule” names “TJ-NONE”, which is no rule"),
        ({"rule": "TJ-DET-KIN"}, "which no letter starts"),
        ({"addressee": ["everybody"]}, "the field “addressee” names “everybody”"),
        ({"heading": "{{ nothing }}"}, "there is no field “nothing”"),
        ({"sign_off": ["{{ nothing }}"]}, "there is no field “nothing”"),
        ({"paragraphs": ["Demands: {{ asked }}"]}, "there is no field “asked”"),
        ({"demands": ["to find {{ client_name }}"]}, "demands: there is no field “client_name”"),
    ],
)
def test_kind_that_cannot_be_is_refused_by_name(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=re.escape(message)):
        parse_kind(row(**changes), {"client_name"})


def test_kind_may_have_no_clock() -> None:
    assert parse_kind(row(rule=None), set()).rule_id == ""
