"""The code of an invitation: twenty letters on paper, of which the desk keeps four and a digest."""

import hashlib
import hmac
import secrets
from typing import Final

from django.db.models import F

from guvoh.desk.staff.models import Invitation

# without the letters that are read as others
LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISREAD: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
LOCATOR_LETTERS: Final = 4
CODE_LETTERS: Final = 20


def new_code() -> str:
    """Eighty bits behind a locator that no other invitation has."""
    while True:
        code = "".join(secrets.choice(LETTERS) for _letter in range(CODE_LETTERS))
        if not Invitation.objects.filter(locator=code[:LOCATOR_LETTERS]).exists():
            return code


def digest_of(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def invitation_by(typed: str) -> Invitation | None:
    """The open invitation of this code. A wrong code counts against the invitation it begins like."""
    code = "".join(letter for letter in typed.upper() if letter.isalnum()).translate(MISREAD)
    found = Invitation.objects.open().filter(locator=code[:LOCATOR_LETTERS]).first()
    if found is None:
        return None
    if not hmac.compare_digest(found.digest, digest_of(code)):
        Invitation.objects.filter(pk=found.pk).update(failures=F("failures") + 1)
        return None
    return found
