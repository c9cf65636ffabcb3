"""Keys bring one person's spellings together and keep two persons apart."""

import pytest

from guvoh.instruments.names.keys import fold, matching_keys
from guvoh.instruments.names.person import BadPerson, Protected, each_of
from guvoh.instruments.names.skeleton import skeletons


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ӯқғҳҷӣ", "укгхчи"),
        ("ёЁ", "ее"),
        ("Са\u0301и\u200bд", "саид"),
        ("Йод", "йод"),
        ("и\u0304", "и"),
    ],
)
def test_search_folds_letters(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    "names",
    [
        ["Саидов", "Сайидов", "Saidov", "Saïdov", "Saidow", "Sayidov", "Saidoff"],
        ["Ҷамшед", "Джамшед", "Чамшед", "Jamshed", "Djamshed", "Dschamsched", "Жамшед"],
        ["Юсуф", "Yusuf", "Jusuf", "Youssouf"],
        ["Хуршед", "Khurshed", "Xurshed"],
        ["Раҳмон", "Рахман", "Rahmon", "Rakhman"],
        ["Мирзоев", "Мирзаев", "Mirzoyev", "Mirsojew"],
    ],
)
def test_spellings_of_one_name_share_an_outline(names):
    assert set.intersection(*(set(skeletons(name)) for name in names))


@pytest.mark.parametrize(
    ("one", "other"), [("Карим", "Карам"), ("Рустам", "Рашид"), ("Саида", "Саид"), ("Умед", "Аҳмад")]
)
def test_different_names_have_different_outlines(one, other):
    assert set(skeletons(one)).isdisjoint(skeletons(other))


def test_one_person_in_two_registers_shares_the_pair():
    ours = Protected("1", given="Рустам", surname="Раҳмонов", patronymic="Каримович")
    theirs = Protected("x", given="Rustam", surname="Rahmonzoda", patronymic="Karimzoda")
    shared = matching_keys(ours) & matching_keys(theirs)
    assert {key.split(":")[0] for key in shared} == {"g", "s", "p", "gs"}


def test_the_pair_has_no_order():
    assert {
        key for key in matching_keys(Protected("1", given="Саид", surname="Рустамов")) if key.startswith("gs:")
    } == {key for key in matching_keys(Protected("2", given="Рустам", surname="Саидов")) if key.startswith("gs:")}


def test_a_person_with_no_name_has_no_keys():
    assert matching_keys(Protected("1", phone="935123456")) == set()


def test_a_record_may_leave_everything_but_the_id_out():
    assert Protected.from_json({"id": 5}) == Protected("5")


def test_a_record_may_give_one_or_several_phones_and_aliases():
    person = Protected.from_json({"id": "a", "phone": ["1", 2], "aliases": "Соқӣ", "gender": "F"})
    assert (each_of(person.phone), person.aliases, person.gender) == (("1", "2"), ("Соқӣ",), "f")
    assert Protected.from_json({"id": "a", "phone": "935", "aliases": None}).phone == "935"


@pytest.mark.parametrize(
    "record", [{}, {"id": None}, {"id": " "}, {"id": True}, {"id": 1, "phone": [[]]}, {"id": 1, "dob": 1.5}]
)
def test_a_record_that_cannot_be_read_is_refused(record):
    with pytest.raises(BadPerson):
        Protected.from_json(record)
