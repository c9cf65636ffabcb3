#!/usr/bin/env python3
"""Checks the proof of one entry of a Guvoh record, or a whole package of evidence. Needs Python 3.9 or later and
openssl 3, and no network.

    python3 verify_offline.py proof.json [--key HEX] [--roots authority.pem]
    python3 verify_offline.py FOLDER [--key HEX] [--roots authority.pem]

FOLDER is an unpacked package. The record holds fast the hash of its manifest, the manifest those of the item and
of the list of custody, and every entry of that list has a proof of its own.

A proof holds the entry as it went into the record, with the fields that are opened; the way from it to the
root of the record (RFC 9162, 2.1.3.2); and the signed head (Ed25519, RFC 8032) that held this root fast. --key is
the desk's verifying key as you know it from elsewhere: without it the signature only says that the file is one
piece. --roots are the certificates of the authority that stamped the head with its time (RFC 3161), where one did.

Nothing but Python's own library is used, so that it can be read through. Ends with 0 when all holds, 1 when
something does not, 2 when it could not be looked at.
"""

import argparse
import base64
import hashlib
import hmac
import json
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path
from typing import Any

# An Ed25519 key as openssl reads it: this in front of its 32 bytes (RFC 8410, 4).
ED25519_PREFIX = bytes.fromhex("302a300506032b6570032100")


class DoesNotHold(Exception):
    """Something in the proof is not as it says."""


def main(arguments: "list[str] | None" = None) -> int:
    parser = argparse.ArgumentParser(description="Check the proof of one entry of a record, or a package.")
    parser.add_argument("proof", type=Path, help="a proof, or the folder of an unpacked package")
    parser.add_argument("--key", default="", help="the desk's verifying key, 64 hexadecimal digits")
    parser.add_argument("--roots", type=Path, help="certificates of the time-stamping authority, PEM")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.proof.is_dir():
            told = check_package(chosen.proof, chosen.key, chosen.roots)
        else:
            told = check(_read(chosen.proof), chosen.key, chosen.roots)
    except DoesNotHold as error:
        sys.stdout.write(f"DOES NOT HOLD: {error}.\n")
        return 1
    except (OSError, ValueError, KeyError, TypeError) as error:
        sys.stderr.write(f"Could not be looked at: {type(error).__name__}: {error}\n")
        return 2
    sys.stdout.write("".join(f"{line}\n" for line in told))
    return 0


def check(proof: Any, key: str = "", roots: "Path | None" = None) -> "list[str]":
    """Return what holds, in sentences. Raises DoesNotHold; OSError, ValueError, KeyError for the unreadable."""
    if proof["format"] != "guvoh-proof/1":
        raise ValueError("another format")
    head, leaf = proof["head"], json.loads(proof["leaf"])
    told = [f"Entry {leaf['number']} of {head['size']}, {leaf['at']}: {leaf['act']}."]
    told += [f"  {name}: {_opened(leaf, name, opening)}" for name, opening in sorted(proof["opened"].items())]
    root = _root(proof["leaf"].encode(), leaf["number"] - 1, head["size"], proof["path"])
    if root.hex() != head["root"]:
        raise DoesNotHold("the entry is not in the record that the head held fast")
    told.append("It stands in the record that the head held fast.")
    told.append(_signed(head, proof["key"], key))
    if head.get("stamp"):
        told.append(_stamped(head, roots))
    return told


def check_package(folder: Path, key: str = "", roots: "Path | None" = None) -> "list[str]":
    """Return what holds of an unpacked package, in sentences. Raises as `check` does."""
    count = _sums(folder)
    manifest, custody, bound = (_read(folder / name) for name in ("manifest.json", "custody.json", "bound.json"))
    told = check(bound, key, roots)
    opened, subject = bound["opened"], manifest["record"]
    if opened["subject"]["value"] != subject or opened["detail"]["value"].get("hash") != _hash(
        folder / "manifest.json"
    ):
        raise DoesNotHold("the manifest is not the one that the record holds fast")
    if manifest["custody_sha256"] != _hash(folder / "custody.json"):
        raise DoesNotHold("the list of custody is not the one of the manifest")
    if manifest["item"]["sha256"] != _hash(folder / manifest["item"]["file"]):
        raise DoesNotHold("the item is not the one of the manifest")
    for row in custody["entries"]:
        _custody(folder, row, subject, key, roots)
    told.append(f"The item is the one that was packed, and its {len(custody['entries'])} entries of custody hold.")
    return [*told, f"All {count} files have the hash of SHA256SUMS."]


def _custody(folder: Path, row: Any, subject: str, key: str, roots: "Path | None") -> None:
    proof = _read(folder / row["proof"])
    check(proof, key, roots)
    leaf = json.loads(proof["leaf"])
    same = all(leaf[name] == row[name] for name in ("number", "at", "act"))
    if not same or proof["opened"]["subject"]["value"] != subject:
        raise DoesNotHold(f"entry {row['number']} of the list of custody is not what its proof says")


def _sums(folder: Path) -> int:
    listed = {}
    for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, _space, name = line.partition("  ")
        listed[name] = digest
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    for name in sorted(found ^ (set(listed) | {"SHA256SUMS"})):
        raise DoesNotHold(f"{name} is missing, or is not in the list")
    for name, digest in sorted(listed.items()):
        if _hash(folder / name) != digest:
            raise DoesNotHold(f"{name} was changed")
    return len(listed)


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _canonical(value: Any) -> bytes:
    """JSON with sorted keys and without spaces, in NFC (RFC 8785 without fractions)."""
    return json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _ordered(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [_ordered(item) for item in value]
    if isinstance(value, dict):
        named = {unicodedata.normalize("NFC", name): _ordered(item) for name, item in value.items()}
        return {name: named[name] for name in sorted(named, key=lambda name: name.encode("utf-16-be"))}
    return value


def _opened(leaf: Any, name: str, opening: Any) -> str:
    made = hmac.new(bytes.fromhex(opening["key"]), _canonical(opening["value"]), hashlib.sha256).hexdigest()
    if made != leaf["sealed"][name]:
        raise DoesNotHold(f"the field {name} is not what the entry holds")
    return _canonical(opening["value"]).decode()


def _root(leaf: bytes, index: int, size: int, path: Any) -> bytes:
    if not 0 <= index < size:
        raise DoesNotHold("the entry lies outside of the record")
    found, place, last = hashlib.sha256(b"\x00" + leaf).digest(), index, size - 1
    for sibling in map(bytes.fromhex, path):
        if last == 0:
            raise DoesNotHold("the way to the root is too long")
        if place & 1 or place == last:
            found = hashlib.sha256(b"\x01" + sibling + found).digest()
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = hashlib.sha256(b"\x01" + found + sibling).digest()
        place, last = place >> 1, last >> 1
    if last != 0:
        raise DoesNotHold("the way to the root is too short")
    return found


def _head_content(head: Any) -> bytes:
    named = {name: head[name] for name in ("number", "size", "root", "at", "key")}
    return _canonical({"format": "guvoh-head/1", **named})


def _signed(head: Any, public: str, known: str) -> str:
    if known and known.lower() != public:
        raise DoesNotHold("the head is signed with another key than yours")
    if hashlib.sha256(bytes.fromhex(public)).hexdigest()[:16] != head["key"]:
        raise DoesNotHold("the head names another key than the one in the file")
    files = {
        "key.der": ED25519_PREFIX + bytes.fromhex(public),
        "head": _head_content(head),
        "signature": bytes.fromhex(head["signature"]),
    }
    asked = "pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin -in head -sigfile signature"
    if not _openssl(asked, files):
        raise DoesNotHold("the signature of the head")
    whose = "the key you gave" if known else f"the key in the file, {public}: compare it with the desk's"
    return f"The head of {head['at']} is signed with {whose}."


def _stamped(head: Any, roots: "Path | None") -> str:
    if roots is None:
        return "The head carries a time stamp; give --roots to have it checked."
    files = {"head": _head_content(head), "stamp": base64.b64decode(head["stamp"]), "roots": roots.read_bytes()}
    if not _openssl("ts -verify -data head -in stamp -CAfile roots", files):
        raise DoesNotHold("the time stamp of the head")
    return "The authority's time stamp of the head holds."


def _openssl(asked: str, files: "dict[str, bytes]") -> bool:
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            Path(folder, name).write_bytes(content)
        run = subprocess.run(  # noqa: S603 - our own command, over files of our own naming
            ["openssl", *asked.split()],  # noqa: S607 - wherever the reader's machine has it
            cwd=folder,
            capture_output=True,
            check=False,
        )
    return run.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
