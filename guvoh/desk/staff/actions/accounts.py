from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from guvoh.desk.staff.models import Member, RoleGrant
from guvoh.desk.staff.record import record
from guvoh.desk.staff.roles import Role
from guvoh.desk.staff.sessions import close, sessions_of


@transaction.atomic
def add_member(member: Member, roles: Iterable[Role], *, passphrase: str, by: Member) -> Member:
    """Save a new member with her roles; she enrols her second factor at first sign-in.

    Raises ValidationError for a weak passphrase.
    """
    validate_password(passphrase, member)
    member.set_password(passphrase)
    member.save()
    RoleGrant.objects.bulk_create(RoleGrant(member=member, role=role) for role in roles)
    record("member.added", by=by, subject=member.username, roles=", ".join(sorted(roles)))
    return member


@transaction.atomic
def set_roles(member: Member, roles: Iterable[Role], *, by: Member) -> None:
    """Give a member exactly these roles."""
    wanted = set(roles)
    member.grants.exclude(role__in=wanted).delete()
    for role in wanted - set(member.grants.values_list("role", flat=True)):
        RoleGrant.objects.create(member=member, role=role)
    record("member.roles_set", by=by, subject=member.username, roles=", ".join(sorted(wanted)))


@transaction.atomic
def set_passphrase(member: Member, passphrase: str, *, by: Member) -> None:
    """Replace a forgotten passphrase and end the member's sessions. Raises ValidationError for a weak one."""
    validate_password(passphrase, member)
    member.set_password(passphrase)
    member.save(update_fields=["password"])
    record("member.passphrase_set", by=by, subject=member.username)
    end_sessions(member, by=by)


@transaction.atomic
def reset_second_factor(member: Member, *, by: Member) -> None:
    """Forget the second factor of a member who lost her phone; she enrols a new one when she signs in next."""
    Authenticator.objects.filter(user=member).delete()
    record("member.second_factor_reset", by=by, subject=member.username)
    end_sessions(member, by=by)


@transaction.atomic
def set_active(member: Member, active: bool, *, by: Member) -> None:
    """Open or close an account; a closed one loses its sessions at once."""
    member.is_active = active
    member.save(update_fields=["is_active"])
    record("member.opened" if active else "member.closed", by=by, subject=member.username)
    if not active:
        end_sessions(member, by=by)


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
