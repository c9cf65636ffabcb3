"""One-time codes of the cast (RFC 6238: SHA-1, six digits, thirty seconds)."""

import base64
import hmac
import time

PERIOD_SECONDS = 30


def code(secret: str, at: float | None = None) -> str:
    counter = int((time.time() if at is None else at) // PERIOD_SECONDS)
    digest = hmac.digest(base64.b32decode(secret, casefold=True), counter.to_bytes(8, "big"), "sha1")
    offset = digest[-1] & 0x0F
    return f"{(int.from_bytes(digest[offset : offset + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"


def seconds_left(at: float | None = None) -> int:
    return PERIOD_SECONDS - int((time.time() if at is None else at) % PERIOD_SECONDS)
