"""Whatever is done to a name of the register, the guard finds it, and replacing leaves nothing to find."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guvoh.instruments.names.guard import Index, scan
from guvoh.instruments.names.person import Protected
from guvoh.instruments.names.replace import replace_all
from tests.instruments.names import adversary, leaks, spellers

INVISIBLE = st.sampled_from(["\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u0301", "\u0336"])
PEOPLE = [
    Protected("1", role="client", gender="m", given="Рустам", surname="Саидов", patronymic="Каримович"),
    Protected("2", role="victim", gender="f", given="Зарина", surname="Раҳмонзода", patronymic="Олимовна"),
    Protected("3", gender="m", given="Ҷамшед", surname="Мирзоев", phone="935123456"),
]
INDEX = Index.build(PEOPLE)
SPELLINGS = (
    "Рустам Саидов", "Саидова Рустама", "Rustam Saidov", "#РустамСаидов", "Зарина Раҳмонзода", "Zarina Rahmonova",
    "Зариной Рахмоновой", "Ҷамшеди Мирзоевро", "J. Mirzoev", "93-512-34-56", "Рустам Каримович",
)  # fmt: skip
WORDS = st.lists(
    st.sampled_from(["ва", "дар", "суд", "омад.", "said", "the", "вчера,", "Душанбе", "\n", "—"]), max_size=4
)


def found(text):
    return {(mark.person, mark.level) for mark in scan(text, INDEX)}


@given(st.sampled_from(SPELLINGS), st.lists(st.tuples(st.integers(0, 40), INVISIBLE), max_size=6))
def test_invisible_characters_never_matter(spelling, additions):
    text = f"Вчера {spelling} омад."
    hidden = text
    for place, sign in additions:
        hidden = hidden[:place] + sign + hidden[place:]
    assert found(hidden) == found(text)


@given(
    st.lists(st.tuples(WORDS, st.sampled_from(SPELLINGS)), max_size=5),
    st.sampled_from(["initials", "role"]),
    st.sampled_from(["tg", "ru", "en"]),
)
@settings(deadline=None)
def test_after_replacing_nothing_blocks(parts, how, language):
    text = " ".join(word for words, spelling in parts for word in (*words, spelling))
    clean = replace_all(text, INDEX, PEOPLE, how, language)
    subjects = {person.id for person in PEOPLE}
    assert [mark for mark in scan(clean, INDEX, subjects) if mark.level == "block"] == []


@given(st.integers(0, 10**9), st.sampled_from(sorted(set(leaks.KINDS) - {"typing error"})))
@settings(deadline=None, max_examples=300)
def test_any_name_in_any_form_is_found(seed, kind):
    draw = random.Random(seed)
    [person] = leaks.register(draw, 1)
    [leak] = leaks.leaks(draw, [person], 1, kinds=[kind])
    assert {mark.person for mark in scan(leak.text, Index.build([person]))} == {person.id}, leak.text


STEPS = {
    "upper": lambda _draw, text: text.upper(),
    "look-alikes": spellers.look_alikes,
    "invisible": spellers.invisible,
    "broken": spellers.broken,
    "entities": spellers.entities,
}
BASES = ("exact", "inflected", "Tajik suffixes", "Latin", "half Latin")


@given(st.integers(0, 10**9), st.sampled_from(BASES), st.sets(st.sampled_from(sorted(STEPS)), max_size=3))
@settings(deadline=None, max_examples=200, derandomize=True)
def test_a_name_pushed_through_a_chain_of_changes_is_found(seed, base, chosen):
    draw = random.Random(seed)
    [person] = leaks.register(draw, 1)
    text = adversary.SPELLERS[base](draw, person)
    for step in (step for step in STEPS if step in chosen):
        text = STEPS[step](draw, text)
    assert {mark.person for mark in scan(f"Хабар: {text}.", Index.build([person]))} == {person.id}, text


@given(st.text(max_size=200))
def test_any_text_can_be_scanned(text):
    for mark in scan(text, INDEX):
        assert text[mark.start : mark.end] == mark.evidence


@pytest.mark.parametrize("seed", [1, 2])
def test_the_guard_keeps_its_figures(seed):
    draw = random.Random(seed)
    people = leaks.register(draw, 300)
    index = Index.build(people)
    made = list(leaks.leaks(draw, people, 30))
    missed = [leak for leak in made if leak.person not in {mark.person for mark in scan(leak.text, index)}]
    blocked = [(leak, mark.person) for leak in made for mark in scan(leak.text, index) if mark.level == "block"]
    wrong = [leak for leak, person in blocked if person != leak.person]
    texts = list(leaks.harmless(draw, 200))
    alarms = [text for text in texts if any(mark.level == "block" for mark in scan(text, index))]
    assert len(missed) / len(made) <= 0.02, [(leak.kind, leak.text) for leak in missed]
    assert len(wrong) / len(blocked) <= 0.03, [(leak.kind, leak.text) for leak in wrong]
    assert len(alarms) / len(texts) <= 0.02, alarms
