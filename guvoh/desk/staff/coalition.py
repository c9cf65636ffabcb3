"""Who the coalition is: its organisations, working groups and hotlines. Every member may read this."""

from itertools import groupby
from typing import Any

from django.db.models import Count, Prefetch, Q

from guvoh.desk.staff.models import GroupSeat, Hotline, Member, Organisation, WorkingGroup


def coalition_at_a_glance(language: str) -> dict[str, Any]:
    """Organisations by standing with their open accounts, groups with their seats, hotlines by region."""
    people = Count("members", filter=Q(members__is_active=True))
    organisations = sorted(
        Organisation.objects.annotate(people=people), key=lambda body: (_rank(body), body.name_in(language))
    )
    seats = GroupSeat.objects.select_related("member__organisation").order_by("seat", "member__full_name")
    hotlines = [
        {"line": line, "audience": line.audience_in(language)}
        for line in Hotline.objects.select_related("organisation")
    ]
    return {
        "standings": [
            (label, list(bodies))
            for label, bodies in groupby(organisations, lambda body: body.get_standing_display())
        ],
        "groups": WorkingGroup.objects.prefetch_related(Prefetch("seats", seats)),
        "hotlines": hotlines,
        "people": Member.objects.filter(is_active=True).count(),
    }


def _rank(body: Organisation) -> int:
    return list(Organisation.Standing).index(Organisation.Standing(body.standing))
