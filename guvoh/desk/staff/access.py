from collections.abc import Callable

import rules
from django.http import Http404

from guvoh.desk.staff.models import Member
from guvoh.desk.staff.roles import Role


def has_role(*roles: Role) -> rules.Predicate:
    """A predicate that holds for members with one of the roles."""
    return rules.predicate(lambda member: member.has_role(*roles))


reads_record = has_role(Role.COORDINATOR)
keeps_members = has_role(Role.COORDINATOR)
anyone = rules.predicate(lambda member: member.is_authenticated)


def require(predicate: Callable[[Member], bool], member: Member) -> None:
    """Refusal and absence look the same: who may not see a page is told that there is none."""
    if not predicate(member):
        raise Http404
