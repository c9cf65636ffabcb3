"""A set to measure on, as three JSON Lines files: the register, the texts, and who is given away in which text."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from guvoh.instruments.names.person import BadPerson, Protected
from tests.instruments.names.texts import Text


class BadSet(ValueError):
    """A file of the set cannot be read, or two of them do not fit together; the message names file and line."""


@dataclass(frozen=True)
class Files:
    register: Path
    texts: Path
    truth: Path


def write(folder: Path, people: Iterable[Protected], texts: Iterable[Text]) -> Files:
    files = Files(folder / "R.jsonl", folder / "T.jsonl", folder / "truth.jsonl")
    texts = list(texts)
    _write(files.register, map(asdict, people))
    _write(files.texts, ({"case": each.case, "text": each.text} for each in texts))
    truths = ({"case": each.case, "person": person, "kind": kind} for each in texts for person, kind in each.truth)
    _write(files.truth, truths)
    return files


def _write(path: Path, records: Iterable[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def read_people(path: Path) -> list[Protected]:
    people = []
    for where, record in _records(path):
        try:
            people.append(Protected.from_json(record))
        except BadPerson as error:
            raise BadSet(f"{where}: {error}") from error
    return people


def read_texts(files: Files) -> list[Text]:
    """The texts with whom they give away. Raises BadSet when the truth has a text or person that they have not."""
    truth: dict[str, list[tuple[str, str]]] = defaultdict(list)
    known = {person.id for person in read_people(files.register)}
    for where, record in _records(files.truth):
        case, person, kind = (_field(where, record, name) for name in ("case", "person", "kind"))
        if person not in known:
            raise BadSet(f"{where}: no such person in the register: {person}")
        truth[case].append((person, kind))
    texts = []
    for where, record in _records(files.texts):
        case, text = _field(where, record, "case"), _field(where, record, "text")
        texts.append(Text(case, text, tuple(truth.get(case, ()))))
    if missing := truth.keys() - {text.case for text in texts}:
        raise BadSet(f"{files.truth}: no such text: {min(missing)}")
    return texts


def _field(where: str, record: dict[str, Any], name: str) -> str:
    value = record.get(name)
    if not isinstance(value, str | int):
        raise BadSet(f'{where}: "{name}" must be text or a number')
    return str(value)


def _records(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if line.strip():
            where = f"{path}, line {number}"
            try:
                record = json.loads(line)
            except json.JSONDecodeError as error:
                raise BadSet(f"{where}: is not JSON") from error
            if not isinstance(record, dict):
                raise BadSet(f"{where}: must be a JSON object")
            yield where, record
