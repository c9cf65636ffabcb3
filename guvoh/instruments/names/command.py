"""`guvoh guard scan`: the identity guard on the command line, for a folder of one's own and for measuring."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn, TextIO

from guvoh.instruments.names.guard import Index, Mark, TextTooLong, scan
from guvoh.instruments.names.person import BadPerson, Protected

STATUS_DONE = 0
STATUS_BAD_INPUT = 2
STATUS_NOT_LOOKED = 3


class BadLine(ValueError):
    """A line of an input file cannot be read; the message names file, line and field."""


def register(subparsers: Any) -> None:
    """Add `guard scan` to the parser of the command `guvoh`; `func` of the parsed arguments runs it.

    `subparsers` is what argparse's add_subparsers() returns.
    """
    guard = subparsers.add_parser("guard", help="find protected people in texts")
    commands = guard.add_subparsers(dest="guard_command", required=True)
    parser = commands.add_parser("scan", help="mark every mention of a person of a register in texts")
    parser.add_argument("--register", type=Path, required=True, metavar="R.jsonl", help="one person a line")
    parser.add_argument(
        "--texts", type=Path, required=True, metavar="T.jsonl", help='one text a line: "case" and "text"'
    )
    parser.set_defaults(func=_run)


def _run(arguments: argparse.Namespace) -> int:
    return scan_command(arguments.register, arguments.texts, sys.stdout)


def scan_command(register: Path, texts: Path, out: TextIO) -> int:
    """Scan each text of the file `texts` for the people of the file `register`; write a JSON line per text.

    Both files are JSON Lines in UTF-8; formats as `guvoh guard scan --help` says. A text whose `case` is the
    `case_no` of somebody in the register is taken to be about that person.
    Returns 0 when every text was looked at, 2 when a line cannot be read and 3 when a text is too long to
    be looked at: then a sentence on standard error names file, line and field, and nothing is written to `out`.
    """
    try:
        people, types = _read_people(register)
        answers = list(_answers(texts, Index.build(people), types))
    except BadLine as error:
        print(error, file=sys.stderr)
        return STATUS_BAD_INPUT
    except TextTooLong as error:
        print(f"{texts}: {error}", file=sys.stderr)
        return STATUS_NOT_LOOKED
    for answer in answers:
        out.write(json.dumps(answer, ensure_ascii=False) + "\n")
    return STATUS_DONE


def _read_people(path: Path) -> tuple[list[Protected], dict[str, str | int]]:
    """The people of the register, and each one's id in the type the file gives it."""
    people: list[Protected] = []
    types: dict[str, str | int] = {}
    for number, record in _records(path):
        try:
            person = Protected.from_json(record)
        except BadPerson as error:
            _refuse(path, number, error.field, error.reason)
        if person.id in types:
            _refuse(path, number, "id", "is used twice")
        people.append(person)
        types[person.id] = record["id"]
    return people, types


def _answers(path: Path, index: Index, types: dict[str, str | int]) -> Iterator[dict[str, Any]]:
    for number, record in _records(path):
        text = record.get("text")
        if not isinstance(text, str):
            _refuse(path, number, "text", "must be text")
        case = record.get("case")
        if case is not None and (isinstance(case, bool) or not isinstance(case, str | int)):
            _refuse(path, number, "case", "must be text or a whole number")
        subjects = index.of_case(str(case)) if case is not None else set()
        yield _answer(case, scan(text, index, subjects), types)


def _answer(case: str | int | None, marks: list[Mark], types: dict[str, str | int]) -> dict[str, Any]:
    blocked = {mark.person for mark in marks if mark.level == "block"}
    asked = {mark.person for mark in marks} - blocked
    as_given: Callable[[str], str | int] = types.__getitem__
    return {
        "case": case,
        "ids": [as_given(person) for person in _sorted(blocked, types)],
        "review": [as_given(person) for person in _sorted(asked, types)],
        "marks": [
            {
                "person": as_given(mark.person),
                "start": mark.start,
                "end": mark.end,
                "level": mark.level,
                "rule": mark.rule,
            }
            for mark in marks
        ],
    }


def _sorted(people: set[str], types: dict[str, str | int]) -> list[str]:
    """Ids that are numbers in the order of numbers, before those that are text."""
    return sorted(people, key=lambda person: (isinstance(types[person], str), types[person]))


def _records(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise BadLine(f"{path}: cannot be read ({error.strerror})") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line.decode("utf-8-sig"))
        except UnicodeDecodeError:
            _refuse(path, number, None, "is not UTF-8 text")
        except json.JSONDecodeError as error:
            _refuse(path, number, None, f"is not JSON (at character {error.pos + 1})")
        if not isinstance(record, dict):
            _refuse(path, number, None, "must be a JSON object")
        yield number, record


def _refuse(path: Path, number: int, field: str | None, reason: str) -> NoReturn:
    where = f'"{field}" ' if field else "the line "
    raise BadLine(f"{path}, line {number}: {where}{reason}.")
