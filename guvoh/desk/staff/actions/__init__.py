"""The verbs of staff, split by noun."""

from guvoh.desk.staff.actions.accounts import (
    add_member,
    choose_language,
    close_account,
    end_session,
    end_sessions,
    reopen_account,
    reset_second_factor,
    set_passphrase,
    set_roles,
    take_roles,
)
from guvoh.desk.staff.actions.heads import hand_over_heads
from guvoh.desk.staff.actions.joining import invite, join, withdraw_invitation
from guvoh.desk.staff.actions.leaving import let_go, revoke
from guvoh.desk.staff.actions.locking import check_in, lock_desk
from guvoh.desk.staff.actions.notices import give_notice, read_notice
from guvoh.desk.staff.actions.own_keys import lose_own_key, make_own_key, rewrap_own_key
from guvoh.desk.staff.actions.proposals import propose, refuse, second, use_proposal, withdraw

__all__ = [
    "add_member",
    "check_in",
    "choose_language",
    "close_account",
    "end_session",
    "end_sessions",
    "give_notice",
    "hand_over_heads",
    "invite",
    "join",
    "let_go",
    "lock_desk",
    "lose_own_key",
    "make_own_key",
    "propose",
    "read_notice",
    "refuse",
    "reopen_account",
    "reset_second_factor",
    "revoke",
    "rewrap_own_key",
    "second",
    "set_passphrase",
    "set_roles",
    "take_roles",
    "use_proposal",
    "withdraw",
    "withdraw_invitation",
]
