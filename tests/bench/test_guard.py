"""`python -m bench.guard` measures a set, says what misses its floor, and refuses what it cannot use."""

import json
from pathlib import Path

import pytest

from bench import guard, measuring, sets
from bench.measuring import Broken, Task
from bench.sets import Files
from bench.tools import guard as guvohs
from tests.instruments.names import texts
from tests.instruments.names.texts import Text

PEOPLE = texts.register(3, 2 * texts.TARGETS)


def on(files: Files, *more: str) -> list[str]:
    named = ["--register", files.register, "--texts", files.texts, "--truth", files.truth]
    return [*map(str, named), "--alone", *more]


def row(printed: str, label: str) -> list[str]:
    line = next(line for line in printed.splitlines() if line.startswith(f"| {label} "))
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_a_set_is_measured_by_kind_and_as_a_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = texts.texts(3, PEOPLE, 1, 10)
    guard.main(on(sets.write(tmp_path, PEOPLE, made)))
    printed = capsys.readouterr().out
    assert "420 people, 68 leaks, 20 harmless texts" in printed
    assert row(printed, "phone") == ["phone", "1.000", "1.000", "1.000"]
    assert float(row(printed, "all leaks")[3].removesuffix(" (!)")) > 0.9
    assert float(row(printed, "memory, MB")[3].removesuffix(" (!)")) > 10
    assert float(row(printed, "1,000-word draft, ms")[3].removesuffix(" (!)")) > 0


def test_a_missed_floor_is_marked_and_told_by_the_exit_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missed = Text("1", "Имрӯз борон борид.", ((PEOPLE[0].id, "exact"),))
    found = Text("2", f"{PEOPLE[1].given} {PEOPLE[1].surname}", ((PEOPLE[1].id, "combining"),))
    files = sets.write(tmp_path, PEOPLE, [missed, found])
    assert guard.main(on(files, "--show", "1")) == guard.STATUS_MISSED
    printed = capsys.readouterr().out
    assert row(printed, "exact")[3] == "0.000 (!)"
    assert row(printed, "combining")[3] == "1.000"
    assert "Below the floor: exact (420 people), all leaks (420 people), recall (420 people)" in printed
    assert "missed, exact: 'Имрӯз борон борид.'" in printed


@pytest.mark.parametrize(
    ("truth", "told"),
    [
        ({"case": "1", "person": "nobody", "kind": "exact"}, "truth.jsonl, line 1: no such person"),
        ({"case": "7", "person": "p0", "kind": "exact"}, "no such text: 7"),
        ({"case": "1", "person": "p0"}, 'truth.jsonl, line 1: "kind"'),
    ],
)
def test_a_truth_that_does_not_fit_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], truth: dict[str, str], told: str
) -> None:
    files = sets.write(tmp_path, PEOPLE[:1], [Text("1", "Имрӯз борон борид.")])
    files.truth.write_text(json.dumps(truth), encoding="utf-8")
    guard_said = guard.main(on(files))
    assert guard_said == guard.STATUS_UNUSABLE
    assert told in capsys.readouterr().err


def test_half_a_set_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="2"):
        guard.main(["--register", str(tmp_path / "R.jsonl"), "--alone"])


def test_a_tool_that_does_not_find_what_it_is_made_for_is_not_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = sets.write(tmp_path, PEOPLE[:1], [Text("1", "Имрӯз борон борид.")])
    monkeypatch.setattr(guvohs, "HOME", "Имрӯз борон борид.")
    with pytest.raises(Broken):
        measuring.measure(Task("guard", files, stride=1, drafts=1))


def test_a_written_set_reads_back_the_same(tmp_path: Path) -> None:
    made = texts.texts(3, PEOPLE, 1, 5)
    files = sets.write(tmp_path, PEOPLE, made)
    assert sets.read_people(files.register) == PEOPLE
    assert sets.read_texts(files) == made
