"""Who may do what: one table, a row for each role. What is not written here, nobody may do.

A case is opened by a seat on its team, with the sections written on the seat; by an officer's role inside her own
organisation, unless the case is sealed; and for some hours by an emergency that everybody hears of. A member with
several roles has what each of them gives, so a further role never takes anything away.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from guvoh.desk.staff.roles import Role, Section

IDENTITY, LEGAL, PROTECTION = Section.IDENTITY, Section.LEGAL, Section.PROTECTION
PSYCHOLOGICAL, MEDICAL, MEDIA = Section.PSYCHOLOGICAL, Section.MEDICAL, Section.MEDIA


class Right(models.TextChoices):
    """What a member may do by her role alone; a case is still opened by a seat."""

    SEE_COALITION = "see_coalition", _("sees who is in the coalition")
    LIST_CASES = "list_cases", _("has a list of her cases")
    OPEN_CASES = "open_cases", _("opens cases and asks the coalition about a person")
    LEAD_CASES = "lead_cases", _("decides about team, seal and closing of a case she works")
    TAKE_REFERRALS = "take_referrals", _("gets a seat on the team with a referral she accepts")
    MEET_PEOPLE = "meet_people", _("looks for a person in her cases")
    READ_INBOX = "read_inbox", _("reads reports that came in")
    KEEP_INTAKE_KEYS = "keep_intake_keys", _("keeps the keys of the front door")
    WRITE_LETTERS = "write_letters", _("writes letters")
    SIGN_RULES = "sign_rules", _("signs the rules of the clocks")
    EDIT_WORDINGS = "edit_wordings", _("changes the templates of letters")
    SEE_BODIES = "see_bodies", _("keeps the list of state bodies")
    COUNT_REPLIES = "count_replies", _("reads the statistics of replies")
    PROPOSE_GUARD_RULES = "propose_guard_rules", _("proposes rules of the guard")
    DECIDE_GUARD_RULES = "decide_guard_rules", _("confirms rules of the guard")
    READ_STORIES = "read_stories", _("reads and approves stories")
    WRITE_STORIES = "write_stories", _("writes and publishes stories")
    KEEP_MEMBERS = "keep_members", _("keeps accounts")
    SHAPE_COALITION = "shape_coalition", _("keeps organisations, groups and hotlines")
    SECOND = "second", _("is the second person where two must agree")
    EXPORT_DESK = "export_desk", _("asks for an export of everything")
    READ_RECORD = "read_record", _("reads the record")


class Reach(models.TextChoices):
    NOWHERE = "nowhere", _("never")
    ORGANISATION = "organisation", _("in her organisation")
    COALITION = "coalition", _("in the whole coalition")


@dataclass(frozen=True)
class Row:
    """What one role opens.

    `seat`: the sections of a seat on a team, unless somebody narrows it. `organisation`: those open without a seat
    in her organisation's cases that are not sealed; empty: she does not know of them. `emergency`: those that may
    be opened for some hours in cases within `reach` that are not sealed.
    """

    seat: frozenset[str] = frozenset()
    organisation: frozenset[str] = frozenset()
    emergency: frozenset[str] = frozenset()
    reach: Reach = Reach.NOWHERE
    rights: frozenset[str] = field(default=frozenset())


def _set(*items: str) -> frozenset[str]:
    return frozenset(items)


_ALL = _set(Right.SEE_COALITION, Right.LIST_CASES, Right.TAKE_REFERRALS)

TABLE: Final[dict[str, Row]] = {
    Role.OPERATOR: Row(
        seat=_set(IDENTITY),
        rights=_ALL | _set(Right.OPEN_CASES, Right.MEET_PEOPLE, Right.READ_INBOX),
    ),
    Role.OFFICER: Row(
        seat=_set(IDENTITY, LEGAL, PROTECTION, MEDIA),
        organisation=_set(IDENTITY, LEGAL, PROTECTION, MEDIA),
        emergency=_set(IDENTITY, LEGAL, PROTECTION),
        reach=Reach.COALITION,
        rights=_ALL
        | _set(Right.OPEN_CASES, Right.LEAD_CASES, Right.MEET_PEOPLE, Right.READ_INBOX, Right.WRITE_LETTERS)
        | _set(Right.SEE_BODIES, Right.COUNT_REPLIES, Right.PROPOSE_GUARD_RULES),
    ),
    Role.LAWYER: Row(
        seat=_set(IDENTITY, LEGAL),
        emergency=_set(IDENTITY, LEGAL, PROTECTION),
        reach=Reach.COALITION,
        rights=_ALL
        | _set(Right.MEET_PEOPLE, Right.WRITE_LETTERS, Right.SIGN_RULES, Right.EDIT_WORDINGS, Right.SEE_BODIES)
        | _set(Right.COUNT_REPLIES, Right.PROPOSE_GUARD_RULES, Right.READ_STORIES),
    ),
    Role.PSYCHOLOGIST: Row(
        seat=_set(IDENTITY, PSYCHOLOGICAL, PROTECTION),
        emergency=_set(IDENTITY, PSYCHOLOGICAL, PROTECTION),
        reach=Reach.ORGANISATION,
        rights=_ALL | _set(Right.MEET_PEOPLE),
    ),
    Role.DOCTOR: Row(
        seat=_set(IDENTITY, MEDICAL),
        emergency=_set(IDENTITY, MEDICAL, PROTECTION),
        reach=Reach.COALITION,
        rights=_ALL | _set(Right.MEET_PEOPLE),
    ),
    Role.ANALYST: Row(rights=_ALL | _set(Right.COUNT_REPLIES)),
    Role.EDITOR: Row(
        seat=_set(MEDIA),
        rights=_ALL
        | _set(Right.READ_STORIES, Right.WRITE_STORIES, Right.PROPOSE_GUARD_RULES, Right.DECIDE_GUARD_RULES),
    ),
    Role.COORDINATOR: Row(
        emergency=_set(IDENTITY, PROTECTION),
        reach=Reach.COALITION,
        rights=_ALL
        | _set(Right.KEEP_INTAKE_KEYS, Right.SEE_BODIES, Right.COUNT_REPLIES, Right.READ_STORIES)
        | _set(Right.WRITE_STORIES, Right.PROPOSE_GUARD_RULES, Right.DECIDE_GUARD_RULES, Right.KEEP_MEMBERS)
        | _set(Right.SHAPE_COALITION, Right.SECOND, Right.EXPORT_DESK, Right.READ_RECORD),
    ),
    # keeps the machine and the accounts; reads neither a case nor who did what in one
    Role.ADMINISTRATOR: Row(
        rights=_set(Right.SEE_COALITION, Right.KEEP_MEMBERS, Right.SHAPE_COALITION, Right.EXPORT_DESK)
    ),
    # somebody outside the coalition: the referrals sent to her, and the sections written on a seat she was given
    Role.PARTNER: Row(rights=_set(Right.LIST_CASES)),
    # checks that the rules are kept: who did what and when, and no text of a case
    Role.AUDITOR: Row(rights=_set(Right.SEE_COALITION, Right.READ_RECORD)),
}


def has_right(roles: Iterable[str], right: Right) -> bool:
    return any(right in TABLE[role].rights for role in roles)


def seat_sections(roles: Iterable[str]) -> frozenset[str]:
    """The sections that a seat opens to somebody with these roles, unless it is made narrower or wider."""
    return frozenset().union(*(TABLE[role].seat for role in roles))


def organisation_sections(roles: Iterable[str]) -> frozenset[str]:
    """The sections open without a seat in cases of her own organisation that are not sealed."""
    return frozenset().union(*(TABLE[role].organisation for role in roles))


def emergency_sections(roles: Iterable[str], *, same_organisation: bool) -> frozenset[str]:
    """The sections she may open for some hours in a case that is not sealed."""
    near = {Reach.COALITION, Reach.ORGANISATION} if same_organisation else {Reach.COALITION}
    return frozenset().union(*(TABLE[role].emergency for role in roles if TABLE[role].reach in near))
