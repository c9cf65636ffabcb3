"""The deadlines by person and by case: who answers for how many, and which case has how many."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import BigIntegerField, Count, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from guvoh.desk.casework.models import Case
from guvoh.desk.correspondence.deadlines import OF_CLOCKS, Deadlines
from guvoh.desk.correspondence.models import Escalation
from guvoh.desk.correspondence.models.clocks import ends_on_day_of, ends_within, is_running
from guvoh.desk.staff.models import Member

COUNTED: Final = ("overdue", "today", "week", "running")
SHARES: Final = ("person", "case")


@dataclass(frozen=True)
class Share:
    """One line of the table: a colleague or a case, what is hers by state, and when the next reading ends."""

    of: Any
    counts: list[tuple[str, Any, int]]
    next_end: dt.datetime | None


def shares(deadlines: Deadlines, by: str) -> QuerySet[Any, dict[str, Any]]:
    """Counts of the clocks that run or have run out, by person or by case, the most urgent first."""
    now = timezone.now()
    over, running = Q(latest__lt=now, raises_alarm=True), is_running(now)
    counts = {
        "overdue": Count("pk", filter=over),
        "today": Count("pk", filter=running & ends_on_day_of(now)),
        "week": Count("pk", filter=running & ends_within(now)),
        "running": Count("pk", filter=running),
    }
    key = F("letter__case") if by == "case" else _who_answers()
    next_end = Min("earliest", filter=Q(earliest__gte=now))
    urgent = deadlines.clocks.waiting().filter(over | running).annotate(key=key)
    return (
        urgent.order_by()
        .values("key")
        .annotate(next_end=next_end, **counts)
        .order_by("-overdue", "-today", "-week", F("next_end").asc(nulls_last=True), "key")
    )


def _who_answers() -> Coalesce:
    """Whose task the next step is, else who wrote the letter; `Deadlines` filters by the same."""
    tasks = Escalation.objects.filter(letter=OuterRef("letter"), task__done_at__isnull=True)
    return Coalesce(
        Subquery(tasks.order_by("pk").values("task__owner")[:1]),
        F("letter__author"),
        output_field=BigIntegerField(),
    )


def as_shares(counted: Iterable[dict[str, Any]], by: str) -> list[Share]:
    rows = list(counted)
    manager = Case.objects if by == "case" else Member.objects
    named = manager.in_bulk([row["key"] for row in rows])
    return [
        Share(
            of=named[row["key"]],
            counts=[(state, OF_CLOCKS[state][0], row[state]) for state in COUNTED],
            next_end=row["next_end"],
        )
        for row in rows
    ]
