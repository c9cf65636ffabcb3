"""A protected person is found in every form his or her name takes."""

from pathlib import Path

import pytest
import yaml

from guvoh.instruments.names.guard import scan

SPELLINGS = yaml.safe_load(Path(__file__).with_name("spellings.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("person", "spelling"), [(person, each) for person, spellings in SPELLINGS.items() for each in spellings]
)
def test_a_mention_blocks_in_any_form(index, person, spelling):
    text = f"Вчера сообщили: {spelling} — дар суд."
    marks = scan(text, index)
    assert {mark.person for mark in marks if mark.level == "block"} == {person}
    assert all(text[mark.start : mark.end] == mark.evidence for mark in marks)


@pytest.mark.parametrize(
    "spelling",
    ["Рустан Саидов", "Рстам Саидов", "Рутсам Саидов", "Рустам Саитов", "Rustam Sadiov"],
)
def test_one_typing_error_is_asked_about(index, spelling):
    assert [(mark.person, mark.level) for mark in scan(f"Дирӯз {spelling} омад.", index)] == [("rustam", "review")]


@pytest.mark.parametrize("text", ["Дирӯз Саидов омад.", "Вчера видели Рустама на рынке."])
def test_what_may_be_another_person_is_asked_about(index, text):
    assert [(mark.person, mark.level) for mark in scan(text, index)] == [("rustam", "review")]


def test_the_span_covers_the_name_and_nothing_more(index):
    text = "Ва он гоҳ Рустами Саидовро боз бурданд."
    [mark] = scan(text, index)
    assert (mark.evidence, mark.rule) == ("Рустами Саидовро", "given name and surname")
