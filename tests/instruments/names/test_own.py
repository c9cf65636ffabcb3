"""Rules a coalition adds are refused with the field at fault before the guard would read them."""

import pytest

from guvoh.instruments.names.guard import Index, scan
from guvoh.instruments.names.own import RULES_MAX, BadRule, OwnRules, tidy
from guvoh.instruments.names.person import Protected


def test_good_rules_of_every_kind_are_taken():
    rules = OwnRules(
        given_groups=(("Ҷамшед", "Jamschid", "جمشید"),),
        ordinary_names=("Саодат",),
        places=("Мирзо Турсунзода", "Хоҷа-Оби-Гарм"),
        figures=("Абӯабдуллоҳ Рӯдакӣ",),
    )
    assert rules.given_groups[0][1] == "Jamschid"
    assert OwnRules() == OwnRules(given_groups=())


def test_typed_words_are_tidied():
    assert tidy("  Мирзо \n Турсунзода ") == "Мирзо Турсунзода"
    assert tidy("И\u0304д") == "Ӣд"


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("given_groups", (("Рустам",),), "group"),
        ("given_groups", (("Рустам", "рустам"),), "group"),
        ("given_groups", (("Рустам", "Рустам Али"),), "group"),
        ("given_groups", (("Рустам", "R2"),), "letters"),
        ("ordinary_names", ("Умед Гул",), "length"),
        ("ordinary_names", ("У",), "length"),
        ("places", ("",), "letters"),
        ("places", ("кӯчаи 40",), "letters"),
        ("places", (" ".join(["Боғ"] * 6),), "length"),
        ("figures", ("А" * 41,), "length"),
        ("figures", ("a|b.*",), "letters"),
        ("figures", ("Aini\u200b",), "letters"),
        ("places", tuple("Боғ" for _ in range(RULES_MAX + 1)), "many"),
    ],
)
def test_a_bad_rule_names_its_field(field, value, code):
    with pytest.raises(BadRule) as refused:
        OwnRules(**{field: value})
    assert (refused.value.field, refused.value.code) == (field, code)


AZIM = Protected(id="azim", gender="m", given="Зангӣ", surname="Чинорзода")


def found(text, own):
    return {(mark.person, mark.level) for mark in scan(text, Index.build([AZIM], own))}


def test_a_spelling_of_ones_own_finds_the_person():
    assert found("Senko Chinorzoda", OwnRules()) == {("azim", "review")}
    assert found("Senko Chinorzoda", OwnRules(given_groups=(("Зангӣ", "Senko"),))) == {("azim", "block")}


@pytest.mark.parametrize(
    "own", [OwnRules(places=("Чинорзода",)), OwnRules(figures=("Чинорзода",)), OwnRules(ordinary_names=("Зангӣ",))]
)
def test_a_rule_that_silences_holds_for_the_word_alone_and_never_for_the_whole_name(own):
    word = "Зангӣ" if own.ordinary_names else "Чинорзода"
    assert found(f"Аз {word} хабар нест.", OwnRules())
    assert not found(f"Аз {word} хабар нест.", own)
    assert found("Аз Зангӣ Чинорзода хабар нест.", own) == {("azim", "block")}


def test_a_rule_stays_with_an_index_that_takes_in_a_change():
    own = OwnRules(given_groups=(("Зангӣ", "Senko"),))
    changed = Index.build([], own).changed([AZIM])
    assert {mark.person for mark in scan("Senko Chinorzoda", changed)} == {"azim"}
