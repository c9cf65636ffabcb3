"""Members who are present with their own keys: real pairs, held by the real agent, for browsers and for verbs."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.test import Client

from guvoh.desk.staff.models import Member, MemberKey
from guvoh.desk.staff.presence import Presence, here
from guvoh.desk.staff.sessions import OWN_KEY
from guvoh.instruments.seal import personal
from guvoh.instruments.seal.held import name_of, under
from guvoh.instruments.seal.keyslots import Argon2Cost

# These members never type a passphrase: the floor would refuse it. test_own_keys signs in for real.
CHEAP = Argon2Cost(memory_kib=1024, passes=1, lanes=1)


class OwnKeys:
    """The key pairs of members, made when first asked for."""

    def __init__(self) -> None:
        self.pairs: dict[int, personal.Pair] = {}

    def of(self, member: Member) -> personal.Pair:
        if member.pk not in self.pairs:
            self.pairs[member.pk] = personal.new_pair()
            row = MemberKey(member=member, public=self.pairs[member.pk].public)
            row.locked_up = personal.lock_up(self.pairs[member.pk], "words of nobody at all", CHEAP)
            row.save()
        return self.pairs[member.pk]

    @contextmanager
    def here(self, member: Member) -> Iterator[None]:
        """Inside the block this member is present, as during a request of hers."""
        with here(Presence(member, self.of(member))):
            yield

    def bring(self, browser: Client, member: Member) -> None:
        """Leave her key with the agent, and its token with this browser."""
        token = secrets.token_bytes(32)
        settings.VAULT.hold(name_of(token), under(token, self.of(member).private), 300)
        session = browser.session
        session[OWN_KEY] = name_of(token)
        session.save()
        browser.cookies[settings.OWN_KEY_COOKIE_NAME] = token.hex()
