"""The front door holds no key of the desk, opens none of its files, and works where it could not read them."""

import shutil
import stat
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest

from guvoh.config.demo.place import VAULT_PASSPHRASE
from guvoh.config.demo.walking import RECEIPT
from guvoh.instruments.seal.signature import public_half
from guvoh.instruments.seal.vault import Vault
from tests.journeys.insides import as_root, desk_keys, held_open, holds
from tests.journeys.people import KeptBrowser
from tests.journeys.planted import PHRASE, forms_of
from tests.journeys.running import GUVOH, PLAIN_PATH, ROOT, Demo, free_ports, told, wait_until


def test_only_the_desk_itself_may_enter_its_folder(demo):
    assert stat.S_IMODE(demo.place.desk.stat().st_mode) == 0o700
    for name in ("keyslots.json", "vault.sock"):
        assert stat.S_IMODE((demo.place.desk / name).stat().st_mode) == 0o600


@pytest.mark.parametrize("zone", ["frontdoor", "press", "press-build"])
def test_a_public_zone_is_told_no_secret_of_the_desk_and_has_none_of_its_files_open(demo, zone):
    secrets = [*desk_keys(demo), *forms_of(VAULT_PASSPHRASE)]
    for pid in demo.zone(zone):
        assert [secret for secret in secrets if secret in told(pid)] == []
        opened = held_open(pid)
        assert str(demo.place.root / "run" / f"{zone}.log") in opened, "its own log at least is seen open"
        assert [path for path in opened if path.startswith(str(demo.place.desk))] == []


@as_root
@pytest.mark.parametrize("zone", ["frontdoor", "press"])
def test_the_memory_of_a_public_zone_holds_no_key_of_the_desk(demo, zone):
    keys = desk_keys(demo)
    for pid in demo.zone(zone):
        assert holds(pid, [str(demo.place.root).encode()]), "its memory is read"
        assert not holds(pid, keys)


class Apart:
    """A front door whose process is not allowed to read a desk that belongs to another user."""

    # it stays root in name, without a single right that root has over the files of others
    POWERLESS = ("setpriv", "--bounding-set=-all", "--no-new-privs")

    def __init__(self, demo: Demo, folder: Path) -> None:
        self.desk, self.spool = folder / "desk", folder / "intake"
        shutil.copytree(demo.place.desk, self.desk, ignore=shutil.ignore_patterns("*.sock"))
        for path in (self.desk, *self.desk.rglob("*")):
            shutil.chown(path, "nobody")
        self.desk.chmod(0o700)
        self.spool.mkdir()
        shutil.copy(demo.place.root / "spool" / "intake" / "notice.json", self.spool)
        [port] = free_ports(1)
        self.address = f"http://127.0.0.1:{port}"
        self.surroundings = {
            "PATH": PLAIN_PATH,
            "HOME": str(folder),
            "INTAKE_SPOOL": str(self.spool),
            "DESK_VERIFY_KEY": public_half(Vault(demo.place.desk / "vault.sock").key("release/v1")),
            "INSTALLATION": "guvoh-apart",
        }

    def tries(self, *command: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([*self.POWERLESS, *command], env=self.surroundings, capture_output=True)

    @contextmanager
    def serving(self) -> Iterator[str]:
        command = [
            *self.POWERLESS,
            str(GUVOH),
            "serve",
            "frontdoor",
            "--bind",
            self.address.removeprefix("http://"),
        ]
        process = subprocess.Popen(command, env=self.surroundings, cwd=ROOT)
        try:
            wait_until(lambda: answers(self.address), "the front door answers")
            yield self.address
        finally:
            process.terminate()
            process.wait(10)


def answers(address: str) -> bool:
    try:
        return httpx.get(address, trust_env=False).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


@as_root
def test_the_front_door_takes_reports_where_it_cannot_read_the_desk(demo, tmp_path):
    apart = Apart(demo, tmp_path)
    assert (apart.desk / "desk.db").exists()
    for command in (("ls", apart.desk), ("cat", apart.desk / "desk.db"), ("cat", apart.desk / "keyslots.json")):
        refused = apart.tries(*map(str, command))
        assert refused.returncode != 0
        assert b"Permission denied" in refused.stderr
    with apart.serving() as address, closing(KeptBrowser(address)) as reporter:
        page = reporter.submit(reporter.get("/tg/report/"), "report", what=PHRASE, contact_safety="no")
        receipt = RECEIPT.search(page.text).group()
        page = reporter.submit(reporter.get("/tg/receipt/"), "receipt", code=receipt)
        assert page.status == httpx.codes.OK
    [envelope] = (apart.spool / "in").iterdir()
    assert {path.name for path in envelope.iterdir()} == {"envelope.json", "report.age"}
    assert not any(form in path.read_bytes() for path in envelope.iterdir() for form in forms_of(PHRASE))
