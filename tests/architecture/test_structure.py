"""The plan of the house holds: layers, verbs that record, views that only translate, sizes."""

import ast
import re
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "guvoh"
SOURCES = [path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts]
LONGEST_FILE = 400
LONGEST_FUNCTION = 60
LONG_FUNCTION_P95 = 40
LONGEST_TEST_FILE = 350


def functions(path: Path) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)]


def verbs() -> list[tuple[Path, ast.FunctionDef]]:
    """Public functions of every desk `actions`, as a module or as a package split by noun."""
    files = [*PACKAGE.glob("desk/*/actions.py"), *PACKAGE.glob("desk/*/actions/*.py")]
    found = []
    for path in files:
        module = ast.parse(path.read_text())
        found += [
            (path, node)
            for node in module.body
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        ]
    return found


def calls(function: ast.FunctionDef) -> set[str]:
    return {
        node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
    }


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


FAULTS = {
    "press imports the desk": ("press/site/planted.py", "from guvoh.desk.staff import models\n"),
    "a lower app imports a higher one": ("desk/casework/planted.py", "import guvoh.desk.newsroom.models\n"),
    "an instrument imports Django": ("instruments/names/planted.py", "import django\n"),
    "the press opens envelopes": ("press/site/planted.py", "import guvoh.handover.envelope\n"),
    "a rule knows about HTTP": ("desk/casework/actions/planted.py", "import guvoh.desk.casework.views.cases\n"),
    "a room nobody placed": ("cellar/__init__.py", ""),
    "a desk app nobody placed": ("desk/cellar/__init__.py", ""),
}


@pytest.fixture
def copy_of_the_house(tmp_path: Path) -> Path:
    shutil.copytree(PACKAGE, tmp_path / "guvoh", ignore=shutil.ignore_patterns("__pycache__", "vendor"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_imports_hold() -> None:
    outcome = lint_imports(ROOT)
    assert outcome.returncode == 0, outcome.stdout


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_import_is_found(copy_of_the_house: Path, fault: str) -> None:
    name, line = FAULTS[fault]
    planted = copy_of_the_house / "guvoh" / name
    planted.parent.mkdir(exist_ok=True)
    planted.write_text(line)
    outcome = lint_imports(copy_of_the_house)
    assert outcome.returncode == 1, outcome.stdout + outcome.stderr


def test_every_verb_takes_by_and_records() -> None:
    assert len(verbs()) > 30
    # a verb that is made of other verbs is recorded by them
    recording = {verb.name for _path, verb in verbs() if "record" in calls(verb)}
    for path, verb in verbs():
        where = f"{path.relative_to(ROOT)}:{verb.name}"
        assert "by" in [argument.arg for argument in verb.args.kwonlyargs], f"{where} takes no keyword-only `by`"
        assert calls(verb) & {"record", *recording}, f"{where} does not record"


def test_views_never_reach_for_rows_themselves() -> None:
    views = [*PACKAGE.glob("desk/*/views.py"), *PACKAGE.glob("desk/*/views/*.py")]
    for path in views:
        for number, line in enumerate(path.read_text().splitlines(), 1):
            assert ".objects" not in line, f"{path.relative_to(ROOT)}:{number}"


def test_no_template_says_safe_or_runs_a_script_in_the_page() -> None:
    for path in PACKAGE.rglob("*.html"):
        text = path.read_text()
        assert "|safe" not in text, path
        assert not re.search(r"<script(?![^>]*\bsrc=)", text), path
        assert not re.search(r"\sstyle=|\son[a-z]+=", text), path


def test_files_and_functions_stay_small() -> None:
    lengths = []
    for path in SOURCES:
        assert len(path.read_text().splitlines()) <= LONGEST_FILE, path
        for function in functions(path):
            length = (function.end_lineno or 0) - function.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{path}:{function.name} has {length} lines"
            lengths.append(length)
    assert statistics.quantiles(lengths, n=20)[-1] <= LONG_FUNCTION_P95
    for path in (ROOT / "tests").rglob("*.py"):
        assert len(path.read_text().splitlines()) <= LONGEST_TEST_FILE, path


def test_no_broad_except_and_no_vague_module() -> None:
    vague = {"utils", "helpers", "common", "core", "base", "services", "managers"}
    for path in SOURCES:
        assert path.stem not in vague or path.parent.name == "sqlcipher", path
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ExceptHandler):
                caught = ast.unparse(node.type) if node.type else ""
                assert caught not in ("", "Exception", "BaseException"), f"{path}:{node.lineno}"


def test_the_repository_names_no_registry_and_no_machine() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    hosts = re.compile(
        "|".join(
            [r"pypi" + r"\.org", r"python" + r"hosted\.org", r"registry\.npm" + r"js", r"npm" + r"js\.(com|org)"]
        )
    )
    paths = re.compile(r"(?<![a-z])/(wo" + r"rk|ro" + r"ot)/[a-z.]")
    for name in tracked.splitlines():
        path = ROOT / name
        if not path.is_file() or path.suffix in {".png", ".docx", ".jpg"}:
            continue
        text = path.read_text(errors="replace")
        assert not hosts.search(text), name
        assert not paths.search(text), name
        if path.name == "package-lock.json":
            assert '"resol' + 'ved"' not in text
