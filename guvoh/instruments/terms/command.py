"""`guvoh terms`: a term, a year's days off or the table of rules from the command line."""

import argparse
import json
import re
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo, available_timezones

from guvoh.instruments.terms.calendar import Calendar, OutsideCalendar
from guvoh.instruments.terms.counting import DUSHANBE, local
from guvoh.instruments.terms.dates import format_date, format_moment, weekday_name
from guvoh.instruments.terms.due import Window, due
from guvoh.instruments.terms.rules import UnknownRule, load_rules, load_versions, rule_in_force
from guvoh.instruments.terms.tables import LANGUAGES, RowRefused, Texts

# a day with a time of day, and whatever is written after it
_TIMED: Final = re.compile(r"[\d-]+[Tt ]\d[\d:.,]*\s*(?P<zone>.*)")
_OFFSET: Final = re.compile(r"Z|[+-](0\d|1[0-4])(:?[0-5]\d)?")


class BadInput(ValueError):
    """What was typed cannot be read; the message names the option."""


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Mount `terms` with due, days-off and rules. Each sets `func`: arguments to exit status."""
    terms = subparsers.add_parser("terms", help="working days of Tajikistan and the clocks set by law")
    verbs = terms.add_subparsers(required=True, metavar="COMMAND")

    when = verbs.add_parser("due", help="when the term of a rule ends")
    when.add_argument("--rule", required=True, metavar="ID", help="a rule such as TJ-ATI")
    when.add_argument("--start", required=True, metavar="ISO", help="when its clock started: 2026-03-18T10:00")
    when.add_argument("--zone", metavar="NAME", help="time zone of --start, Asia/Dushanbe if it names none itself")
    _add_output_options(when)
    when.set_defaults(func=_answering(_print_due))

    days_off = verbs.add_parser("days-off", help="days off of a year or a month")
    days_off.add_argument("year", type=int, metavar="YEAR")
    days_off.add_argument("--month", type=int, choices=range(1, 13), metavar="1-12")
    _add_output_options(days_off)
    days_off.set_defaults(func=_answering(_print_days_off))

    rules = verbs.add_parser("rules", help="the table of rules")
    _add_output_options(rules)
    rules.set_defaults(func=_answering(_print_rules))


def _add_output_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="answer as JSON")
    parser.add_argument("--language", choices=LANGUAGES, help="language of the texts")


def _answering(command: Callable[[argparse.Namespace], None]) -> Callable[[argparse.Namespace], int]:
    def run(arguments: argparse.Namespace) -> int:
        try:
            command(arguments)
        except (BadInput, OutsideCalendar, RowRefused) as refusal:
            print(refusal, file=sys.stderr)
            return 2
        except UnknownRule as refusal:
            print(f"--rule: {refusal.args[0]}", file=sys.stderr)
            return 2
        return 0

    return run


def _print_due(arguments: argparse.Namespace) -> None:
    start = _moment(arguments.start, arguments.zone)
    rule = rule_in_force(load_versions(), arguments.rule, start.date())
    if rule.unit == "h" and not _TIMED.fullmatch(arguments.start):
        raise BadInput(f"--start: the rule {rule.id} counts hours, so give the time of day: {start.date()}T10:00.")
    window = due(rule, start, Calendar.load())
    if arguments.json:
        _print_json(_as_json(window, arguments.language))
        return
    language = arguments.language or "en"
    ends = [format_moment(end, language) for end in (window.earliest, window.latest) if end]
    print(" – ".join(dict.fromkeys(ends)) or "–")
    print(window.basis[language])
    print(window.explanation[language])


def _as_json(window: Window, language: str | None) -> dict[str, Any]:
    return {
        "earliest": window.earliest and window.earliest.isoformat(),
        "latest": window.latest and window.latest.isoformat(),
        "unit": window.unit,
        "basis": _in_language(window.basis, language),
        "certainty": window.certainty,
        "explanation": _in_language(window.explanation, language),
    }


def _print_days_off(arguments: argparse.Namespace) -> None:
    calendar = Calendar.load()
    days = calendar.days_off(arguments.year, arguments.month)
    if arguments.json:
        _print_json([day.isoformat() for day in days])
        return
    language = arguments.language or "en"
    for day in days:
        reason = calendar.why_off(day)
        mark = " (~)" if reason and reason.estimated else ""
        name = reason.names[language] if reason else ""
        print(f"{format_date(day, language)}, {weekday_name(day, language)}: {name}{mark}")


def _print_rules(arguments: argparse.Namespace) -> None:
    language = arguments.language or "en"
    rules = load_rules().values()
    if arguments.json:
        rows = [
            {"id": r.id, "length": r.length, "unit": r.unit, "certainty": r.certainty, "starts_on": r.starts_on}
            | {
                name: _in_language(getattr(r, name), arguments.language)
                for name in ("basis", "trigger", "next_rung")
            }
            | {"sources": r.sources}
            for r in rules
        ]
        _print_json(rows)
        return
    for rule in rules:
        length = "–" if rule.length is None else f"{rule.length} {rule.unit}"
        print(f"{rule.id:18} {length:7} {rule.certainty:10} {rule.basis[language]}")


def _in_language(spoken: Texts, language: str | None) -> Texts | str:
    return spoken[language] if language else spoken


def _print_json(answer: Any) -> None:
    print(json.dumps(answer, ensure_ascii=False, indent=2))


def _moment(written: str, zone: str | None) -> datetime:
    timed = _TIMED.fullmatch(written)
    # datetime itself takes +05:99 for six hours and thirty-nine minutes
    if timed and timed["zone"] and not _OFFSET.fullmatch(timed["zone"]):
        raise BadInput(
            f"--start: “{timed['zone']}” is no time zone such as +05:00; one with a name goes into --zone."
        )
    try:
        moment = datetime.fromisoformat(written)
    except ValueError as error:
        raise BadInput(f"--start: “{written}” is not a date and time such as 2026-03-18T10:00.") from error
    if zone is not None and moment.tzinfo:
        raise BadInput(f"--zone: “{written}” names its own time zone; give one of the two.")
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=DUSHANBE if zone is None else _zone(zone))
    if not 1900 <= moment.year <= 2200:
        raise BadInput(f"--start: the year {moment.year} is outside 1900 to 2200.")
    return local(moment)


def _zone(name: str) -> ZoneInfo:
    # asked of the list: “Asia” alone would be opened as the folder it is
    if name not in available_timezones():
        raise BadInput(f"--zone: there is no time zone “{name}”; write one such as Asia/Dushanbe.")
    return ZoneInfo(name)
