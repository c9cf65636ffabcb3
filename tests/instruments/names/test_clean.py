"""Cleaning shows a text as its reader sees it and never loses a place in the original."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guvoh.instruments.names.clean import clean, readings

INVISIBLE = ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u034f", "\u180e", "\ufe0f"]


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("С\u200bа\u00adид", "Саид"),
        ("Са\u0301ид", "Саид"),
        ("и\u0306", "й"),
        ("У\u0304", "Ӯ"),
        ("и\u200b\u0306", "й"),
        ("𝐒𝐚𝐢𝐝", "Said"),
        ("Ｓａｉｄ", "Said"),
        ("Sa&iuml;d", "Said"),
        ("&#1057;аид", "Саид"),
        ("%D0%A1аид", "Саид"),
        ("№ 7", "№ 7"),
        ("٠١٢", "012"),
        ("a\u00a0b\r\nc", "a b \nc"),
    ],
)
def test_what_a_reader_sees_is_kept(text, cleaned):
    assert clean(text).text == cleaned


def test_markup_and_hyphenation_inside_a_word_are_read_over():
    assert readings("Са<b>ид</b>")[1].text.strip() == "Саид"
    assert readings("Са-\n  ид")[1].text == "Саид"
    assert len(readings("Саид")) == 1


@given(
    st.lists(st.one_of(st.characters(), st.sampled_from([*INVISIBLE, "<b>", "&amp;", "%D0%A1", "*"]))).map("".join)
)
def test_every_cleaned_character_knows_its_place(text):
    for cleaned in readings(text):
        assert len(cleaned.text) == len(cleaned.starts) == len(cleaned.ends)
        assert all(0 <= start < end <= len(text) for start, end in zip(cleaned.starts, cleaned.ends, strict=True))
        assert list(cleaned.starts) == sorted(cleaned.starts)


@given(st.text(alphabet="аеёийоуяҷҳқғӣӯ рстАБ,.-\n", min_size=1))
def test_plain_text_stays_as_it_is(text):
    cleaned = clean(text)
    assert cleaned.text == text
    assert [text[slice(*cleaned.span(n, n + 1))] for n in range(len(text))] == list(text)


@given(st.lists(st.tuples(st.sampled_from("аҷйӣ xyz,\n"), st.sampled_from(["", *INVISIBLE]))))
def test_invisible_characters_leave_no_trace(letters):
    assert clean("".join(a + b for a, b in letters)).text == clean("".join(a for a, _ in letters)).text
