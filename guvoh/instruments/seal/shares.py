"""Recovery shares: a secret split over sheets of paper, any three of five of which bring it back (SLIP-39)."""

from collections.abc import Sequence
from typing import Final, Literal

from shamir_mnemonic import MnemonicError, Share, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.wordlist import WORD_INDEX_MAP

NEEDED: Final = 3
MADE: Final = 5
WORDS: Final = 33
# The secret is 32 random bytes, so stretching protects nothing: the lowest exponent of the standard.
ITERATION_EXPONENT: Final = 0

Fault = Literal["word", "length", "checksum", "too few", "same", "other set", "together"]


class ShareFault(Exception):
    """The shares cannot be put together.

    `kind` says why: "word" is not in the list, "length" of a share is wrong, "checksum" of a share fails (a word
    is another one than was printed), "too few" shares, the "same" one twice, shares of an "other set", or shares
    that fail only "together". `share` and `word` count from 1 and are 0 where none is meant.
    """

    def __init__(self, kind: Fault, share: int = 0, word: int = 0) -> None:
        super().__init__(kind, share, word)
        self.kind, self.share, self.word = kind, share, word


def split(secret: bytes) -> list[str]:
    """Return MADE shares of a 32-byte secret, each WORDS words; any NEEDED of them bring it back."""
    (made,) = generate_mnemonics(1, [(NEEDED, MADE)], secret, iteration_exponent=ITERATION_EXPONENT)
    return list(made)


def combine(shares: Sequence[str]) -> bytes:
    """Return the secret. Empty shares are left out; more than NEEDED are welcome. Raises ShareFault."""
    given = [(number, typed.split()) for number, typed in enumerate(shares, 1) if typed.strip()]
    read = [_read(number, words) for number, words in given]
    for place, share in enumerate(read):
        if share in read[:place]:
            raise ShareFault("same", given[place][0])
        if share.common_parameters() != read[0].common_parameters():
            raise ShareFault("other set", given[place][0])
    if len(read) < NEEDED:
        raise ShareFault("too few")
    try:
        return bytes(combine_mnemonics([share.mnemonic() for share in read[:NEEDED]]))
    except MnemonicError as error:
        raise ShareFault("together") from error


def _read(number: int, words: list[str]) -> Share:
    for place, word in enumerate(words, 1):
        if word.lower() not in WORD_INDEX_MAP:
            raise ShareFault("word", number, place)
    if len(words) != WORDS:
        raise ShareFault("length", number)
    try:
        return Share.from_mnemonic(" ".join(words))
    except MnemonicError as error:
        raise ShareFault("checksum", number) from error
