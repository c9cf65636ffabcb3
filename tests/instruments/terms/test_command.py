"""`guvoh terms` as a person types it: JSON for programs, sentences on bad input."""

import argparse
import json

import pytest

from guvoh.instruments.terms.command import register


def run(*typed: str) -> int:
    parser = argparse.ArgumentParser(prog="guvoh")
    register(parser.add_subparsers(required=True))
    arguments = parser.parse_args(["terms", *typed])
    status: int = arguments.func(arguments)
    return status


def test_due_answers_with_window_basis_and_explanation(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("due", "--rule", "TJ-ATI", "--start", "2026-03-18T10:00", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert list(answer) == ["earliest", "latest", "unit", "basis", "certainty", "explanation"]
    assert answer["earliest"] == answer["latest"] == "2026-04-17T23:59:59+05:00"
    assert (answer["unit"], answer["certainty"]) == ("cd", "secondary")
    assert set(answer["explanation"]) == {"tg", "ru", "en"}


def test_due_in_one_language_gives_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    run("due", "--rule", "TJ-ATI", "--start", "2026-03-18T10:00", "--json", "--language", "tg")
    assert json.loads(capsys.readouterr().out)["explanation"].startswith("Рӯзи 18 марти соли 2026")


def test_start_in_another_zone_is_moved_to_dushanbe(capsys: pytest.CaptureFixture[str]) -> None:
    typed = ("due", "--rule", "TJ-DET-PROTO", "--start", "2026-03-18T20:00", "--zone", "UTC", "--json")
    assert run(*typed) == 0
    assert json.loads(capsys.readouterr().out)["latest"] == "2026-03-19T04:00:00+05:00"


@pytest.mark.parametrize("written", ["2026-03-18T20:00Z", "2026-03-18T21:00+01:00", "2026-03-19 01:00+0500"])
def test_start_may_carry_its_offset(written: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("due", "--rule", "TJ-DET-PROTO", "--start", written, "--json") == 0
    assert json.loads(capsys.readouterr().out)["latest"] == "2026-03-19T04:00:00+05:00"


def test_days_off_are_iso_dates(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("days-off", "2026", "--json") == 0
    days = json.loads(capsys.readouterr().out)
    assert (len(days), days[0]) == (116, "2026-01-01")
    run("days-off", "2026", "--month", "3", "--json")
    assert json.loads(capsys.readouterr().out)[-1] == "2026-03-29"


def test_days_off_for_people_name_the_reason_and_mark_an_estimate(capsys: pytest.CaptureFixture[str]) -> None:
    run("days-off", "2027", "--month", "3", "--language", "ru")
    assert "9 марта 2027 г., вторник: Иди Рамазон (~)" in capsys.readouterr().out


def test_rules_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("rules", "--json", "--language", "en") == 0
    rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["TJ-DET-72"]["length"] == 72
    assert run("rules", "--language", "tg") == 0
    assert "TJ-DET-72          72 h    verified" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (("due", "--rule", "TJ-X", "--start", "2026-03-18"), "--rule: There is no rule “TJ-X”."),
        (("due", "--rule", "TJ-ATI", "--start", "18.03.2026"), "--start: “18.03.2026” is not a date and time"),
        (("due", "--rule", "TJ-ATI", "--start", "0001-01-01"), "--start: the year 1 is outside 1900 to 2200."),
        (("due", "--rule", "TJ-DET-72", "--start", "2026-03-18"), "--start: the rule TJ-DET-72 counts hours"),
        (
            ("due", "--rule", "TJ-ATI", "--start", "2026-03-18", "--zone", "Asia/Moon"),
            "--zone: there is no time zone “Asia/Moon”",
        ),
        (
            ("due", "--rule", "TJ-ATI", "--start", "2026-03-18", "--zone", "Asia"),
            "--zone: there is no time zone “Asia”; write one such as Asia/Dushanbe.",
        ),
        (("due", "--rule", "TJ-ATI", "--start", "2026-03-18", "--zone", ""), "--zone: there is no time zone “”"),
        (
            ("due", "--rule", "TJ-ATI", "--start", "2026-03-18", "--zone", "../Dushanbe"),
            "--zone: there is no time zone “../Dushanbe”",
        ),
        (
            ("due", "--rule", "TJ-ATI", "--start", "2026-03-18T10:00+25:99"),
            "--start: “+25:99” is no time zone such as +05:00",
        ),
        (
            ("due", "--rule", "TJ-ATI", "--start", "2026-03-18T10:00+05:99"),
            "--start: “+05:99” is no time zone such as +05:00",
        ),
        (
            ("due", "--rule", "TJ-ATI", "--start", "2026-03-18T10:00 Asia/Moon"),
            "--start: “Asia/Moon” is no time zone such as +05:00; one with a name goes into --zone.",
        ),
        (("due", "--rule", "TJ-ATI", "--start", "2026-03-18T25:00"), "--start: “2026-03-18T25:00” is not a date"),
        (("due", "--rule", "TJ-DET-72", "--start", "2026-W12-3"), "--start: the rule TJ-DET-72 counts hours"),
        (
            ("due", "--rule", "TJ-ATI", "--start", "2026-03-18T10:00+03:00", "--zone", "UTC"),
            "--zone: “2026-03-18T10:00+03:00” names its own time zone",
        ),
        (("due", "--rule", "TJ-ATI", "--start", "2076-12-20"), "The days off of 2077 are not known"),
        (("days-off", "1990"), "The days off of 1990 are not known"),
    ],
)
def test_bad_input_gets_a_sentence_and_status_2(
    typed: tuple[str, ...], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*typed) == 2
    answer = capsys.readouterr()
    assert answer.out == ""
    assert answer.err.startswith(sentence)
