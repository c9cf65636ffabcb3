"""`guvoh guard scan`: lines in, a line out for each text; files in, a report; and a clear refusal."""

import argparse
import io
import json
import re
from pathlib import Path

import pytest

from guvoh.instruments.names import command, documents
from guvoh.instruments.names.documents import html, office, pdf_objects, xml
from guvoh.instruments.names.rules import load

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


def over(folder, capsys, files, *options):
    """Run the command over files made of bytes; status, and what it printed."""
    register = written(folder, "R.jsonl", [PERSON])
    paths = []
    for name, data in files.items():
        (folder / name).write_bytes(data)
        paths.append(str(folder / name))
    parser = argparse.ArgumentParser()
    command.register(parser.add_subparsers())
    arguments = parser.parse_args(["guard", "scan", "--register", str(register), *options, *paths])
    return arguments.func(arguments), capsys.readouterr().out


NAMED, ASKED, BROKEN, CLEAN = "Омад\nРустам Саидов.".encode(), "Саидов.".encode(), bytes(range(256)), b"x"


@pytest.mark.parametrize(
    ("files", "status"),
    [
        ([CLEAN], 0),
        ([CLEAN, ASKED], 4),
        ([CLEAN, ASKED, BROKEN], 3),
        ([CLEAN, ASKED, BROKEN, NAMED], 1),
        ([NAMED, CLEAN], 1),
    ],
)
def test_the_status_is_the_gravest_of_all_files(tmp_path, capsys, files, status):
    assert over(tmp_path, capsys, {f"{number}.txt": data for number, data in enumerate(files)})[0] == status


def test_the_report_names_place_line_rule_and_person(tmp_path, capsys):
    _, said = over(tmp_path, capsys, {"a.txt": NAMED, "b.txt": BROKEN, "c.txt": CLEAN}, "--language", "en")
    assert said.replace(str(tmp_path) + "/", "").splitlines() == [
        "a.txt: may not go out",
        "  BLOCKED: text, line 2. person 7: given name and surname",
        "      Омад [[Рустам Саидов]].",
        "b.txt: not looked at in full",
        "  NOT LOOKED AT: the whole file. Files of this kind cannot be read.",
        "c.txt: nobody found",
        "Files: 3. may not go out: 1; not looked at in full: 1; a person has to decide: 0; nobody found: 1.",
    ]


@pytest.mark.parametrize(
    ("language", "words"),
    [("tg", ("МАНЪ", "сатри 2", "ном ва насаб")), ("ru", ("НЕЛЬЗЯ", "строка 2", "имя и фамилия"))],
)
def test_the_report_speaks_the_language_asked_for(tmp_path, capsys, monkeypatch, language, words):
    _, said = over(tmp_path, capsys, {"a.txt": NAMED}, "--language", language)
    assert all(word in said for word in words)
    monkeypatch.setenv("LC_ALL", f"{language}_TJ.UTF-8")
    assert over(tmp_path, capsys, {"a.txt": NAMED})[1] == said


def test_a_json_line_for_each_file(tmp_path, capsys):
    _, said = over(tmp_path, capsys, {"a.txt": NAMED, "b.txt": ASKED, "c.bin": BROKEN}, "--json")
    first, second, third = map(json.loads, said.splitlines())
    assert (first["status"], first["ids"], first["review"], first["not_looked"]) == ("blocked", [7], [], [])
    assert first["marks"] == [
        {
            "where": "text", "line": 2, "start": 5, "end": 18, "person": 7, "level": "block",
            "rule": "given name and surname", "excerpt": "Омад [[Рустам Саидов]].",
        }
    ]  # fmt: skip
    assert (second["status"], second["ids"], second["review"]) == ("review", [], [7])
    assert (third["status"], third["not_looked"]) == ("not looked", [{"where": "", "reason": "unknown kind"}])


def test_a_folder_stands_for_its_files(tmp_path, capsys):
    (tmp_path / "folder" / "deep").mkdir(parents=True)
    (tmp_path / "folder" / "deep" / "a.txt").write_bytes(NAMED)
    register = written(tmp_path, "R.jsonl", [PERSON])
    assert command.scan_files(register, [tmp_path / "folder"], "en") == 1
    (tmp_path / "empty").mkdir()
    assert command.scan_files(register, [tmp_path / "empty"], "en") == 3
    assert command.scan_files(register, [tmp_path / "absent.txt"], "en") == 3
    assert "The file cannot be read." in capsys.readouterr().out


def test_what_a_file_says_cannot_command_the_terminal(tmp_path, capsys):
    _, said = over(tmp_path, capsys, {"a.txt": "\x1b[2J\u202e Рустам\u200bСаидов \x07".encode()})
    assert not any(letter in said for letter in "\x1b\u202e\x07")


def test_a_bad_register_is_refused_before_any_file_is_read(tmp_path, capsys):
    register = written(tmp_path, "R.jsonl", ["{oops\n"])
    assert command.scan_files(register, [tmp_path], "en") == 2
    assert capsys.readouterr().out == ""


def test_texts_or_files_but_not_both_and_not_neither(tmp_path, capsys):
    for given in ([], ["--texts", "T.jsonl", "a.txt"]):
        parser = argparse.ArgumentParser()
        command.register(parser.add_subparsers())
        arguments = parser.parse_args(["guard", "scan", "--register", "R.jsonl", *given])
        with pytest.raises(SystemExit):
            arguments.func(arguments)
    assert "either --texts or files" in capsys.readouterr().err


def test_every_word_of_the_report_is_there_in_three_languages():
    def leaves(texts):
        if "en" in texts and isinstance(texts["en"], str):
            yield texts
        else:
            for each in texts.values():
                yield from leaves(each)

    for texts in leaves(load("report")):
        assert set(texts) == {"tg", "ru", "en"}
        assert len({text.count("{}") for text in texts.values()}) == 1


def test_every_place_and_reason_the_readers_tell_has_words():
    words = load("report")
    package = Path(documents.__file__).parent
    source = "\n".join(path.read_text() for path in [*package.glob("*.py"), package.parent / "files.py"])
    assert set(re.findall(r'Place\("([^"]+)"', source)) <= set(words["places"])
    told = re.findall(r'(?:Unread\(|missed\([^\n]*, |Gap\([^\n]*, )"([a-z ]+)"\)', source)
    assert len(told) > 20
    assert set(told) <= set(words["reasons"])
    for mapping in (html._ATTRIBUTES, xml._ATTRIBUTES, pdf_objects._KINDS):
        assert set(mapping.values()) <= set(words["places"])
    assert {kind for _, kind in office._PLACES} <= set(words["places"])
