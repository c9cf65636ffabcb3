from collections.abc import Iterable

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from guvoh.desk.staff.access import require_fitting
from guvoh.desk.staff.actions.own_keys import lose_own_key
from guvoh.desk.staff.actions.proposals import propose
from guvoh.desk.staff.models import Member, Proposal, RoleGrant
from guvoh.desk.staff.parting import Parting, part
from guvoh.desk.staff.record import record
from guvoh.desk.staff.roles import Role
from guvoh.desk.staff.sessions import close, sessions_of
from guvoh.desk.staff.shutting import miss, require_another_coordinator, shut


@transaction.atomic
def add_member(member: Member, roles: Iterable[Role], *, passphrase: str, by: Member) -> Member:
    """Save a new member with her roles; she enrols her second factor at first sign-in.

    Two people have agreed to it before: see `invite`. Raises ValidationError for a weak passphrase.
    """
    require_fitting(member.organisation, roles)
    validate_password(passphrase, member)
    member.set_password(passphrase)
    member.save()
    RoleGrant.objects.bulk_create(RoleGrant(member=member, role=role) for role in roles)
    record("member.added", by=by, subject=member.username, roles=", ".join(sorted(roles)))
    return member


@transaction.atomic
def set_roles(member: Member, roles: Iterable[Role], *, by: Member, reason: str = "") -> Proposal | None:
    """Take away at once what is not among these roles, and propose what is new; return that proposal, if any.

    Raises ValidationError for roles that do not fit her organisation, for new ones without a reason, and for the
    last coordinator's.
    """
    wanted, held = set(roles), set(member.grants.values_list("role", flat=True))
    require_fitting(member.organisation, wanted)
    if held - wanted:
        take_roles(member, held - wanted, by=by)
    gained = sorted(wanted - held)
    if not gained:
        return None
    about = {"member": member.pk, "roles": gained}
    return propose("member.roles", about, by=by, reason=reason, subject=member.username)


@transaction.atomic
def take_roles(member: Member, roles: Iterable[str], *, by: Member) -> None:
    """Take these roles from a member. Raises ValidationError for the last coordinator's."""
    if Role.COORDINATOR in roles:
        require_another_coordinator(member)
    miss(member)
    member.grants.filter(role__in=roles).delete()
    member.forget_roles()
    record("member.roles_taken", by=by, subject=member.username, roles=", ".join(sorted(roles)))


@transaction.atomic
def set_passphrase(member: Member, passphrase: str, *, by: Member) -> None:
    """Replace a forgotten passphrase and end the member's sessions. Raises ValidationError for a weak one."""
    validate_password(passphrase, member)
    member.set_password(passphrase)
    member.save(update_fields=["password"])
    record("member.passphrase_set", by=by, subject=member.username)
    lose_own_key(member, by=by)
    end_sessions(member, by=by)


@transaction.atomic
def reset_second_factor(member: Member, *, by: Member, reason: str) -> Proposal:
    """End the sessions of a member who lost her phone, and propose to forget her second factor.

    With a new passphrase beside it this hands over the account, so it takes two people.
    """
    end_sessions(member, by=by)
    return propose("member.second_factor", {"member": member.pk}, by=by, reason=reason, subject=member.username)


@transaction.atomic
def close_account(member: Member, *, by: Member) -> None:
    """Nobody signs in with it any more, and what it opened is taken back. It may be opened again.

    Raises ValidationError for the last coordinator's.
    """
    require_another_coordinator(member)
    shut(member)
    part(member, Parting.DANGER, by=by)
    record("member.closed", by=by, subject=member.username)
    end_sessions(member, by=by)


@transaction.atomic
def reopen_account(member: Member, *, by: Member, reason: str) -> Proposal:
    """Propose to open a closed account again."""
    return propose("member.reopen", {"member": member.pk}, by=by, reason=reason, subject=member.username)


@transaction.atomic
def end_sessions(member: Member, *, by: Member) -> int:
    """End every session of a member, return how many."""
    ended = close([session.key for session in sessions_of(member)])
    record("member.sessions_ended", by=by, subject=member.username, sessions=ended)
    return ended


@transaction.atomic
def end_session(member: Member, name: str, *, by: Member) -> int:
    """End the one session of a member that has this name, return how many that was: one or none."""
    ended = close([session.key for session in sessions_of(member) if session.name == name])
    record("member.sessions_ended", by=by, subject=member.username, sessions=ended)
    return ended


@transaction.atomic
def choose_language(member: Member, language: str, *, by: Member) -> None:
    member.language = language
    member.save(update_fields=["language"])
    record("member.language_chosen", by=by, subject=member.username, language=language)
