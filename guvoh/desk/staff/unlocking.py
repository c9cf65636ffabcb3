"""What is typed on the page of a locked desk, and what is said when it does not open the vault."""

from typing import Final

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from guvoh.instruments.seal import shares
from guvoh.instruments.seal.keyslots import (
    DamagedKeyslots,
    Kind,
    Pair,
    Passphrase,
    Secret,
    Shares,
    WithFile,
    WrongPassphrase,
    digest_of_key_file,
)
from guvoh.instruments.seal.keyslots.ways import ShortKeyFile
from guvoh.instruments.seal.vault import CannotTry, MustWait

MOST_KEY_FILE: Final = 64 * 1024
MINUTE: Final = 60

WAYS: Final = {
    "passphrase": gettext_lazy("With a passphrase"),
    "keyfile": gettext_lazy("With a passphrase and a key file"),
    "pair": gettext_lazy("Two officers together"),
    "recovery": gettext_lazy("Recovery sheets"),
}
EXPECTED: Final = (WrongPassphrase, DamagedKeyslots, MustWait, CannotTry)


class Untried(Exception):
    """What was typed cannot be tried. The message says what to mend, and nothing of what was typed."""


def typed_secret(way: Kind, request: HttpRequest) -> Secret:
    """Raises Untried."""
    post = request.POST
    if way == "recovery":
        return _sheets(tuple(post.get(f"sheet{number}", "") for number in (1, 2, 3)))
    if way == "pair":
        return Pair(_filled(post.get("first", "")), _filled(post.get("second", "")))
    passphrase = _filled(post.get("passphrase", ""))
    return (
        WithFile(passphrase, _digest(request.FILES.get("key_file")))
        if way == "keyfile"
        else Passphrase(passphrase)
    )


def _filled(passphrase: str) -> str:
    if not passphrase:
        raise Untried(_("Type the passphrase."))
    return passphrase


def _digest(file: UploadedFile | None) -> bytes:
    if file is None:
        raise Untried(_("Choose the key file."))
    if file.size > MOST_KEY_FILE:
        raise Untried(_("That is too much. The key file may have 64 KB at most."))
    try:
        return digest_of_key_file(file.read())
    except ShortKeyFile:
        raise Untried(_("This file is too short to be a key file. Choose another one.")) from None


def _sheets(typed: tuple[str, ...]) -> Secret:
    try:
        shares.combine(typed)
    except shares.ShareFault as fault:
        raise Untried(_trouble_with_sheets(fault)) from None
    return Shares(typed)


def _trouble_with_sheets(fault: shares.ShareFault) -> str:
    said = {
        "word": _("Sheet %(sheet)s: word %(word)s is not a word of the list. Compare it with the paper."),
        "length": _("Sheet %(sheet)s has not 33 words. Compare it with the paper."),
        "checksum": _("Sheet %(sheet)s: one word is another one than on the paper. Compare them all."),
        "too few": _("Three sheets are needed."),
        "same": _("Sheet %(sheet)s is typed twice. Take another one."),
        "other set": _("Sheet %(sheet)s is of another set. The first three words are the same on all of one set."),
        "together": _("These sheets do not fit together. Compare them with the paper."),
    }[fault.kind]
    return said % {"sheet": fault.share, "word": fault.word}


def trouble_with(refused: Exception, way: Kind) -> str:
    if isinstance(refused, MustWait):
        return _wait(refused.seconds)
    if isinstance(refused, DamagedKeyslots):
        return _("The file keyslots.json is missing or damaged. Restore it from the last backup.")
    if isinstance(refused, CannotTry):
        return _cannot(refused.why)
    return {
        "passphrase": _("This passphrase does not open the vault. Check the keyboard language and try again."),
        "keyfile": _("This passphrase and this file do not open the vault. Check both and try again."),
        "pair": _("These two passphrases do not open the vault. Both officers try again."),
        "recovery": _("These sheets do not open this vault. Newer ones may have been printed."),
    }[way]


def _wait(seconds: int) -> str:
    if seconds < 2 * MINUTE:
        told = ngettext(
            "Too many wrong attempts. Try again in %(number)s second.",
            "Too many wrong attempts. Try again in %(number)s seconds.",
            seconds,
        )
        return told % {"number": seconds}
    minutes = -(-seconds // MINUTE)
    told = ngettext(
        "Too many wrong attempts. Try again in %(number)s minute.",
        "Too many wrong attempts. Try again in %(number)s minutes.",
        minutes,
    )
    return told % {"number": minutes}


def _cannot(why: str) -> str:
    if why in ("rotating", "busy"):
        return _("The vault is being changed or opened by somebody else. Try again in a minute.")
    if why == "disk":
        return _("The disk of the server is full or cannot be written. Make room there, then try again.")
    if why == "memory":
        return _("The server has too little free memory to open the vault (256 MB). Try again in a minute.")
    return _("The attempt failed on the server. Try again; if it fails again, restart the vault agent.")
