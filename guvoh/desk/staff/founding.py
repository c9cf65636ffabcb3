"""The first act on an empty desk: the coalition and its first coordinator, who makes everything else."""

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from guvoh.desk.staff.models import Member, Organisation, RoleGrant
from guvoh.desk.staff.record import record
from guvoh.desk.staff.roles import Role


class AlreadyFounded(Exception):
    """The desk has members already."""


@transaction.atomic
def found_desk(names: dict[str, str], username: str, full_name: str, language: str, *, passphrase: str) -> Member:
    """Make the coalition (`names` in tg, ru, en) and its first coordinator.

    Raises AlreadyFounded, or ValidationError for a weak passphrase.
    """
    if Member.objects.exists():
        raise AlreadyFounded
    coalition = Organisation.objects.create(
        name_tg=names["tg"], name_ru=names["ru"], name_en=names["en"], standing=Organisation.Standing.COALITION
    )
    member = Member(username=username, full_name=full_name, organisation=coalition, language=language)
    validate_password(passphrase, member)
    member.set_password(passphrase)
    member.save()
    RoleGrant.objects.create(member=member, role=Role.COORDINATOR)
    record("desk.founded", by=member)
    return member
