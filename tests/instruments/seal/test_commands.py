"""`guvoh vault`: sheets are printed and tried for real, what goes wrong is said, and nothing is left about."""

import io
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from guvoh.instruments.seal import keyslots
from guvoh.instruments.seal.keyslots import Passphrase, Shares, open_with
from tests.instruments.seal.conftest import Keyring

GUVOH = Path(sys.executable).with_name("guvoh")


def run(ring: Keyring, *verbs: str, typed: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    # in a session of its own there is no terminal: secrets are then read from standard input
    return subprocess.run(
        [GUVOH, *verbs],
        env={**os.environ, "DESK_DIR": str(ring.folder)},
        input="".join(line + "\n" for line in typed),
        capture_output=True,
        text=True,
        start_new_session=True,
        timeout=60,
    )


def shares_on(pdf: bytes) -> list[str]:
    """The words on each page, as somebody would copy them: in the order of their numbers."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    found = [dict(re.findall(r"\b(\d{1,2}) ([a-z]{4,8})\b", page.partition("•")[0])) for page in pages]
    return [" ".join(words[str(number)] for number in range(1, 34)) for words in found]


def test_printed_sheets_open_the_vault_and_the_drill_proves_it(ring: Keyring, tmp_path: Path) -> None:
    out = tmp_path / "sheets.pdf"
    made = run(ring, "vault", "add", "recovery", str(out), "--with", "recovery", typed=ring.sheets.typed)
    assert made.returncode == 0, made.stderr
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    printed = shares_on(out.read_bytes())
    assert len(printed) == 5
    text = PdfReader(out).pages[1].extract_text()
    for words in ("Варақаи барқарорсозӣ 2 аз 5", "Лист восстановления 2 из 5", "Recovery sheet 2 of 5"):
        assert words in " ".join(text.split())
    before = ring.path.read_bytes()
    drill = run(ring, "vault", "drill", typed=(printed[1], printed[4], printed[3]))
    assert drill.stdout.startswith("The three sheets open the vault"), drill.stderr
    assert ring.path.read_bytes() == before
    again = run(ring, "vault", "add", "recovery", str(out), "--with", "recovery", typed=ring.sheets.typed)
    assert (again.returncode, again.stderr.count("File exists")) == (2, 1)
    assert ring.path.read_bytes() == before
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"keyslots.json", "vault.lock", "sheets.pdf"}


def test_a_drill_with_two_sheets_or_a_slip_says_so(ring: Keyring) -> None:
    first, second, third = ring.sheets.typed
    two = run(ring, "vault", "drill", typed=(first, second, ""))
    assert "Three sheets are needed." in two.stderr
    slip = run(ring, "vault", "drill", typed=(first, f"slipoffingers {second}", third))
    assert "Sheet 2, word 1 is not a word of the list" in slip.stderr
    assert (two.returncode, slip.returncode) == (2, 2)
    assert "slipoffingers" not in slip.stdout + slip.stderr


def test_sheets_give_a_new_passphrase_when_all_others_are_forgotten(ring: Keyring) -> None:
    new = "the plum tree by the well"
    done = run(ring, "vault", "recover", typed=(*ring.sheets.typed, new, new))
    assert done.returncode == 0, done.stderr
    assert open_with(ring.path, Passphrase(new)).master == open_with(ring.path, ring.sheets).master


def test_slots_are_listed_and_removed_by_name(ring: Keyring) -> None:
    listed = dict(line.split("  ")[::2] for line in run(ring, "vault", "slots").stdout.splitlines())
    pair = next(slot for slot, kind in listed.items() if "officers" in kind)
    gone = run(ring, "vault", "remove", pair, "--with", "recovery", typed=ring.sheets.typed)
    assert f"Slot {pair} was removed." in gone.stdout
    assert pair not in [slot.id for slot in keyslots.slots_of(ring.path)]
    assert open_with(ring.path, Shares(ring.printed[:3]))


@pytest.mark.parametrize(
    ("verbs", "said"),
    [
        (("lock",), "No vault agent answers"),
        (("vault", "rotate", "--resume"), "No rotation was left unfinished"),
        (("agent", "x", "--idle-minutes", "0"), "minutes from 5 to 1440"),
        (("agent", "x", "--check-in-hours", "-1"), "hours from 0 to 168"),
    ],
)
def test_what_cannot_be_done_is_said(ring: Keyring, verbs: tuple[str, ...], said: str) -> None:
    done = run(ring, *verbs)
    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
