"""The set the guard is measured on can be made again, and its harmless texts give nobody away."""

import pytest

from guvoh.instruments.names.keys import matching_keys
from tests.instruments.names import spellers, texts

SIZE = 2 * texts.TARGETS


@pytest.fixture(scope="module")
def people():
    return texts.register(2, 1500)


def test_a_seed_gives_one_set_and_another_seed_another(people):
    assert texts.texts(2, people, 1, 5) == texts.texts(2, people, 1, 5)
    assert texts.texts(2, people, 1, 5) != texts.texts(3, people, 1, 5)


def test_a_larger_register_has_the_same_people_first(people):
    assert texts.register(2, SIZE) == people[:SIZE]


def test_no_two_people_share_a_full_name_a_number_or_an_id(people):
    for field in ("id", "case_no", "email"):
        assert len({getattr(person, field) for person in people}) == len(people), field
    assert len({spellers.subscriber(person) for person in people}) == len(people)
    assert len({str(person.passport)[1:].strip() for person in people}) == len(people)
    names = [{key for key in matching_keys(person) if key.startswith("gs:")} for person in people]
    assert sum(map(len, names)) == len(set().union(*names))


def test_harmless_texts_hold_nobodys_full_name(people):
    harmless = [text.text for text in texts.texts(2, people, 1, 300) if not text.truth]
    assert len(harmless) == 600
    for person in people:
        for name in (f"{person.given} {person.surname}", f"{person.surname} {person.given}"):
            assert not any(name in text for text in harmless), name
