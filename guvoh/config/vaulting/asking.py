"""Asking the operator for secrets. Nothing typed is shown, but for the words that are read off recovery sheets."""

import getpass
import sys
from pathlib import Path

from guvoh.instruments.seal import shares
from guvoh.instruments.seal.keyslots import Kind, Pair, Passphrase, Secret, Shares, WithFile, digest_of_key_file

MOST_KEY_FILE = 64 * 1024
WANTED: dict[Kind, str] = {
    "passphrase": "a passphrase",
    "keyfile": "a passphrase and a key file",
    "pair": "the passphrases of two officers",
    "recovery": "three recovery sheets",
}


def ask(kind: Kind) -> Secret:
    """A secret that opens the vault already. Raises OSError, ShortKeyFile for a key file."""
    match kind:
        case "passphrase":
            return Passphrase(getpass.getpass("Passphrase that opens the vault: "))
        case "keyfile":
            return WithFile(getpass.getpass("Passphrase that goes with the key file: "), _key_file())
        case "pair":
            return Pair(getpass.getpass("First officer: "), getpass.getpass("Second officer: "))
        case "recovery":
            return ask_shares()


def ask_new(kind: Kind) -> Secret:
    """A new secret, each passphrase typed twice. Raises OSError, ShortKeyFile for a key file."""
    match kind:
        case "keyfile":
            return WithFile(ask_twice("New passphrase that goes with the key file: "), _key_file())
        case "pair":
            return Pair(
                ask_twice("First officer, new passphrase: "), ask_twice("Second officer, new passphrase: ")
            )
        case _:
            return Passphrase(ask_twice("New passphrase of the vault (14 characters or more): "))


def ask_twice(question: str) -> str:
    while True:
        first = getpass.getpass(question)
        if first == getpass.getpass("Once more: "):
            return first
        sys.stderr.write("The two are not the same. Try again.\n")


def ask_shares() -> Shares:
    numbers = range(1, shares.NEEDED + 1)
    return Shares(tuple(_line(f"Words of sheet {number} of the three: ") for number in numbers))


def _line(question: str) -> str:
    # not on standard output: recovery sheets may be going there
    sys.stderr.write(question)
    sys.stderr.flush()
    return sys.stdin.readline().rstrip("\n")


def _key_file() -> bytes:
    with Path(_line("Path of the key file: ").strip()).open("rb") as file:
        return digest_of_key_file(file.read(MOST_KEY_FILE))
