"""Who is present with her own key: it lies with the vault agent, sealed under a token that only her browser has.

While a request of hers is answered the key is at hand here, and nowhere before or after.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from guvoh.desk.staff.actions.own_keys import lose_own_key, make_own_key
from guvoh.desk.staff.models import Member, MemberKey
from guvoh.desk.staff.sessions import OWN_KEY
from guvoh.instruments.seal import personal
from guvoh.instruments.seal.held import name_of, out_of, under
from guvoh.instruments.seal.keyslots import WrongPassphrase

TOKEN_BYTES: Final = 32
# how long a key waits for the second factor
PENDING_SECONDS: Final = 300


@dataclass
class Presence:
    """A member with her own key open, and the keys of sealed cases that it opened so far."""

    member: Member
    pair: personal.Pair
    case_keys: dict[int, bytes | None] = field(default_factory=dict)


_present: ContextVar[Presence | None] = ContextVar("present", default=None)


def present() -> Presence | None:
    return _present.get()


@contextmanager
def here(presence: Presence | None) -> Iterator[None]:
    """Have this member present inside the block."""
    before = _present.set(presence)
    try:
        yield
    finally:
        _present.reset(before)


def bring(request: HttpRequest, member: Member, passphrase: str) -> None:
    """Open the member's own key, made now if she has none, and leave it with the agent for her browser's token."""
    leave(request)
    token = secrets.token_bytes(TOKEN_BYTES)
    settings.VAULT.hold(name_of(token), under(token, _opened(member, passphrase).private), PENDING_SECONDS)
    request.session[OWN_KEY] = name_of(token)
    request.new_token = token


def _opened(member: Member, passphrase: str) -> personal.Pair:
    row = MemberKey.objects.living().filter(member=member).first()
    if row is not None:
        try:
            return personal.unlock(row.locked_up, bytes(row.public), passphrase)
        except WrongPassphrase:
            # the passphrase is the account's and yet not the key's: it was set anew behind the key's back
            lose_own_key(member, by=member)
    return make_own_key(member, passphrase, by=member)


def leave(request: HttpRequest) -> None:
    """Have the agent forget the key that this session brought."""
    name = request.session.pop(OWN_KEY, None)
    if name is not None:
        settings.VAULT.drop(name)


def at_hand(request: HttpRequest) -> Presence | None:
    """Who is present by this request: her session names the key, her browser's token opens it."""
    name = request.session.get(OWN_KEY) if request.user.is_authenticated else None
    token = _token_in(request)
    if name is None or token is None or name_of(token) != name:
        return None
    held = settings.VAULT.held(name)
    private = out_of(token, held) if held is not None else None
    return None if private is None else Presence(request.user, personal.pair_of(private))


def _token_in(request: HttpRequest) -> bytes | None:
    try:
        return bytes.fromhex(request.COOKIES.get(settings.OWN_KEY_COOKIE_NAME, ""))
    except ValueError:
        return None


def hand_over(request: HttpRequest, response: HttpResponse) -> None:
    """Give the token of a key brought in this request to the browser; the server keeps none."""
    token = getattr(request, "new_token", None)
    if token is not None:
        response.set_cookie(
            settings.OWN_KEY_COOKIE_NAME,
            token.hex(),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Strict",
        )
