"""One vault with a slot of every kind, made once: each Argon2id run costs a second."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from guvoh.instruments.seal import keyslots
from guvoh.instruments.seal.keyslots import Pair, Passphrase, Shares, WithFile, digest_of_key_file

PASSPHRASE = "walnut river lantern seven"
KEY_FILE = bytes(range(256))


@dataclass(frozen=True)
class Keyring:
    """A folder with a vault, and everything that opens it."""

    folder: Path
    passphrase: Passphrase
    with_file: WithFile
    pair: Pair
    printed: tuple[str, ...]

    @property
    def path(self) -> Path:
        return self.folder / "keyslots.json"

    @property
    def sheets(self) -> Shares:
        """Three of the five; they open without an Argon2id run."""
        return Shares((self.printed[4], self.printed[0], self.printed[2]))


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Keyring:
    folder = tmp_path_factory.mktemp("vault")
    keyslots.create(folder / "keyslots.json", PASSPHRASE)
    printed: list[str] = []
    keyslots.add_recovery(
        folder / "keyslots.json", Passphrase(PASSPHRASE), lambda _slot, shares: printed.extend(shares)
    )
    ring = Keyring(
        folder,
        Passphrase(PASSPHRASE),
        WithFile("the stick in the drawer", digest_of_key_file(KEY_FILE)),
        Pair("the first officer says", "the second officer says"),
        tuple(printed),
    )
    keyslots.add(ring.path, ring.sheets, ring.with_file)
    keyslots.add(ring.path, ring.sheets, ring.pair)
    return ring


@pytest.fixture
def ring(made: Keyring, tmp_path: Path) -> Keyring:
    """A copy of it, to be changed."""
    (tmp_path / "keyslots.json").write_bytes(made.path.read_bytes())
    return Keyring(tmp_path, made.passphrase, made.with_file, made.pair, made.printed)
