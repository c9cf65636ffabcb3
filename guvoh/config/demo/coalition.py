"""The coalition of the demo: organisations, members, working groups, hotlines, and the bodies it writes to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml
from allauth.mfa.totp.internal.auth import TOTP

from guvoh.config.demo.days import Days, Story, at
from guvoh.desk.casework.models import Case
from guvoh.desk.correspondence.actions import add_state_body
from guvoh.desk.correspondence.models import Letter, StateBody
from guvoh.desk.facts.models import Actor
from guvoh.desk.inbox.actions import publish_notice
from guvoh.desk.newsroom.models import Story as NewsStory
from guvoh.desk.staff.actions import add_member
from guvoh.desk.staff.models import GroupSeat, Member, Organisation
from guvoh.desk.staff.organising import add_hotline, add_organisation, add_working_group, seat_in_group
from guvoh.desk.staff.roles import Role

LANGUAGES: Final = ("tg", "ru", "en")
Row = Mapping[str, Any]


@dataclass
class Cast:
    """Who and what the stories of the demo speak of, by the names that its tables and stories give them."""

    members: dict[str, Member]
    organisations: dict[str, Organisation]
    bodies: dict[str, StateBody] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    letters: dict[str, Letter] = field(default_factory=dict)
    people: dict[str, Actor] = field(default_factory=dict)
    stories: dict[str, NewsStory] = field(default_factory=dict)
    receipts: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, username: str) -> Member:
        return self.members[username]


def written_down() -> Row:
    return yaml.safe_load(Path(__file__).with_name("coalition.yaml").read_text(encoding="utf-8"))


def begin(first: Member) -> Cast:
    return Cast(members={first.username: first}, organisations={"coalition": first.organisation})


def tell(cast: Cast, days: Days) -> Story:
    rows, first = written_down(), next(iter(cast.members.values()))
    yield at(days.ago(210), 9)
    _organisations(cast, rows, first)
    _members(cast, rows["cast"], first)
    _working_groups(cast, rows["working_groups"], first)
    yield at(days.ago(209), 9)
    _hotlines(cast, rows["hotlines"], first)
    _bodies(cast, rows["bodies"])


def _names(row: Row, prefix: str = "name") -> dict[str, str]:
    return {f"{prefix}_{language}": row.get(language, "") for language in LANGUAGES}


def _organisations(cast: Cast, rows: Row, by: Member) -> None:
    for key, row in rows["members"].items():
        cast.organisations[key] = add_organisation(
            by=by, standing=Organisation.Standing.MEMBER, region=row["region"], **_names(row)
        )
    for row in rows["partners"]:
        add_organisation(by=by, standing=Organisation.Standing.PARTNER, region=row["region"], **_names(row))


def _members(cast: Cast, rows: list[Row], by: Member) -> None:
    for row in rows:
        username = row["username"]
        if username not in cast.members:
            member = Member(**{name: row[name] for name in ("username", "full_name", "language")})
            member.organisation = cast.organisations[row["organisation"]]
            roles = [Role(role) for role in row["roles"]]
            cast.members[username] = add_member(member, roles, passphrase=row["passphrase"], by=by)
        TOTP.activate(cast.members[username], row["totp_secret"])


def _working_groups(cast: Cast, rows: list[Row], by: Member) -> None:
    for row in rows:
        group = add_working_group(by=by, **_names(row["name"]))
        for username, seat in row["seats"].items():
            seat_in_group(group, cast.members[username], GroupSeat.Seat(seat), by=by)


def _hotlines(cast: Cast, rows: list[Row], by: Member) -> None:
    for row in rows:
        add_hotline(
            cast.organisations["coalition"],
            row["number"],
            by=by,
            region=row["region"],
            **_names(row, "audience"),
        )
    publish_notice(by=by)


def _bodies(cast: Cast, rows: dict[str, Row]) -> None:
    for key, row in rows.items():
        superior = cast.bodies[row["superior"]] if "superior" in row else None
        cast.bodies[key] = add_state_body(
            by=cast["timur"],
            kind=row["kind"],
            level=row["level"],
            region=row["region"],
            superior=superior,
            **_names(row),
        )
