"""Each way opens the vault, nothing less does, and no slot can be changed, swapped or weakened unseen."""

import base64
import json
import os
import re
import signal
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from guvoh.instruments.seal import keyslots, shares
from guvoh.instruments.seal.keyslots import (
    DamagedKeyslots,
    LastSlot,
    Pair,
    Passphrase,
    Shares,
    UnknownSlot,
    WeakPassphrase,
    WithFile,
    WrongPassphrase,
    open_with,
)
from guvoh.instruments.seal.keyslots.edits import VaultInUse
from guvoh.instruments.seal.keyslots.ways import ShortKeyFile
from guvoh.instruments.seal.shares import ShareFault
from tests.instruments.seal.conftest import Keyring


def test_one_officer_alone_opens_nothing(made: Keyring) -> None:
    with pytest.raises(WrongPassphrase):
        open_with(made.path, Pair(made.pair.first, made.pair.first))


def test_one_officers_passphrase_is_no_passphrase_of_the_vault(made: Keyring) -> None:
    with pytest.raises(WrongPassphrase):
        open_with(made.path, Passphrase(made.pair.first))


def test_the_passphrase_without_its_file_opens_nothing(made: Keyring) -> None:
    with pytest.raises(WrongPassphrase):
        open_with(made.path, WithFile(made.with_file.text, keyslots.digest_of_key_file(bytes(32))))
    with pytest.raises(ShortKeyFile):
        keyslots.digest_of_key_file(bytes(31))


def test_any_three_sheets_open_and_two_never_do(made: Keyring) -> None:
    for three in ((0, 1, 2), (2, 3, 4), (4, 1, 3)):
        assert open_with(made.path, Shares(tuple(made.printed[number] for number in three)))
    with pytest.raises(ShareFault) as few:
        open_with(made.path, Shares((made.printed[0], made.printed[1], "")))
    assert few.value.kind == "too few"


def test_a_slip_in_a_sheet_is_named(made: Keyring) -> None:
    first, second, third = (sheet.split() for sheet in made.printed[:3])
    other = "zero" if second[9] != "zero" else "yoga"
    cases: dict[tuple[str, int, int], list[list[str]]] = {
        ("word", 2, 10): [first, [*second[:9], "Душанбе", *second[10:]], third],
        ("checksum", 2, 0): [first, [*second[:9], other, *second[10:]], third],
        ("length", 3, 0): [first, second, third[:-1]],
        ("same", 2, 0): [first, first, third],
        ("other set", 3, 0): [first, second, shares.split(os.urandom(32))[2].split()],
    }
    for expected, sheets in cases.items():
        with pytest.raises(ShareFault) as fault:
            shares.combine([" ".join(sheet) for sheet in sheets])
        assert (fault.value.kind, fault.value.share, fault.value.word) == expected
        assert "Душанбе" not in str(fault.value)


def test_sheets_of_another_vault_do_not_open_this_one(made: Keyring) -> None:
    with pytest.raises(WrongPassphrase):
        open_with(made.path, Shares(tuple(shares.split(os.urandom(32))[:3])))


def rows_of(ring: Keyring) -> dict[str, Any]:
    return {row["kind"]: row for row in json.loads(ring.path.read_text())["slots"]}


def changed(ring: Keyring, slot: str, **fields: Any) -> None:
    document = json.loads(ring.path.read_text())
    for row in document["slots"]:
        if row["kind"] == slot:
            row.update(fields)
    ring.path.write_text(json.dumps(document))


@pytest.mark.parametrize("field", ["id", "salt", "recipient", "locked", "sealed", "created"])
def test_a_field_of_another_slot_is_refused(ring: Keyring, field: str) -> None:
    changed(ring, "recovery", **{field: rows_of(ring)["pair"][field] + ("x" if field == "created" else "")})
    with pytest.raises((WrongPassphrase, DamagedKeyslots)):
        open_with(ring.path, ring.sheets)


def test_a_slot_called_another_kind_opens_nothing(ring: Keyring) -> None:
    changed(ring, "pair", kind="passphrase")
    with pytest.raises((WrongPassphrase, DamagedKeyslots)):
        open_with(ring.path, Passphrase(ring.pair.first))


def test_a_slot_slipped_in_or_taken_out_by_a_stranger_is_noticed(ring: Keyring) -> None:
    document = json.loads(ring.path.read_text())
    document["slots"] = [row for row in document["slots"] if row["kind"] != "pair"]
    ring.path.write_text(json.dumps(document))
    with pytest.raises(DamagedKeyslots):
        open_with(ring.path, ring.sheets)


@pytest.mark.parametrize(
    "cost",
    [
        {"memory_kib": 255 * 1024, "passes": 3, "lanes": 4},
        {"memory_kib": 256 * 1024, "passes": 2, "lanes": 4},
        {"memory_kib": 2**40, "passes": 3, "lanes": 4},
    ],
)
def test_costs_below_the_floor_or_beyond_reason_are_refused(ring: Keyring, cost: dict[str, int]) -> None:
    changed(ring, "passphrase", argon2id=cost)
    with pytest.raises(DamagedKeyslots):
        open_with(ring.path, ring.sheets)


def test_the_file_holds_no_secret_and_no_words_of_people(made: Keyring) -> None:
    content = made.path.read_bytes()
    assert open_with(made.path, made.sheets).master not in content
    for row in json.loads(content)["slots"]:
        assert re.fullmatch("[0-9a-f]{8}", row["id"])
        assert set(row) == {"id", "kind", "argon2id", "salt", "created", "recipient", "locked", "sealed"}


def test_a_removed_slot_opens_nothing_and_the_last_one_stays(ring: Keyring) -> None:
    rows = rows_of(ring)
    for kind in ("passphrase", "keyfile"):
        keyslots.remove(ring.path, ring.sheets, rows[kind]["id"])
    with pytest.raises(WrongPassphrase):
        open_with(ring.path, ring.passphrase)
    with pytest.raises(LastSlot):
        keyslots.remove(ring.path, ring.sheets, rows["pair"]["id"])
    with pytest.raises(UnknownSlot):
        keyslots.remove(ring.path, ring.sheets, "00000000")


def test_nothing_is_changed_without_a_secret_that_opens(ring: Keyring) -> None:
    before = ring.path.read_bytes()
    stranger = Shares(tuple(shares.split(os.urandom(32))[:3]))
    with pytest.raises(WrongPassphrase):
        keyslots.add(ring.path, stranger, Passphrase("a passphrase of a stranger"))
    with pytest.raises(WrongPassphrase):
        keyslots.remove(ring.path, stranger, rows_of(ring)["pair"]["id"])
    with pytest.raises(WeakPassphrase):
        keyslots.add(ring.path, ring.sheets, Pair("the same words for both", "the same words for both"))
    assert ring.path.read_bytes() == before


def test_sheets_that_cannot_be_printed_are_no_slot(ring: Keyring) -> None:
    def full(_slot: str, _shares: list[str]) -> None:
        raise OSError(28, "No space left on device")

    before = ring.path.read_bytes()
    with pytest.raises(OSError, match="No space"):
        keyslots.add_recovery(ring.path, ring.sheets, full)
    assert ring.path.read_bytes() == before


def test_a_changed_passphrase_takes_the_old_ones_place_however_a_keyboard_writes_it(ring: Keyring) -> None:
    composed = unicodedata.normalize("NFC", "бӯйи гули субҳгоҳӣ")
    keyslots.replace(ring.path, ring.passphrase, Passphrase(composed))
    assert [slot.kind for slot in keyslots.slots_of(ring.path)].count("passphrase") == 1
    opened = open_with(ring.path, Passphrase(unicodedata.normalize("NFD", composed)))
    assert opened.master == open_with(ring.path, ring.sheets).master
    with pytest.raises(WrongPassphrase):
        open_with(ring.path, ring.passphrase)


def test_two_changes_at_once_are_one_after_another_or_refused(ring: Keyring) -> None:
    with keyslots.edits.alone(ring.folder), pytest.raises(VaultInUse):
        keyslots.add(ring.path, ring.sheets, Passphrase("another one, as long"))
    (ring.folder / "rotation.json").write_text('{"state": "made"}')
    with pytest.raises(VaultInUse):
        keyslots.add(ring.path, ring.sheets, Passphrase("another one, as long"))


KILLED = """
import sys, os, pathlib
from guvoh.instruments.seal.wholefile import write_whole
touched = 0
def hook(event, arguments):
    global touched
    if event in ("open", "os.rename", "os.remove") and str(arguments[0]).startswith(sys.argv[1]):
        touched += 1
        if touched == int(sys.argv[2]):
            os.kill(os.getpid(), 9)
sys.addaudithook(hook)
write_whole(pathlib.Path(sys.argv[1]), b"new" * 100_000)
"""


@pytest.mark.parametrize("step", [1, 2, 3, 4, 5])
def test_a_killed_writer_leaves_the_old_file_or_the_new_one_whole(tmp_path: Path, step: int) -> None:
    path = tmp_path / "keyslots.json"
    path.write_bytes(b"old")
    run = subprocess.run([sys.executable, "-c", KILLED, str(path), str(step)], check=False)
    assert run.returncode in (0, -signal.SIGKILL)
    assert path.read_bytes() in (b"old", b"new" * 100_000)


@pytest.fixture
def first_format(tmp_path: Path) -> Path:
    """A file as it was written before there were other ways than a passphrase."""
    salt, nonce = os.urandom(16), os.urandom(12)
    typed = unicodedata.normalize("NFD", "бӯйи гули субҳгоҳӣ").encode()
    key = hash_secret_raw(typed, salt, 3, 256 * 1024, 4, 32, Type.ID)
    slot = {
        "id": "0011aabb",
        "type": "passphrase",
        "argon2id": {"memory_kib": 256 * 1024, "passes": 3, "lanes": 4},
        "created": "2026-01-01",
    }
    raw = {"salt": salt, "nonce": nonce, "wrapped": AESGCM(key).encrypt(nonce, b"m" * 32, b"0011aabb")}
    slot |= {name: base64.b64encode(value).decode() for name, value in raw.items()}
    path = tmp_path / "keyslots.json"
    path.write_text(json.dumps({"format": "guvoh-keyslots-1", "slots": [slot]}))
    return path


def test_a_file_of_the_first_format_opens_and_is_written_anew_at_its_first_change(first_format: Path) -> None:
    typed = Passphrase(unicodedata.normalize("NFD", "бӯйи гули субҳгоҳӣ"))
    assert open_with(first_format, typed).master == b"m" * 32
    printed: list[str] = []
    keyslots.add_recovery(first_format, typed, lambda _slot, made: printed.extend(made))
    assert json.loads(first_format.read_text())["format"] == keyslots.FORMAT
    assert [slot.kind for slot in keyslots.slots_of(first_format)] == ["passphrase", "recovery"]
    assert open_with(first_format, Shares(tuple(printed[1:4]))).master == b"m" * 32
    assert open_with(first_format, Passphrase("бӯйи гули субҳгоҳӣ")).master == b"m" * 32
