"""docs/crypto.yaml names every piece of cryptography in the code, and nothing that is not there."""

import ast
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
INVENTORY = ROOT / "docs" / "crypto.yaml"
MODULES = ("hashlib", "hmac", "secrets", "random", "ssl", "cryptography", "argon2", "pyrage", "sqlcipher3", "nacl")
MORE_MODULES = ("shamir_mnemonic", "rfc3161_client", "pymerkle", "django.core.signing")
# What a name of these libraries stands for. An algorithm that is not here has to be thought about first.
ALGORITHMS = {
    "hashlib.sha256": "SHA-256",
    "hashlib.sha512": "SHA-512",
    "hashlib.blake2s": "BLAKE2s",
    "hashlib.file_digest": "SHA-256",
    "hmac.new": "HMAC",
    "hmac.digest": "HMAC",
    "hmac.compare_digest": "comparison in even time",
    "secrets": "random",
    "hash_secret_raw": "Argon2id",
    "HKDF": "HKDF",
    "AESGCM": "AES-256-GCM",
    "aes_key_wrap": "AES key wrap",
    "aes_key_unwrap": "AES key wrap",
    "Ed25519PrivateKey": "Ed25519",
    "Ed25519PublicKey": "Ed25519",
    "X25519PrivateKey": "X25519",
    "X25519PublicKey": "X25519",
    "pyrage": "age",
    "sqlcipher3": "SQLCipher",
    "signing": "signed form fields (HMAC-SHA256)",
    "generate_mnemonics": "SLIP-39",
    "combine_mnemonics": "SLIP-39",
    "TimestampRequestBuilder": "RFC 3161",
    "decode_timestamp_response": "RFC 3161",
    "VerifierBuilder": "RFC 3161",
}
# Errors, encodings and parameters: no algorithm of their own.
PLAIN = {"InvalidTag", "InvalidSignature", "InvalidUnwrap", "Type", "hashes", "serialization", "Encoding"}
PLAIN |= {"PublicFormat", "PrivateFormat", "NoEncryption"}
PLAIN |= {"HashingError", "MnemonicError", "Share", "WORD_INDEX_MAP"}
PLAIN |= {"HashAlgorithm", "PKIStatus", "TimeStampResponse", "VerificationError", "x509"}


def watched(module: str) -> bool:
    return any(module == known or module.startswith(f"{known}.") for known in (*MODULES, *MORE_MODULES))


def names_in(source: str) -> set[str]:
    """Names of cryptographic libraries that a module uses: `hashlib.sha256`, `AESGCM`, `secrets`, ..."""
    tree, found, whole = ast.parse(source), set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            whole |= {alias.name for alias in node.names if watched(alias.name)}
        elif isinstance(node, ast.ImportFrom) and node.module:
            if watched(node.module):
                prefix = f"{node.module}." if node.module in ("hashlib", "hmac") else ""
                found |= {prefix + alias.name for alias in node.names}
            elif node.module == "django.core":
                found |= {alias.name for alias in node.names if alias.name == "signing"}
    found |= whole - {"hashlib", "hmac"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in whole:
            found |= {f"{node.value.id}.{node.attr}"} if node.value.id in ("hashlib", "hmac") else set()
    return {"sqlcipher3" if name == "dbapi2" else name for name in found} - PLAIN


def algorithms(source: str) -> set[str]:
    return {ALGORITHMS.get(name, f"unknown: {name}") for name in names_in(source)}


def inventory() -> dict[str, set[str]]:
    return {path: set(entry["uses"]) for path, entry in yaml.safe_load(INVENTORY.read_text()).items()}


def in_the_code() -> dict[str, set[str]]:
    sources = (path for path in (ROOT / "guvoh").rglob("*.py") if "migrations" not in path.parts)
    found = {path.relative_to(ROOT).as_posix(): algorithms(path.read_text()) for path in sources}
    return {path: used for path, used in found.items() if used}


def test_the_inventory_is_what_the_code_uses() -> None:
    listed, used = inventory(), in_the_code()
    differing = {
        path: {"in the code": sorted(used.get(path, ())), "in docs/crypto.yaml": sorted(listed.get(path, ()))}
        for path in listed.keys() | used.keys()
        if listed.get(path) != used.get(path)
    }
    assert differing == {}


def test_every_use_says_what_it_is_for() -> None:
    entries = yaml.safe_load(INVENTORY.read_text())
    assert [path for path, entry in entries.items() if len(entry["for"].split()) < 3] == []


@pytest.mark.parametrize(
    ("source", "used"),
    [
        ("import hashlib\nhashlib.md5(b'')", {"unknown: hashlib.md5"}),
        ("from hashlib import sha1", {"unknown: hashlib.sha1"}),
        ("import random", {"unknown: random"}),
        ("from cryptography.hazmat.primitives.ciphers.algorithms import TripleDES", {"unknown: TripleDES"}),
        ("import pyrage\nimport secrets", {"age", "random"}),
        ("from django.core import signing", {"signed form fields (HMAC-SHA256)"}),
        ("from sqlcipher3 import dbapi2 as Database", {"SQLCipher"}),
        ("import json", set()),
    ],
)
def test_what_a_module_uses_is_found(source: str, used: set[str]) -> None:
    assert algorithms(source) == used
