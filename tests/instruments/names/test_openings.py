"""A capitalised ordinary word before a name hides nobody the text is about."""

import random

import pytest

from guvoh.instruments.names.guard import Index, scan
from guvoh.instruments.names.person import Protected
from tests.instruments.names import adversary

AZIMOV = Index.build([Protected("1", gender="m", given="Рустам", surname="Азимов")])
FORMS = (
    "Азимов",
    "Азимова",
    "Азимову",
    "Азимовым",
    "Азимове",
    "Азимовро",
    "Рустама",
    "Рустамом",
    "Рустамро",
    "Azimov",
    "Рустама Азимова",
    "Rustam Azimov",
    "Азимова Рустама",
)
WORDS = [(language, word) for language, words in adversary.DATA["openers"].items() for word in words]
# Given names, nouns of places and titles that may truly claim the name beside them: asked about, not blocked.
DOUBTFUL = {
    "Лола",
    "Гули",
    "Мира",
    "Мир",
    "Нора",
    "Роль",
    "Нури",
    "Умеди",
    "Ҷони",
    "Ҳаёти",
    "Дили",
    "Rose",
    "Hope",
    "Art",
    "Mark",
    "May",
    "Said",
    "Села",
    "Майор",
    "Сад",
    "Сады",
    "Рана",
    "Кара",
}


def levels(text):
    return {mark.level for mark in scan(text, AZIMOV, {"1"})}


@pytest.mark.parametrize(
    "text",
    [
        "Дело Азимова",
        "Дело Азимова закрыто",
        "Азимов дома",
        "ДЕЛО АЗИМОВА",
        "«Слова Азимова»",
        "Снова Рустама увезли",
        "[Суд: Азимов](X)",
    ],
)
def test_a_headline_about_the_subject_blocks(text):
    assert levels(text) == {"block"}


@pytest.mark.parametrize("word", [word for _, word in WORDS if word not in DOUBTFUL])
def test_an_ordinary_word_takes_no_name_away(word):
    for form in FORMS:
        assert "block" in levels(f"{word} {form}"), form
        assert "block" in levels(f"{word} {form}".upper()), form


@pytest.mark.parametrize("word", sorted(DOUBTFUL))
def test_a_doubtful_word_leaves_a_question_at_least(word):
    for form in FORMS:
        assert levels(f"{word} {form}"), form


@pytest.mark.parametrize("seed", [1, 2])
def test_in_any_setting_the_name_is_marked(seed):
    draw = random.Random(seed)
    for _ in range(200):
        _, word = draw.choice(WORDS)
        text = draw.choice(adversary.DATA["openings"]).format(word, draw.choice(FORMS))
        assert levels(text), text


@pytest.mark.parametrize(
    "slug",
    [
        "delo-azimova",
        "azimov-free",
        "case/azimov.html",
        "dom_azimova",
        "x.tj/azimovu-otkazano",
        "sud%20azimov",
        "%D0%90%D0%B7%D0%B8%D0%BC%D0%BE%D0%B2",
        "azimov_2024.pdf",
        "#азимов",
        "svoboda-azimovu",
    ],
)
def test_a_slug_with_the_surname_blocks_for_the_subject(slug):
    assert "block" in levels(slug), slug


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Прокурор Азимов выступил.", {"review"}),
        ("Прокурор допросил Азимова.", {"block"}),
        ("Судья оставил Азимова под стражей.", {"block"}),
        ("Судья района Азимов выступил.", {"review"}),
        ("Алишер Азимов выступил.", {"review"}),
        ("Алишер ака Азимов выступил.", {"review"}),
        ("Алишер встретил Азимова.", {"block"}),
        ("улица Азимова", {"review"}),
    ],
)
def test_an_official_or_a_namesake_is_a_question_for_the_subject(text, expected):
    assert levels(text) == expected
