"""`guvoh guard scan`: the identity guard on the command line, for a folder of one's own and for measuring."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn, TextIO

from guvoh.instruments.names import report
from guvoh.instruments.names.documents import FILE_MAX, Gap
from guvoh.instruments.names.files import Judgement, judge
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
    parser = commands.add_parser(
        "scan",
        help="mark every mention of a person of a register in texts or files",
        epilog="Exit status: 0 nobody found; 1 something may not go out; 2 the register or a text cannot be read; "
        "3 something could not be looked at; 4 a person has to decide. Of 1, 3 and 4 the first that is true of "
        "any file; the report tells all. The pixels of pictures are never looked at: 0 speaks of their files.",
    )
    parser.add_argument("--register", type=Path, required=True, metavar="R.jsonl", help="one person a line")
    parser.add_argument("--texts", type=Path, metavar="T.jsonl", help='one text a line: "case" and "text"')
    parser.add_argument("--json", action="store_true", help="for files: a JSON line each instead of a report")
    parser.add_argument("--language", choices=report.LANGUAGES, default=_own_language(), help="of the report")
    parser.add_argument("files", type=Path, nargs="*", metavar="FILE", help="a document, a picture or a folder")
    parser.set_defaults(func=lambda arguments: _run(parser, arguments))


def _own_language() -> str:
    """The language of the user's surroundings, English where the report is not in it."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return locale[:2] if locale[:2] in report.LANGUAGES else "en"


def _run(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> int:
    if (arguments.texts is None) == (not arguments.files):
        parser.error("give either --texts or files")
    if arguments.texts is not None:
        return scan_command(arguments.register, arguments.texts, sys.stdout)
    return scan_files(arguments.register, arguments.files, arguments.language if not arguments.json else None)


def scan_files(register: Path, files: list[Path], language: str | None) -> int:
    """Look at each of `files`, and at all files of those that are folders, for the people of `register`.

    Prints a report on each file in `language` (tg, ru, en), or a JSON line when that is None. Returns 0 when
    nobody was found in any, 1 when something is blocked, 3 when something could not be looked at, 4 when a person
    has to decide: the first of 1, 3, 4 that is true of any file; 2 when the register cannot be read, with a
    sentence on standard error.
    """
    try:
        people, types = _read_people(register)
    except BadLine as error:
        print(error, file=sys.stderr)
        return STATUS_BAD_INPUT
    index = Index.build(people)
    judgements = []
    for path in (path for given in files for path in _files_of(given)):
        judgements.append(_judged(path, index))
        if language is None:
            print(json.dumps(report.record(str(path), judgements[-1], types), ensure_ascii=False), flush=True)
        else:
            print("\n".join(report.told(str(path), judgements[-1], language)), flush=True)
    if language is not None:
        print(report.summary(judgements, language))
    return report.worst(judgements)


def _files_of(path: Path) -> list[Path]:
    """The file itself, or all files of a folder. An empty folder stands for itself: nothing was seen in it."""
    found = sorted(each for each in path.rglob("*") if not each.is_dir()) if path.is_dir() else []
    return found or [path]


def _judged(path: Path, index: Index) -> Judgement:
    try:
        if not path.is_file():
            return Judgement([], [Gap((), "unreadable")], [])
        if path.stat().st_size > FILE_MAX:
            return Judgement([], [Gap((), "too much")], [])
        return judge(path.read_bytes(), path.name, index)
    except OSError:
        return Judgement([], [Gap((), "unreadable")], [])


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
