"""Forms of a name that hid it once: soft cases, borders of syllables, letters of other scripts, Persian parts."""

from pathlib import Path

import pytest
import yaml

from guvoh.instruments.names.guard import Index, scan
from guvoh.instruments.names.person import Protected

FORMS = yaml.safe_load(Path(__file__).with_name("forms.yaml").read_text(encoding="utf-8"))
EVERYBODY = Index.build(Protected(str(number), **entry["person"]) for number, entry in enumerate(FORMS))


@pytest.mark.parametrize(
    ("number", "spelling"), [(number, each) for number, entry in enumerate(FORMS) for each in entry["spellings"]]
)
def test_a_form_blocks_for_its_bearer_alone(number, spelling):
    text = f"Дирӯз хабар доданд: {spelling} — чанд рӯз боз."
    marks = scan(text, EVERYBODY)
    assert {mark.person for mark in marks if mark.level == "block"} == {str(number)}
    assert all(text[mark.start : mark.end] == mark.evidence for mark in marks)


@pytest.mark.parametrize(
    ("surname", "spelling"),
    [
        ("Шодибеков", "Sohdibekov"),
        ("Чақонзода", "Chaqonzodha"),
        ("Шарофов", "Shaorfov"),
        ("Хушвахтов", "Kuhshvakhtov"),
        ("Бадриддинов", "Badridhdinov"),
    ],
)
def test_a_slip_inside_a_pair_of_letters_is_asked_about(surname, spelling):
    index = Index.build([Protected("1", given="Далер", surname=surname)])
    assert {mark.person for mark in scan(f"Yesterday Daler {spelling} was seen.", index)} == {"1"}


@pytest.mark.parametrize(
    ("given", "surname", "text"),
    [
        ("Орзу", "Каримов", "کریم روز جمعه بازداشت شد"),
        ("Озод", "Ҷӯразода", "اسکندر جوره زاده آمد"),
        ("Охунҷон", "Нозимӣ", "خانه پولاد نظام را دیدند"),
        ("Умар", "Одилов", "امام‌یار عادل گفت"),
        ("Икром", "Азизов", "کریم عزیز آمد"),
        ("Одил", "Имомалиев", "Начальник отдела И. Имомалиев"),
        ("Олия", "Қодирова", "Алӣ Қодиров"),
    ],
)
def test_words_that_share_consonants_with_a_name_block_nobody(given, surname, text):
    index = Index.build([Protected("1", given=given, surname=surname)])
    assert not [mark for mark in scan(text, index) if mark.level == "block" and "and surname" in mark.rule]
