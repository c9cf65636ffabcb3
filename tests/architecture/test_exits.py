"""Nothing leaves the desk past the guard: every way out is known here, and every one of them asks it."""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DESK = ROOT / "guvoh" / "desk"
GUARD = ("look_through", "refuse_names")

# Calls that carry something out of the desk: spools, mail, files for a browser, tables, a network of its own.
CARRIERS = {
    "PressSpool",
    "put_reply",
    "publish_notice",
    "send_mail",
    "send_mass_mail",
    "mail_admins",
    "mail_managers",
    "EmailMessage",
    "EmailMultiAlternatives",
    "FileResponse",
    "StreamingHttpResponse",
}
MODULES = {"smtplib", "httpx", "requests", "urllib.request", "http.client", "ftplib", "csv", "openpyxl", "zipfile"}

# Function that carries out -> the verb that asks the guard about all it carries.
WAYS_OUT = {
    "newsroom/actions/catalogue.py:_write_spool": "newsroom/actions/releases.py:release",
    "inbox/conversations.py:leave_reply": "inbox/actions/answers.py:answer_reporter",
    "inbox/actions/keys.py:issue_intake_key": "inbox/actions/keys.py:publish_notice",
    "inbox/actions/keys.py:publish_notice": "inbox/actions/keys.py:publish_notice",
    "correspondence/views/letters.py:_download": "correspondence/actions/letters.py:export_letter",
    "correspondence/views/filings.py:_download": "correspondence/actions/filings.py:export_filing",
    "evidence/views/medical.py:_pdf": "evidence/actions/reports.py:export_report",
    "evidence/views/packages.py:_sent": "evidence/actions/packages.py:pack_for_court",
    "correspondence/views/deadlines.py:calendar_file": "correspondence/actions/exports.py:export_calendar",
}
# To a member who may open it, and no further: a sealed original, a piece of its safe view, a picture of a story
# being written, a template with an invented case.
INSIDE = {
    "evidence/views/files.py:as_attachment",
    "evidence/serving.py:_answer",
    "evidence/serving.py:strict",
    "newsroom/actions/catalogue.py:_number_at_the_press",
    "newsroom/views/pictures.py:show",
    # sizes, hashes and signatures: no word that anybody wrote
    "staff/record_views.py:heads",
    "correspondence/views/wordings.py:_printed",
}


@cache
def trees(folder: Path) -> dict[str, ast.Module]:
    sources = (path for path in folder.rglob("*.py") if "migrations" not in path.parts)
    return {path.relative_to(folder).as_posix(): ast.parse(path.read_text()) for path in sources}


def called(node: ast.AST) -> set[str]:
    return {
        each.func.id if isinstance(each.func, ast.Name) else getattr(each.func, "attr", "")
        for each in ast.walk(node)
        if isinstance(each, ast.Call)
    }


def carries(function: ast.FunctionDef) -> bool:
    header = any(
        isinstance(node, ast.Constant) and node.value == "Content-Disposition" for node in ast.walk(function)
    )
    return header or not CARRIERS.isdisjoint(called(function))


def functions(tree: ast.Module) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def ways_out(folder: Path) -> set[str]:
    return {
        f"{name}:{function.name}"
        for name, tree in trees(folder).items()
        for function in functions(tree)
        if carries(function)
    }


def asks_the_guard(verb: str, house: dict[str, ast.Module]) -> bool:
    """Whether the verb calls the guard, itself or through functions of its own app."""
    file, _colon, name = verb.partition(":")
    bodies: dict[str, set[str]] = {}
    for path in house:
        if path.startswith(file.split("/")[0]):
            for function in functions(house[path]):
                bodies.setdefault(function.name, set()).update(called(function))
    bodies[name] = set().union(*(called(each) for each in functions(house[file]) if each.name == name))
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        here = waiting.pop()
        if here in GUARD:
            return True
        if here not in seen:
            seen.add(here)
            waiting += bodies.get(here, ())
    return False


def test_every_way_out_of_the_desk_is_known() -> None:
    assert ways_out(DESK) == WAYS_OUT.keys() | INSIDE


@pytest.mark.parametrize("way", WAYS_OUT)
def test_every_way_out_asks_the_guard(way: str) -> None:
    assert asks_the_guard(WAYS_OUT[way], trees(DESK)), f"{way} leaves without {GUARD}"


def test_what_is_written_for_the_press_is_made_by_a_release_alone() -> None:
    makers = {
        f"{name}:{function.name}"
        for name, tree in trees(DESK).items()
        for function in functions(tree)
        if "ReleaseRow.objects.create" in ast.unparse(function)
    }
    assert makers == {"newsroom/actions/releases.py:_freeze"}
    callers = {
        each.name for each in functions(trees(DESK)["newsroom/actions/releases.py"]) if "_freeze" in called(each)
    }
    assert callers == {"release"}


def test_the_desk_reaches_the_guard_through_one_function() -> None:
    importers = {
        name
        for name, tree in trees(DESK).items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and node.module == "guvoh.instruments.names.guard"
        and "scan" in {alias.name for alias in node.names}
    }
    assert importers == {"facts/exits.py"}


def test_no_room_of_the_desk_has_a_network_or_a_table_writer_of_its_own() -> None:
    taken = {
        f"{name}: {module}"
        for name, tree in trees(DESK).items()
        # what runs in the sandbox has no network, and looks into zip archives
        if not name.startswith("evidence/safeviews/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for module in ([node.module] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names])
        if module in MODULES
    }
    assert not taken


PLANTED = {
    "a mail": "def tell(person):\n    send_mail('news', person.name, None, ['a@b.tj'])\n",
    "a download": "def export(rows):\n    response['Content-Disposition'] = 'attachment'\n",
    "a post": "def post(text):\n    PressSpool(folder).publish([text])\n",
}


@pytest.mark.parametrize("way", PLANTED)
def test_a_planted_way_out_is_found(tmp_path: Path, way: str) -> None:
    (tmp_path / "planted.py").write_text(PLANTED[way])
    assert len(ways_out(tmp_path)) == 1


def test_a_verb_that_forgets_the_guard_is_found() -> None:
    house = {
        "newsroom/actions.py": ast.parse("def post(text):\n    check(text)\n\ndef check(text):\n    strip(text)\n")
    }
    assert not asks_the_guard("newsroom/actions.py:post", house)
