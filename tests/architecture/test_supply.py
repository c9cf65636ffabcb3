"""The list of parts and the look for known advisories, from files alone."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCK = """django==5.2.9 \\
    --hash=sha256:{0} \\
    --hash=sha256:{1}
zope-interface==8.0 ; sys_platform == 'linux' \\
    --hash=sha256:{0}
    # via something
""".format("a" * 64, "b" * 64)


def run(tool: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "tools" / tool), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def lock(tmp_path) -> Path:
    path = tmp_path / "run.txt"
    path.write_text(LOCK)
    return path


def advise(tmp_path: Path, name: str = "Django", identity: str = "PYSEC-1", **affected: object) -> Path:
    folder = tmp_path / "osv"
    folder.mkdir(exist_ok=True)
    entry = {"package": {"ecosystem": "PyPI", "name": name}, **affected}
    (folder / f"{identity}.json").write_text(
        json.dumps({"id": identity, "summary": "A hole", "affected": [entry]})
    )
    return folder


def events(*pairs: tuple[str, str]) -> list[dict[str, object]]:
    return [{"type": "ECOSYSTEM", "events": [{kind: at} for kind, at in pairs]}]


@pytest.mark.parametrize(
    ("affected", "hit"),
    [
        ({"ranges": events(("introduced", "0"), ("fixed", "5.2.10"))}, True),
        ({"ranges": events(("introduced", "0"), ("fixed", "5.2.9"))}, False),
        ({"ranges": events(("introduced", "5.2.10"))}, False),
        ({"ranges": events(("introduced", "5.2rc1"), ("last_affected", "5.2.9"))}, True),
        ({"ranges": events(("introduced", "5.2"), ("last_affected", "5.2.8"))}, False),
        (
            {
                "ranges": events(
                    ("introduced", "4.2"), ("fixed", "4.2.20"), ("introduced", "5.2"), ("fixed", "5.2.11")
                )
            },
            True,
        ),
        ({"ranges": [{"type": "GIT", "events": [{"introduced": "0"}]}]}, False),
        ({"versions": ["5.2.9"]}, True),
        ({"versions": ["5.2.90"]}, False),
    ],
)
def test_a_package_in_a_range_is_found(tmp_path, lock, affected, hit) -> None:
    found = run("advisories", advise(tmp_path, **affected), lock)
    assert found.returncode == int(hit), found.stderr
    assert ("django 5.2.9: PYSEC-1 A hole" in found.stdout) == hit


def test_names_are_compared_as_the_registry_does(tmp_path, lock) -> None:
    assert run("advisories", advise(tmp_path, "Zope.Interface", versions=["8.0"]), lock).returncode == 1


def test_a_withdrawn_advisory_and_another_registry_do_not_count(tmp_path, lock) -> None:
    folder = advise(tmp_path, versions=["5.2.9"])
    path = folder / "PYSEC-1.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"withdrawn": "2026-01-01T00:00:00Z"}))
    (folder / "other.json").write_text(path.read_text().replace("PyPI", "npm").replace("withdrawn", "modified"))
    assert run("advisories", folder, lock).returncode == 0


@pytest.mark.parametrize("content", [None, "not json", "[]", '{"id": "X", "affected": [{"package": 7}]}'])
def test_data_that_says_nothing_is_no_clean_bill(tmp_path, lock, content) -> None:
    folder = tmp_path / "osv"
    folder.mkdir()
    if content:
        (folder / "a.json").write_text(content)
    assert run("advisories", folder, lock).returncode == 2
    assert run("advisories", tmp_path / "nowhere", lock).returncode == 2


def test_without_data_the_check_says_that_it_was_skipped() -> None:
    skipped = run("advisories")
    assert skipped.returncode == 0
    assert "skipped" in skipped.stdout


def test_the_list_of_parts_names_every_pinned_package_with_its_hashes(lock) -> None:
    bill = json.loads(run("sbom", lock).stdout)
    parts = {part["purl"]: part for part in bill["components"]}
    assert bill["bomFormat"] == "CycloneDX"
    assert len(parts["pkg:pypi/django@5.2.9"]["hashes"]) == 2
    assert "pkg:pypi/zope-interface@8.0" in parts
    assert any(address.startswith("pkg:npm/") for address in parts)


def test_the_list_of_parts_leaves_out_none_of_the_real_lock_file() -> None:
    lock = (ROOT / "requirements" / "run.txt").read_text()
    pinned = [line for line in lock.splitlines() if "==" in line and not line.startswith((" ", "#"))]
    bill = json.loads(run("sbom").stdout)
    assert len([part for part in bill["components"] if part["purl"].startswith("pkg:pypi/")]) == len(pinned) > 30


def test_a_package_without_a_hash_is_no_part_of_a_list(tmp_path) -> None:
    (tmp_path / "run.txt").write_text("django==5.2.9\n")
    assert run("sbom", tmp_path / "run.txt").returncode != 0
