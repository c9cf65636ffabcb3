"""The verbs of staff, split by noun."""

from guvoh.desk.staff.actions.accounts import (
    add_member,
    choose_language,
    end_session,
    end_sessions,
    reset_second_factor,
    set_active,
    set_passphrase,
    set_roles,
)
from guvoh.desk.staff.actions.heads import hand_over_heads
from guvoh.desk.staff.actions.locking import check_in, lock_desk

__all__ = [
    "add_member",
    "check_in",
    "choose_language",
    "end_session",
    "end_sessions",
    "hand_over_heads",
    "lock_desk",
    "reset_second_factor",
    "set_active",
    "set_passphrase",
    "set_roles",
]
