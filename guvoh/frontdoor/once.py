"""A form that is sent twice is one report: a second click must not take the receipt of the first away."""

import hashlib
import hmac
import secrets
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core import signing

SALT = "guvoh/once"
KEPT_SECONDS = 12 * 3600
_KEY = b"guvoh/once/v1"

_turns: dict[str, tuple[threading.Lock, int]] = {}
_turns_lock = threading.Lock()


def new_token() -> str:
    """What a fresh form carries."""
    return signing.dumps(secrets.token_urlsafe(16), salt=SALT)


def checked(token: str) -> str:
    """The token of a form, or a fresh one in the place of what is absent, forged or too old."""
    try:
        signing.loads(token, salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return new_token()
    return token


def seed_of(token: str, words: Iterable[str]) -> bytes:
    """A secret of 32 bytes that the same form with the same contents comes to again, and nobody else can."""
    found = hmac.new(settings.SECRET_KEY.encode(), _KEY, hashlib.sha256)
    for word in (token, *words):
        part = word.encode()
        found.update(len(part).to_bytes(8) + part)
    return found.digest()


@contextmanager
def turn(token: str) -> Iterator[None]:
    """One request at a time for each token: the second click waits until the first is done."""
    with _turns_lock:
        lock, waiting = _turns.get(token, (threading.Lock(), 0))
        _turns[token] = lock, waiting + 1
    try:
        with lock:
            yield
    finally:
        with _turns_lock:
            lock, waiting = _turns[token]
            if waiting == 1:
                del _turns[token]
            else:
                _turns[token] = lock, waiting - 1
