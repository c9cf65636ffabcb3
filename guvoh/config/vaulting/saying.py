"""What an operator is told when something about the vault does not go."""

from guvoh.instruments.seal import rotation, shares
from guvoh.instruments.seal.keyslots import (
    MIN_PASSPHRASE,
    DamagedKeyslots,
    LastSlot,
    UnknownSlot,
    WeakPassphrase,
    WrongPassphrase,
)
from guvoh.instruments.seal.keyslots.edits import TooManySlots, VaultInUse
from guvoh.instruments.seal.keyslots.ways import MIN_KEY_FILE, ShortKeyFile
from guvoh.instruments.seal.shares import ShareFault
from guvoh.instruments.seal.vault import VaultUnreachable

NOTHING = "Nothing was changed."
SENTENCES: dict[type[Exception], str] = {
    WrongPassphrase: f"This does not open the vault. {NOTHING}",
    WeakPassphrase: f"A passphrase needs {MIN_PASSPHRASE} characters or more, and two officers need two different "
    f"ones. {NOTHING}",
    ShortKeyFile: f"The key file needs {MIN_KEY_FILE} bytes or more. {NOTHING}",
    DamagedKeyslots: "The file keyslots.json is missing, damaged or was changed by a stranger. Put back the last "
    f"backup of it. {NOTHING}",
    LastSlot: "Without this slot nobody could open the vault but with recovery sheets. Add another one first. "
    f"{NOTHING}",
    UnknownSlot: f"There is no slot of this name; `guvoh vault slots` lists them. {NOTHING}",
    TooManySlots: f"The vault has as many slots as it may. Remove one first. {NOTHING}",
    VaultInUse: "Another command is changing the vault, or was killed while it did. Run `guvoh vault rotate "
    f"--resume`, then try again. {NOTHING}",
    VaultUnreachable: "No vault agent answers in DESK_DIR. Is guvoh-agent.service running?",
    MemoryError: f"There is not enough memory for one Argon2id run (256 MiB). {NOTHING}",
    rotation.DeskInUse: "Some process still has the database open. Stop guvoh-desk and guvoh-hourly and try "
    f"again. {NOTHING}",
    rotation.NoRoom: f"The disk has no room for a second copy of the database. {NOTHING}",
}
SHARES: dict[shares.Fault, str] = {
    "word": "Sheet {share}, word {word} is not a word of the list. Compare it with the paper.",
    "length": "Sheet {share} has not 33 words. Compare it with the paper.",
    "checksum": "One word of sheet {share} is another one than on the paper, though it is in the list.",
    "too few": "Three sheets are needed.",
    "same": "Sheet {share} was typed twice. Take another one.",
    "other set": "Sheet {share} is of another set than the first. Compare the three first words.",
    "together": "These sheets do not fit together.",
}


def sentence(error: Exception) -> str:
    """What to tell the operator. Raises KeyError for an error that nobody expects."""
    if isinstance(error, ShareFault):
        return f"{SHARES[error.kind].format(share=error.share, word=error.word)} {NOTHING}"
    if isinstance(error, rotation.RotationFailed):
        return f"The new database is not like the old one ({error}). {NOTHING}"
    if isinstance(error, OSError):
        return f"A file could not be read or written: {error.strerror}."
    return SENTENCES[type(error)]


EXPECTED: tuple[type[Exception], ...] = (*SENTENCES, ShareFault, rotation.RotationFailed, OSError)
