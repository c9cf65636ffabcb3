"""The table of rules: complete rows, versions in force, and refusals that name rule and field."""

import re
from datetime import date

import pytest

from guvoh.instruments.terms.rules import (
    UnknownRule,
    load_rules,
    load_versions,
    parse_rule,
    parse_rules,
    rule_in_force,
)
from guvoh.instruments.terms.tables import LANGUAGES, RowRefused

TEXT = {"tg": "матн", "ru": "текст", "en": "text"}
READINGS = {
    "TJ-MEDIA-INFO": "3 wd",
    "TJ-MEDIA-CRIT": "14 cd",
    "TJ-D622": "",
    "TJ-ATI": "30 cd",
    "TJ-ATI-FEE": "7 cd / 7 wd",
    "TJ-APPEAL": "15 cd / 15 wd",
    "TJ-APPEAL-STUDY": "30 cd / 30 wd",
    "TJ-APPEAL-FWD": "5 cd / 5 wd",
    "TJ-ADV": "15 cd / 15 wd",
    "TJ-DET-PROTO": "3 h",
    "TJ-DET-CASE": "12 h",
    "TJ-DET-PROSEC": "12 h",
    "TJ-DET-KIN": "12 h / 0 h",
    "TJ-DET-MED": "",
    "TJ-DET-72": "72 h",
    "TJ-CUST-PETITION": "8 h",
    "TJ-CUST-APPEAL": "3 cd",
    "TJ-CRIME-REG": "0 cd",
    "TJ-CRIME-DEC": "3 cd",
    "TJ-REFUSE-COPY": "24 h",
    "TJ-REFUSE-APPEAL": "",
    "TJ-COMPL-PROS": "3 cd / 7 cd",
    "TJ-COMPL-COURT": "5 cd",
    "TJ-TORT-INV": "2 mo",
    "TJ-OMB": "1 mo",
    "TJ-OMB-LIMIT": "1 y",
    "TJ-LIMIT-TORT": "6 y / 10 y / 15 y",
    "UN-HRC-OP": "5 y",
    "UN-HRC-OTHER": "3 y",
    "UN-HRC-STATE": "6 mo",
    "UN-HRC-FU": "180 cd",
    "UN-CEDAW-STATE": "6 mo",
    "UN-SP-REPLY": "60 cd",
    "UN-SP-UA": "",
    "UN-WGAD-REG": "60 cd",
    "UN-WGEID-URG": "3 mo",
    "UN-CAT-FU": "1 y",
    "UPR-SUB": "7 mo",
    "OSCE-VIENNA": "10 cd",
}


def row(**changes: object) -> dict[str, object]:
    complete = {
        "id": "TJ-X",
        "basis": TEXT,
        "trigger": TEXT,
        "next_rung": TEXT,
        "length": 3,
        "unit": "cd",
        "starts_on": "delivered",
        "sources": ["a page"],
        "certainty": "memory",
    }
    return complete | changes


def test_table_holds_every_clock_with_all_its_readings() -> None:
    found = {
        rule.id: " / ".join(f"{reading.length} {reading.unit}" for reading in rule.readings)
        for rule in load_rules().values()
    }
    assert found == READINGS


def test_every_text_is_there_in_three_languages_in_its_own_script() -> None:
    for rule in load_rules().values():
        for text in (rule.basis, rule.trigger, rule.next_rung, rule.note, rule.extension and rule.extension.text):
            if text:
                assert list(text) == list(LANGUAGES)
                assert not re.search("[а-яё]", text["en"], re.I), rule.id
                assert not re.search("[a-z]{3}|[ҳқғӣӯҷ]", text["ru"], re.I), rule.id
                assert not re.search("[a-z]{3}|[ыщ]", text["tg"], re.I), rule.id


def test_rows_from_memory_or_in_dispute_raise_no_alarm_until_a_lawyer_signs() -> None:
    rules = load_rules()
    assert rules["TJ-ATI"].raises_alarm
    assert not rules["TJ-DET-KIN"].raises_alarm
    assert not rules["TJ-COMPL-PROS"].raises_alarm
    assert rules["TJ-COMPL-PROS"].signed("S. Lawyer", date(2026, 5, 4)).raises_alarm


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"id": None}, "A rule: the field “id” is missing"),
        ({"sources": []}, "Rule TJ-X: the field “sources” is missing"),
        ({"sources": [" "]}, "Rule TJ-X: the field “sources” is missing"),
        ({"unit": "weeks"}, "Rule TJ-X: the field “unit” is “weeks”; it must be one of h, cd, wd, mo, y"),
        ({"unit": None}, "Rule TJ-X: the field “unit” is “None”"),
        ({"length": None}, "Rule TJ-X: the field “length” must be a whole number"),
        ({"length": -1}, "the field “length” must be a whole number"),
        ({"length": 2.5}, "the field “length” must be a whole number"),
        ({"certainty": "sure"}, "the field “certainty” is “sure”"),
        ({"basis": {"tg": "матн", "en": "text"}}, "Rule TJ-X: the field “basis” has no text in “ru”"),
        ({"trigger": "text"}, "the field “trigger” needs a text in tg, ru, en"),
        ({"starts_on": "posted"}, "the field “starts_on” is “posted”"),
        ({"valid_from": "2016"}, "the field “valid_from” must be a date"),
        ({"valid_from": date(2020, 1, 1), "valid_to": date(2019, 1, 1)}, "the field “valid_to” is before"),
        ({"reviewer": "S. Lawyer"}, "“reviewer” and “reviewed_on” belong together"),
        ({"day_of_event_counts": "no"}, "the field “day_of_event_counts” must be true or false"),
        ({"counts": "backward"}, "the field “counts” says backward"),
        ({"uncertain": [{"length": 3, "unit": "d"}]}, "Rule TJ-X, uncertain: the field “unit” is “d”"),
        (
            {"length": None, "unit": None, "uncertain": [{"length": 3, "unit": "cd"}]},
            "the field “uncertain” gives",
        ),
        ({"extension": {"text": TEXT, "adds": {"length": 1}}}, "Rule TJ-X, extension, adds: the field “unit”"),
        ({"lenght": 3}, "there is no field “lenght”"),
    ],
)
def test_wrong_row_is_refused_by_rule_and_field(changes: dict[str, object], message: str) -> None:
    with pytest.raises(RowRefused, match=message):
        parse_rule(row(**changes))


def test_case_keeps_the_version_in_force_when_its_clock_started() -> None:
    old, new = row(length=30, valid_to=date(2019, 12, 31)), row(valid_from=date(2020, 1, 1))
    versions = parse_rules([new, old])
    assert rule_in_force(versions, "TJ-X", date(2019, 12, 31)).length == 30
    assert rule_in_force(versions, "TJ-X", date(2020, 1, 1)).length == 3


def test_two_versions_in_force_on_one_day_are_refused() -> None:
    with pytest.raises(RowRefused, match="Rule TJ-X: the field “valid_from” of one version overlaps"):
        parse_rules([row(valid_to=date(2020, 1, 1)), row(valid_from=date(2020, 1, 1))])


def test_reference_to_a_rule_that_is_not_there_is_refused() -> None:
    with pytest.raises(RowRefused, match="Rule TJ-X: the field “see” names “TJ-Y”"):
        parse_rules([row(see=["TJ-Y"])])


def test_unknown_rule_and_rule_not_in_force_are_told_apart() -> None:
    with pytest.raises(UnknownRule, match="There is no rule “TJ-NONE”"):
        rule_in_force(load_versions(), "TJ-NONE", date(2026, 1, 1))
    with pytest.raises(UnknownRule, match="was not in force on 2019-01-01"):
        rule_in_force(parse_rules([row(valid_from=date(2020, 1, 1))]), "TJ-X", date(2019, 1, 1))
