"""What stands in a new desk: tables, the coalition, its first coordinator, the intake keys.

Imported only once Django is set up for the desk.
"""

from dataclasses import dataclass

from django.core.management import call_command

from guvoh.desk.inbox.actions import issue_intake_key, set_recovery_key
from guvoh.desk.staff.founding import found_desk
from guvoh.desk.staff.models import Member


@dataclass(frozen=True)
class Founding:
    """The coalition's names by language, its first coordinator, and the public half of the recovery key."""

    names: dict[str, str]
    username: str
    full_name: str
    language: str
    passphrase: str
    recovery_recipient: str


def found(founding: Founding) -> Member:
    """Fill an empty, unlocked desk. Raises ValidationError for a weak passphrase."""
    call_command("migrate", verbosity=0, interactive=False)
    member = found_desk(
        founding.names, founding.username, founding.full_name, founding.language, passphrase=founding.passphrase
    )
    set_recovery_key(founding.recovery_recipient, by=member)
    issue_intake_key(by=member)
    return member
