"""`guvoh guard scan`: lines in, a line out for each text, and a clear refusal."""

import argparse
import io
import json

import pytest

from guvoh.instruments.names import command

EMPTY = dict.fromkeys(
    ["patronymic", "name_tg", "name_ru", "dob", "phone", "passport", "village", "address", "email"]
)
PERSON = EMPTY | {
    "id": 7,
    "role": "client",
    "gender": "m",
    "given": "Рустам",
    "surname": "Саидов",
    "case_no": "GV-1",
    "aliases": [],
}


def written(folder, name, lines):
    path = folder / name
    path.write_text(
        "".join(line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    )
    return path


def run(folder, people, texts):
    out = io.StringIO()
    status = command.scan_command(written(folder, "R.jsonl", people), written(folder, "T.jsonl", texts), out)
    return status, [json.loads(line) for line in out.getvalue().splitlines()]


def test_each_text_gets_a_line(tmp_path):
    texts = [
        {"case": 1, "text": "Омад Рустам Саидов."},
        {"case": "b", "text": "Саидов."},
        {"case": 3, "text": "Ҳеҷ кас."},
    ]
    status, lines = run(tmp_path, [PERSON], texts)
    assert status == 0
    assert lines[0] == {
        "case": 1, "ids": [7], "review": [],
        "marks": [{"person": 7, "start": 5, "end": 18, "level": "block", "rule": "given name and surname"}],
    }  # fmt: skip
    assert (lines[1]["case"], lines[1]["ids"], lines[1]["review"]) == ("b", [], [7])
    assert lines[2] == {"case": 3, "ids": [], "review": [], "marks": []}


def test_ids_come_sorted_in_the_type_they_have(tmp_path):
    people = [PERSON | {"id": number, "given": "Рустам"} for number in (10, 9, "x")]
    _, [line] = run(tmp_path, people, [{"case": 1, "text": "Рустам Саидов"}])
    assert line["ids"] == [9, 10, "x"]


def test_a_text_of_the_persons_own_case_is_about_that_person(tmp_path):
    texts = [{"case": " GV-1 ", "text": "Rustam left."}, {"case": "GV-2", "text": "Rustam left."}]
    _, lines = run(tmp_path, [PERSON], texts)
    assert [line["ids"] for line in lines] == [[7], []]


def test_a_story_that_keeps_using_the_given_name_names_the_person(tmp_path):
    text = "Rustam’s story. They seized Rustam. Today, Rustam is free."
    _, [line] = run(tmp_path, [PERSON, PERSON | {"id": 8, "given": "Зарина"}], [{"case": 1, "text": text}])
    assert line["ids"] == [7]


@pytest.mark.parametrize(
    ("people", "texts", "said"),
    [
        (["{oops\n"], [], "R.jsonl, line 1: the line is not JSON (at character 2)."),
        ([PERSON, "\n", PERSON | {"id": None}], [], 'R.jsonl, line 3: "id" is missing.'),
        ([PERSON | {"given": ["x"]}], [], 'R.jsonl, line 1: "given" must be text or null.'),
        ([PERSON | {"gender": "?"}], [], 'R.jsonl, line 1: "gender" must be m, f or null.'),
        ([PERSON, PERSON], [], 'R.jsonl, line 2: "id" is used twice.'),
        ([PERSON], [{"case": 1, "text": "x"}, {"case": 1}], 'T.jsonl, line 2: "text" must be text.'),
        ([PERSON], [{"case": [1], "text": "x"}], 'T.jsonl, line 1: "case" must be text or a whole number.'),
        ([PERSON], ["7\n"], "T.jsonl, line 1: the line must be a JSON object."),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_written(tmp_path, capsys, people, texts, said):
    status, lines = run(tmp_path, people, texts)
    assert (status, lines) == (2, [])
    assert capsys.readouterr().err.rstrip().endswith(said)


def test_a_file_that_is_not_there_is_named(tmp_path, capsys):
    status = command.scan_command(tmp_path / "none.jsonl", tmp_path / "none.jsonl", io.StringIO())
    assert status == 2
    assert "none.jsonl: cannot be read" in capsys.readouterr().err


def test_bytes_that_are_no_text_are_refused(tmp_path, capsys):
    path = tmp_path / "R.jsonl"
    path.write_bytes(b'{"id": "\xff"}\n')
    assert command.scan_command(path, path, io.StringIO()) == 2
    assert "is not UTF-8 text" in capsys.readouterr().err


def test_a_text_too_long_to_look_at_is_never_passed(tmp_path, capsys):
    status, lines = run(tmp_path, [PERSON], [{"case": 1, "text": "а " * 300_000}])
    assert (status, lines) == (3, [])
    assert "600000 characters" in capsys.readouterr().err


def test_the_command_is_mounted(tmp_path, capsys):
    parser = argparse.ArgumentParser()
    command.register(parser.add_subparsers())
    register, texts = (
        written(tmp_path, "R.jsonl", [PERSON]),
        written(tmp_path, "T.jsonl", [{"case": 1, "text": "Rustam Saidov"}]),
    )
    arguments = parser.parse_args(["guard", "scan", "--register", str(register), "--texts", str(texts)])
    assert arguments.func(arguments) == 0
    assert json.loads(capsys.readouterr().out)["ids"] == [7]
