"""Rules a coalition adds are refused with the field at fault before the guard would read them."""

import pytest

from guvoh.instruments.names.own import RULES_MAX, BadRule, OwnRules, tidy


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
