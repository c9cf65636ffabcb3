"""The vault opens with its passphrase alone, and its keys leave it only while it is open."""

import json
import os
import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from guvoh.instruments.seal import keyslots
from guvoh.instruments.seal.derive import LABELS, UnknownLabel, derive
from guvoh.instruments.seal.vault import Vault, VaultLocked, VaultUnreachable
from tests import vault_agent

PASSPHRASE = "walnut river lantern seven"


@pytest.fixture(scope="module")
def slots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("vault") / "keyslots.json"
    keyslots.create(path, PASSPHRASE)
    return path


@pytest.fixture(scope="module")
def vault(slots: Path) -> Iterator[Vault]:
    agent, vault = vault_agent.start(slots.parent)
    yield vault
    agent.terminate()
    agent.wait()


def test_the_key_comes_back_with_the_passphrase_and_with_no_other(slots: Path) -> None:
    master = keyslots.unwrap(slots, PASSPHRASE)
    assert len(master) == keyslots.MASTER_BYTES
    with pytest.raises(keyslots.WrongPassphrase):
        keyslots.unwrap(slots, PASSPHRASE + " ")


def test_the_file_holds_neither_key_nor_passphrase_and_is_its_owners_alone(slots: Path) -> None:
    content = slots.read_bytes()
    assert keyslots.unwrap(slots, PASSPHRASE) not in content
    assert PASSPHRASE.encode() not in content
    assert stat.S_IMODE(slots.stat().st_mode) == 0o600


def test_a_vault_is_never_replaced_and_never_weak(slots: Path, tmp_path: Path) -> None:
    with pytest.raises(FileExistsError):
        keyslots.create(slots, PASSPHRASE)
    with pytest.raises(keyslots.WeakPassphrase):
        keyslots.create(tmp_path / "k.json", "short")
    assert not (tmp_path / "k.json").exists()


@pytest.mark.parametrize(("field", "value"), [("memory_kib", 1024), ("passes", 1)])
def test_a_slot_whose_cost_was_lowered_is_refused(slots: Path, tmp_path: Path, field: str, value: int) -> None:
    document = json.loads(slots.read_text())
    document["slots"][0]["argon2id"][field] = value
    weak = tmp_path / "keyslots.json"
    weak.write_text(json.dumps(document))
    with pytest.raises(keyslots.DamagedKeyslots):
        keyslots.unwrap(weak, PASSPHRASE)


@pytest.mark.parametrize("content", ["", "{}", '{"slots": [{}]}', "not json"])
def test_a_damaged_file_is_said_to_be_damaged(tmp_path: Path, content: str) -> None:
    path = tmp_path / "keyslots.json"
    path.write_text(content)
    with pytest.raises(keyslots.DamagedKeyslots):
        keyslots.unwrap(path, PASSPHRASE)


def test_each_purpose_has_its_own_key() -> None:
    keys = {derive(b"m" * 32, label) for label in LABELS}
    assert len(keys) == len(LABELS)
    with pytest.raises(UnknownLabel):
        derive(b"m" * 32, "anything")


def test_a_locked_vault_gives_no_key(vault: Vault) -> None:
    vault.lock()
    assert not vault.status().unlocked
    with pytest.raises(VaultLocked):
        vault.key("db/v1")
    with pytest.raises(keyslots.WrongPassphrase):
        vault.unlock("a passphrase of somebody else")
    vault.unlock(PASSPHRASE)
    assert vault.key("db/v1") == vault.key("db/v1")
    assert vault.key("db/v1") != vault.key("file/v1")


def test_every_lock_and_unlock_is_a_new_epoch(vault: Vault) -> None:
    vault.unlock(PASSPHRASE)
    first = vault.status().epoch
    vault.lock()
    vault.unlock(PASSPHRASE)
    assert vault.status().epoch > first


def test_the_socket_is_its_owners_alone(vault: Vault) -> None:
    assert stat.S_IMODE(vault.socket_path.stat().st_mode) == 0o600


def test_a_silent_or_rude_visitor_does_not_stop_the_agent(vault: Vault) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as silent:
        silent.connect(str(vault.socket_path))
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as rude:
        rude.connect(str(vault.socket_path))
        rude.send(os.urandom(4000))
        assert rude.recv(100).startswith(b"error")
    assert vault.status()


def test_no_agent_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(VaultUnreachable):
        Vault(tmp_path / "nobody.sock").status()


def test_lock_leaves_nothing_of_the_vault_in_the_agents_memory(tmp_path: Path) -> None:
    """Read as the same user would with a debugger; only root may, since the agent is not dumpable."""
    if os.geteuid() != 0:
        pytest.skip("only root can read the agent's memory")
    keyslots.create(tmp_path / "keyslots.json", PASSPHRASE)
    master = keyslots.unwrap(tmp_path / "keyslots.json", PASSPHRASE)
    agent, vault = vault_agent.start(tmp_path)
    vault.unlock(PASSPHRASE)
    key = vault.key("db/v1")
    assert found_in_memory(agent.pid, [master])
    vault.lock()
    assert not vault.status().unlocked
    assert not found_in_memory(agent.pid, [master, key, PASSPHRASE.encode()])
    vault.unlock(PASSPHRASE)
    assert vault.key("db/v1") == key
    agent.terminate()
    agent.wait()


def found_in_memory(pid: int, words: list[bytes]) -> bool:
    with Path(f"/proc/{pid}/maps").open() as maps, Path(f"/proc/{pid}/mem").open("rb", 0) as memory:
        for line in maps:
            place, rights, *_ = line.split()
            if not rights.startswith("rw"):
                continue
            first, last = (int(edge, 16) for edge in place.split("-"))
            memory.seek(first)
            content = memory.read(last - first)
            if any(word in content for word in words):
                return True
    return False
