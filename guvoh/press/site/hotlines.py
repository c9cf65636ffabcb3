"""The telephone numbers as readers of one language find them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from guvoh.handover.release import LANGUAGES, REGIONS, Number, Release
from guvoh.press.site.bodytext import to_html


def region_name(code: str) -> str:
    return {
        "DU": _("Dushanbe"),
        "RA": _("Districts of Republican Subordination"),
        "SU": _("Sughd region"),
        "KT": _("Khatlon region"),
        "GB": _("Gorno-Badakhshan Autonomous Region"),
        "": _("Anywhere in Tajikistan"),
    }[code]


def _name_after_another(code: str) -> str:
    # the one that is a description and no proper name
    return _("districts of Republican Subordination") if code == "RA" else region_name(code)


@dataclass(frozen=True)
class Line:
    """One number with whom it is for and every region it serves."""

    number: str
    audience: str
    regions: tuple[str, ...]

    @property
    def tel(self) -> str:
        return "tel:" + re.sub(r"[^+0-9]", "", self.number)

    @property
    def places(self) -> str:
        first, *others = self.regions
        return ", ".join([region_name(first), *map(_name_after_another, others)])


@dataclass(frozen=True)
class Region:
    code: str
    lines: tuple[Line, ...]

    @property
    def name(self) -> str:
        return region_name(self.code)


@dataclass(frozen=True)
class Hotlines:
    """The numbers, in the reader's language where that was released, else in the first that was."""

    release: Release | None = None
    lines: tuple[Line, ...] = ()
    regions: tuple[Region, ...] = ()

    @property
    def by_code(self) -> dict[str, Region]:
        return {region.code: region for region in self.regions}

    @property
    def html(self) -> SafeString:
        body = self.release.body if self.release else ""
        return mark_safe(to_html(body))  # noqa: S308 - to_html cleans


def for_readers_of(language: str, releases: Sequence[Release]) -> Hotlines:
    """Return the hotlines release of `language`; a number helps in any language, so another one steps in."""
    released = {release.language: release for release in releases if release.kind == "hotlines"}
    for code in (language, *LANGUAGES):
        if code in released:
            return _arranged(released[code])
    return Hotlines()


def _arranged(release: Release) -> Hotlines:
    lines = _lines(release.numbers)
    regions = tuple(Region(code, tuple(line for line in lines if code in line.regions)) for code in (*REGIONS, ""))
    return Hotlines(release, lines, regions)


def _lines(numbers: Sequence[Number]) -> tuple[Line, ...]:
    regions: dict[tuple[str, str], list[str]] = {}
    for entry in numbers:
        regions.setdefault((entry.number, entry.audience), []).append(entry.region)
    return tuple(Line(number, audience, tuple(codes)) for (number, audience), codes in regions.items())
