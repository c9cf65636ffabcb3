"""The lists of names, places, figures and words say what they are meant to say, and nothing twice."""

import re
from collections import Counter
from importlib.resources import files

import pytest

from guvoh.instruments.names import rules
from guvoh.instruments.names.guard import Index, scan
from guvoh.instruments.names.keys import canonical, fold, matching_keys, surname_stem
from guvoh.instruments.names.person import Protected
from guvoh.instruments.names.rules import load
from guvoh.instruments.names.skeleton import script_of, skeletons

GROUPS = load("given")["groups"]
OTHERS = load("given")["others"]
# Places and figures are known by their outlines: see the test of those.
LISTS = [(name, key) for name in ("places", "words") for key in load(name) if key != "places"] + [
    ("given", "others")
]
KNOWN_MIN = 300
LINE_MAX = 200


def key(name):
    return skeletons(name)[0]


def repeated(items):
    return {item for item, count in Counter(items).items() if count > 1}


def parts(name):
    return re.findall(r"[^\W\d_]+", name)


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group[0])
def test_a_group_brings_its_spellings_together(group):
    assert {canonical(key(spelling)) for spelling in group} == {key(group[0])}


def test_a_spelling_that_the_letters_bring_together_needs_no_place_in_a_group():
    idle = [group for group in GROUPS if len(group) < 2 or repeated(map(key, group))]
    assert idle == []


def test_no_spelling_stands_in_two_groups():
    # ё and е are one letter to fold and two to the outline: Пётр and Петр stand in one group.
    assert repeated(each for group in GROUPS for each in set(map(fold, group))) == set()


def test_no_two_groups_share_a_key():
    assert repeated(each for group in GROUPS for each in {key(spelling) for spelling in group}) == set()


def test_a_name_known_apart_is_in_no_group():
    grouped = {key(spelling) for group in GROUPS for spelling in group}
    assert [name for name in OTHERS if key(name) in grouped] == []


def test_no_two_names_known_apart_share_a_key():
    assert repeated(map(key, OTHERS)) == set()


@pytest.mark.parametrize("name", [spelling for group in GROUPS for spelling in group] + OTHERS)
def test_a_given_name_is_written_in_one_known_script(name):
    assert script_of(name) in {"cyrillic", "latin"}
    assert name[0].isupper()


def test_the_commonest_given_names_are_known():
    assert len({canonical(key(name)) for name in OTHERS} | {key(group[0]) for group in GROUPS}) >= KNOWN_MIN


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Карим", "Карима"),
        ("Саид", "Саида"),
        ("Алӣ", "Олия"),
        ("Азиз", "Азиза"),
        ("Ҳасан", "Ҳусейн"),
        ("Умар", "Амир"),
        ("Муҳаммад", "Маҳмуд"),
        ("Аҳмад", "Ҳамид"),
        ("Сӯҳроб", "Зуҳроб"),
        ("Лайло", "Лайлӣ"),
        ("Наргис", "Наргиза"),
        ("Искандар", "Александр"),
        ("Мурод", "Мурат"),
        ("Фотима", "Фозил"),
        ("Абдулло", "Абдул"),
    ],
)
def test_two_names_stay_two(one, other):
    assert canonical(key(one)) != canonical(key(other))


@pytest.mark.parametrize("word", ["умер", "берёт", "палат", "актом", "хотим", "желал", "растём", "чаро", "зидди"])
def test_a_verb_or_a_thing_is_not_taken_for_a_spelling_of_a_name(word):
    index = Index.build(
        Protected(name, gender="m", given=name, surname="Саидов")
        for name in ("Умар", "Барот", "Пӯлод", "Уктам", "Ҳотам", "Ҷалол", "Ҷӯра", "Зайд")
    )
    assert [mark for mark in scan(f"Дирӯз {word} Саидов.", index) if mark.level == "block"] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Маҳмадализода", "Мухаммадали"),
        ("Қурбонализода", "Қурбоналӣ"),
        ("Магомедов", "Муҳаммадзода"),
        ("Гасанов", "Ҳасанзода"),
        ("Шоҳмуродов", "Шомуродзода"),
    ],
)
def test_surnames_made_of_one_name_share_a_stem(one, other):
    assert surname_stem(key(one))[0] == surname_stem(key(other))[0]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (("Муҳаммад", "Раҳмонов"), ("Mohammad", "Rahmonzoda")),
        (("Абдуқодир", "Саидов"), ("Abdulqodir", "Saidov")),
        (("Эҳсон", "Каримов"), ("Ehsan", "Karimi")),
        (("Ҳусейн", "Назаров"), ("Hossein", "Nazarov")),
        (("Манучеҳр", "Азимов"), ("Манучер", "Азимов")),
        (("Сироҷиддин", "Шарифов"), ("Siroj" + "uddin", "Sharifov")),
        (("Зайнаб", "Саидова"), ("Zeynep", "Saidova")),
        (("Неъматулло", "Ҳакимов"), ("Нигматулла", "Хакимов")),
        (("Людмила", "Ким"), ("Liudmila", "Kim")),
    ],
)
def test_one_person_in_papers_of_two_habits_shares_the_pair(ours, theirs):
    one, other = (matching_keys(Protected("1", given=given, surname=surname)) for given, surname in (ours, theirs))
    assert {shared for shared in one & other if shared.startswith("gs:")}


@pytest.mark.parametrize(("name", "listed"), LISTS)
def test_a_list_has_nothing_twice(name, listed):
    assert repeated(map(fold, load(name)[listed])) == set()


@pytest.mark.parametrize("name", load("places")["places"] + load("public")["figures"])
def test_every_part_of_a_place_or_a_figure_is_heard(name):
    assert parts(name)
    assert all(skeletons(part) for part in parts(name))


def test_no_place_and_no_figure_stands_there_twice_by_its_sound():
    names = load("places")["places"] + load("public")["figures"]
    assert repeated(tuple(map(key, parts(name))) for name in names) == set()


def test_a_place_noun_is_one_word():
    nouns = load("places")["place_nouns"] + load("places")["place_nouns_after"]
    assert [noun for noun in nouns if re.search(r"\s|-", noun)] == []


def test_no_little_word_is_a_given_name():
    names = {fold(name) for name in OTHERS} | {fold(spelling) for group in GROUPS for spelling in group}
    assert [word for word in load("words")["function_words"] if fold(word) in names] == []


@pytest.mark.parametrize(
    "title", ["адвокат", "вакили", "врач", "учитель", "имам", "рядовой", "журналист", "lawyer", "doctor"]
)
def test_what_a_client_may_be_called_is_no_title(title):
    assert fold(title) not in set(map(fold, load("words")["official_titles"]))


@pytest.mark.parametrize("place", ["в больнице", "в аэропорту", "дар мактаб", "дар шаҳр", "на вокзале"])
def test_where_people_are_held_is_no_street_name(place):
    index = Index.build([Protected("1", gender="m", given="Рустам", surname="Каримов")])
    assert [mark.level for mark in scan(f"Тогда {place} Каримов упал.", index)] == ["review"]


@pytest.mark.parametrize(
    "text",
    [
        "Дар хиёбони Каримов чароғ нест.",
        "На набережной Каримова посадили деревья.",
        "В микрорайоне Каримова нет воды.",
        "Ба ҷамоати Каримов роҳ сохтанд.",
        "Karimov Boulevard is closed.",
        "Подполковник Каримов вручил грамоты.",
        "Следователю Каримову дали отпуск.",
        "Муфаттиши Каримов ба рухсатӣ рафт.",
        "Сарвазир Каримов ба завод рафт.",
        "Special rapporteur Karimov spoke.",
    ],
)
def test_a_street_and_an_official_are_passed_over(text):
    index = Index.build([Protected("1", gender="m", given="Рустам", surname="Каримов")])
    assert scan(text, index) == []


@pytest.mark.parametrize(
    "text", ["Шоир Лоиқ Шералӣ гуфт.", "Ҷаласаро Рустами Эмомалӣ кушод.", "Шавкат Мирзиёев приехал в Хорог."]
)
def test_a_figure_silences_parts_of_names_and_never_a_full_name(text):
    index = Index.build(
        Protected(str(n), given=given, surname=f"Сурн{n}ров")
        for n, given in enumerate(["Лоиқ", "Рустам", "Шавкат"])
    )
    assert scan(text, index) == []
    figure = Protected("x", given="Рустам", surname="Эмомалӣ")
    assert [mark.level for mark in scan("Рустам Эмомалӣ омад.", Index.build([figure]))] == ["block"]


@pytest.mark.parametrize("name", ["given", "places", "public", "words"])
def test_the_lines_of_a_list_are_short_enough_to_review(name):
    text = files(rules).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if len(line) > LINE_MAX] == []
