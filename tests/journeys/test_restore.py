"""The drill: the desk of the demo is lost, and comes back on an empty machine from its last backup."""

import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from guvoh.config.demo.place import VAULT_PASSPHRASE, Place
from guvoh.config.demo.walking import add
from guvoh.instruments.seal.vault import Vault, VaultUnreachable
from tests.journeys.planted import PHRASE, forms_of
from tests.journeys.running import GUVOH, ROOT, free_ports, wait_until


@pytest.fixture
def empty_machine() -> Iterator[Place]:
    # a short path, since the vault's socket lies in it
    with tempfile.TemporaryDirectory(prefix="guvoh-drill-") as folder:
        yield Place(Path(folder), *free_ports(3))


@pytest.fixture
def guvoh(demo):
    """The command as the operator of a desk gives it."""

    def run(place: Place, *arguments: str, typed: str = "") -> str:
        surroundings = demo.surroundings | place.surroundings("desk")
        command = [GUVOH, *arguments]
        ended = subprocess.run(
            command,
            cwd=ROOT,
            env=surroundings,
            input=typed,
            capture_output=True,
            text=True,
            start_new_session=True,
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    return run


@contextmanager
def served(demo, place: Place) -> Iterator[None]:
    surroundings = demo.surroundings | place.surroundings("desk")
    address = place.addresses["desk"].removeprefix("http://")
    vault = Vault(place.desk / "vault.sock")
    agent = subprocess.Popen([GUVOH, "agent", place.desk], env=surroundings)
    desk = subprocess.Popen([GUVOH, "serve", "desk", "--bind", address], env=surroundings)
    try:
        wait_until(lambda: answers(vault), "the agent answers")
        vault.unlock(VAULT_PASSPHRASE)
        wait_until(lambda: reachable(address), "the desk listens")
        yield
    finally:
        for process in (desk, agent):
            process.terminate()
            process.wait(20)


def answers(vault: Vault) -> bool:
    try:
        vault.status()
    except VaultUnreachable:
        return False
    return True


def reachable(address: str) -> bool:
    port = f":{int(address.rpartition(':')[2]):04X} "
    return any(port in line and " 0A " in line for line in Path("/proc/net/tcp").read_text().splitlines())


@pytest.fixture
def added(members) -> tuple[str, bytes]:
    """A case of the officer's, and what is in a file that she added to it."""
    officer, content = members.browser("farhod"), f"{PHRASE}, in a file".encode()
    page = add(officer, "/cases/new/", title="The drill")
    code = re.search(r"/cases/([\d-]+)/", page.address).group(1)
    form, files = officer.get(f"/files/add/{code}/"), [("file", ("drill.txt", content, "text/plain"))]
    officer.submit(form, f"/files/add/{code}/", files=files, description="For the drill")
    lawyer = (
        officer.get(f"/cases/{code}/team/add/")
        .form("team/add")
        .value_of("member", members.row("timur")["full_name"])
    )
    add(officer, f"/cases/{code}/team/add/", member=lawyer)
    return code, content


def test_a_lost_desk_comes_back_with_every_case_and_file(demo, members, added, guvoh, empty_machine) -> None:
    code, content = added
    made = guvoh(demo.place, "backup", str(demo.place.root / "backups"))
    path = Path(made.splitlines()[0])
    counted = re.search(r"(\d+) files; database whole, (\d+) rows", made).groups()
    back = guvoh(empty_machine, "restore", str(path), typed=f"{VAULT_PASSPHRASE}\n")
    assert re.search(r"(\d+) files, (\d+) rows", back).groups() == counted
    assert int(counted[0]) > 5
    assert int(counted[1]) > 500
    with served(demo, empty_machine):
        restored = members.at(empty_machine)
        try:
            lawyer = restored.browser("timur")
            files = re.findall(r'href="(/files/[0-9a-f-]{36}/)"', lawyer.get(f"/cases/{code}/").content.decode())
            assert content in [lawyer.get(f"{address}original/").content for address in files]
        finally:
            restored.leave()
    sealed = path.read_bytes()
    assert not [form for form in forms_of(PHRASE) if form in sealed]
