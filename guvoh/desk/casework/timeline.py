"""The story of a case at a glance: what happened and what was done, in order of days.

Apps above add their own moments: see add_source().
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.translation import gettext as _

from guvoh.desk.casework.access import OpenCase
from guvoh.desk.casework.models import Closure, Intervention, Referral
from guvoh.desk.facts.models import Act


@dataclass(frozen=True)
class Moment:
    """One dated thing. `kind` is an icon's name; `tone` is '', 'harm', 'help', 'state' or 'good'."""

    on: dt.date
    kind: str
    title: str
    detail: str = ""
    url: str = ""
    at: dt.datetime | None = None
    tone: str = ""


Source = Callable[[OpenCase], Iterable[Moment]]
_sources: list[Source] = []


def add_source(source: Source) -> None:
    """Register a source of moments; called once, at start."""
    _sources.append(source)


def timeline(opened: OpenCase) -> list[Moment]:
    """All moments of a case that this member may see, oldest first."""
    moments = [moment for source in _sources for moment in source(opened)]
    if not opened.sees_identity:
        moments = [
            replace(moment, title=opened.text(moment.title), detail=opened.text(moment.detail))
            for moment in moments
        ]
    # what has an hour comes after what only has a day
    return sorted(moments, key=lambda moment: (moment.on, moment.at.isoformat() if moment.at else ""))


def harms(opened: OpenCase) -> Iterator[Moment]:
    acts = (
        Act.objects.filter(event__in=opened.case.events.all())
        .select_related("victim", "event")
        .prefetch_related("victim__names")
    )
    for act in acts:
        day = act.earliest or act.event.earliest
        if day is not None:
            parts = [opened.name_of(act.victim), act.method, act.law_article]
            yield Moment(
                day, "alert", act.get_kind_display(), " · ".join(part for part in parts if part), tone="harm"
            )


def help_given(opened: OpenCase) -> Iterator[Moment]:
    for intervention in Intervention.objects.filter(case=opened.case).select_related("by_member"):
        decided = intervention.kind == "outcome"
        yield Moment(
            intervention.took_place_on,
            "gavel" if decided else "shield",
            intervention.get_kind_display() + (f": {intervention.addressee}" if intervention.addressee else ""),
            "\n".join(text for text in (intervention.note, intervention.effect) if text)
            if opened.works_case
            else "",
            tone="state" if decided else "help",
        )


def steps_of_the_case(opened: OpenCase) -> Iterator[Moment]:
    yield Moment(
        opened.case.opened_on, "case", _("Case opened"), opened.case.organisation.name_in(opened.member.language)
    )
    for referral in Referral.objects.filter(need__case=opened.case).select_related("need", "to_member"):
        day = timezone.localdate(referral.sent_at)
        yield Moment(
            day, "send", _("Referral: %(need)s") % {"need": referral.need}, str(referral.to_member), tone="help"
        )
        if referral.appointment_at:
            at = timezone.localtime(referral.appointment_at)
            place = referral.appointment_place if opened.works_case else ""
            yield Moment(at.date(), "calendar", _("Appointment"), place, at=at, tone="help")
    for closure in Closure.objects.filter(case=opened.case):
        yield Moment(
            closure.closed_on,
            "flag",
            _("Case closed: %(outcome)s") % {"outcome": closure.get_outcome_display()},
            closure.account,
            tone="good",
        )
        if closure.reopened_on:
            yield Moment(closure.reopened_on, "case", _("Case reopened"))


def consents(opened: OpenCase) -> Iterator[Moment]:
    """What one person consented to on one day is one moment."""
    given: dict[tuple[dt.date, str], dict[str, None]] = {}
    for consent in opened.case.consents.select_related("actor").prefetch_related("actor__names"):
        name = opened.name_of(consent.actor)
        given.setdefault((consent.given_on, name), {})[consent.get_purpose_display()] = None
        if consent.withdrawn_on:
            detail = f"{name}: {consent.get_purpose_display()}"
            yield Moment(consent.withdrawn_on, "x", _("Consent withdrawn"), detail, tone="harm")
    for (day, name), purposes in given.items():
        yield Moment(day, "check", _("Consent given"), f"{name}: {', '.join(purposes)}")


add_source(steps_of_the_case)
add_source(consents)
add_source(harms)
add_source(help_given)
