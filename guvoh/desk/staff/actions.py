from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.db import transaction

from guvoh.desk.staff.models import Member, Organisation, RoleGrant
from guvoh.desk.staff.record import record
from guvoh.desk.staff.roles import Role


@transaction.atomic
def add_member(
    username: str, full_name: str, organisation: Organisation, language: str, roles: Iterable[Role], *, passphrase: str,
    by: Member,
) -> Member:
    """Make an account. She enrols her second factor at first sign-in. Raises ValidationError for a weak passphrase."""
    member = Member(username=username, full_name=full_name, organisation=organisation, language=language)
    validate_password(passphrase, member)
    member.set_password(passphrase)
    member.save()
    RoleGrant.objects.bulk_create(RoleGrant(member=member, role=role) for role in roles)
    record("member.added", by=by, subject=username, roles=", ".join(sorted(roles)))
    return member


@transaction.atomic
def set_active(member: Member, active: bool, *, by: Member) -> None:
    """Open or close an account; a closed one loses its sessions at once."""
    member.is_active = active
    member.save(update_fields=["is_active"])
    record("member.opened" if active else "member.closed", by=by, subject=member.username)
    if not active:
        transaction.on_commit(lambda: end_sessions(member, by=by))


@transaction.atomic
def end_sessions(member: Member, *, by: Member) -> int:
    """End every session of a member, return how many."""
    ended = [
        session.session_key
        for session in Session.objects.all()
        if session.get_decoded().get("_auth_user_id") == str(member.pk)
    ]
    Session.objects.filter(session_key__in=ended).delete()
    record("member.sessions_ended", by=by, subject=member.username, sessions=len(ended))
    return len(ended)


@transaction.atomic
def choose_language(member: Member, language: str, *, by: Member) -> None:
    member.language = language
    member.save(update_fields=["language"])
    record("member.language_chosen", by=by, subject=member.username, language=language)


def lock_desk(*, by: Member) -> None:
    """Lock the vault for everybody, at once. The record is written first: afterwards nothing can be."""
    record("desk.locked", by=by)
    settings.VAULT.lock()
