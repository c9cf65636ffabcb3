"""Every page of the site as text, from one catalogue."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from guvoh.handover.release import LANGUAGES, Catalogue, Picture, Release
from guvoh.instruments.terms.dates import format_date
from guvoh.press.site import hotlines
from guvoh.press.site.bodytext import to_html

OWN_NAMES = {"tg": "Тоҷикӣ", "ru": "Русский", "en": "English"}
NEWEST = 20
# Readers' programmes know an entry by this for ever, on whatever address a copy stands.
_IDS = uuid.UUID("5f7d0a52-6a0e-4d0f-9b39-0d3d6f4c1b8e")


@dataclass(frozen=True)
class Entry:
    """A release as templates ask for it."""

    release: Release

    @property
    def path(self) -> str:
        return self.release.address

    @property
    def published(self) -> str:
        return format_date(self.release.published_on, self.release.language)

    @property
    def corrected(self) -> str:
        day = self.release.corrected_on
        return format_date(day, self.release.language) if day else ""

    @property
    def html(self) -> SafeString:
        return mark_safe(to_html(self.release.body))  # noqa: S308 - to_html cleans

    @property
    def picture(self) -> Picture | None:
        return self.release.pictures[0] if self.release.pictures else None

    @property
    def urn(self) -> str:
        """The same through corrections, which are new releases of one story."""
        return uuid.uuid5(_IDS, f"{self.release.story} {self.release.language}").urn

    @property
    def updated_on(self) -> str:
        return str(self.release.corrected_on or self.release.published_on)


@dataclass(frozen=True)
class Site:
    """What all pages are made from."""

    catalogue: Catalogue
    frontdoor_address: str

    def entries(self, kind: str, language: str) -> list[Entry]:
        """The releases of one kind in one language, newest first."""
        wanted = [r for r in self.catalogue.releases if r.kind == kind and r.language == language]
        return [Entry(r) for r in sorted(wanted, key=lambda r: (r.published_on, r.slug), reverse=True)]

    def siblings(self, release: Release) -> dict[str, str]:
        """The pages of the same text in its other languages."""
        others = {
            r.language: r.address
            for r in self.catalogue.releases
            if (r.kind, r.story) == (release.kind, release.story) and r.language != release.language
        }
        return {language: others[language] for language in LANGUAGES if language in others}

    def page(self, path: str, template: str, **context: object) -> tuple[str, str]:
        """Return a page's path and its text in the active language."""
        language = translation.get_language()
        names = self.catalogue.names
        shared = {
            "site": self,
            "root": "../" * path.count("/"),
            "path": path,
            "language": language,
            "name": names[language],
            "updated": format_date(self.catalogue.issued_on, language),
            "hotlines": hotlines.for_readers_of(language, self.catalogue.releases),
            "languages": [(code, OWN_NAMES[code], names[code]) for code in LANGUAGES],
        }
        text = render_to_string(f"site/{template}", shared | context)
        return path, "\n".join(line for line in text.split("\n") if line.strip()) + "\n"


def render_site(catalogue: Catalogue, frontdoor_address: str) -> dict[str, str]:
    """Return the text of every page by its path from the root. Equal catalogues give equal pages."""
    site = Site(catalogue, frontdoor_address)
    pages: dict[str, str] = {}
    for language in LANGUAGES:
        with translation.override(language):
            pages |= dict(_of_language(site, language))
    with translation.override(LANGUAGES[0]):
        choices = [(code, OWN_NAMES[code], catalogue.names[code], _not_found(code)) for code in LANGUAGES]
        pages |= dict([site.page("index.html", "choice.html", choices=choices)])
        pages |= dict([site.page("404.html", "choice.html", choices=choices, not_found=True)])
    return pages


def _not_found(language: str) -> str:
    with translation.override(language):
        return _("This page does not exist, or it was withdrawn.")


def _of_language(site: Site, language: str) -> Iterator[tuple[str, str]]:
    yield from _news(site, language)
    yield from _guide(site, language)
    yield site.page(
        f"{language}/hotlines.html", "hotlines.html", room="hotlines", switch=_everywhere("hotlines.html")
    )
    for folder in ("", "news/", "guide/", "archive/"):
        switch = _everywhere("index.html")
        yield site.page(f"{language}/{folder}404.html", "404.html", switch=switch, not_found=True)


def _everywhere(page: str) -> dict[str, str]:
    """Where the same page stands in each language."""
    return {language: f"{language}/{page}" for language in LANGUAGES}


def _news(site: Site, language: str) -> Iterator[tuple[str, str]]:
    entries = site.entries("news", language)
    home = _everywhere("index.html")
    years = {year: list(group) for year, group in groupby(entries, lambda entry: entry.release.published_on.year)}
    elsewhere = [code for code in LANGUAGES if site.entries("news", code)]
    newest = {"entries": entries[:NEWEST], "years": years, "elsewhere": elsewhere}
    yield site.page(f"{language}/index.html", "news.html", room="news", switch=home, **newest)
    yield site.page(f"{language}/feed.xml", "feed.xml", entries=entries[:NEWEST], urn=_feed_urn(language))
    for year, group in years.items():
        path = f"{language}/archive/{year}.html"
        yield site.page(path, "archive.html", switch=home, year=year, years=years, entries=group)
    for entry in entries:
        yield _text(site, entry, home)


def _guide(site: Site, language: str) -> Iterator[tuple[str, str]]:
    home = _everywhere("guide/index.html")
    # a guide is read from its first page on, so the oldest comes first
    entries = site.entries("guide", language)[::-1]
    yield site.page(f"{language}/guide/index.html", "guide.html", room="guide", switch=home, entries=entries)
    for entry in entries:
        yield _text(site, entry, home)


def _text(site: Site, entry: Entry, home: dict[str, str]) -> tuple[str, str]:
    siblings = site.siblings(entry.release)
    translations = [(code, OWN_NAMES[code], path) for code, path in siblings.items()]
    links = {"switch": home | siblings, "translations": translations}
    return site.page(entry.path, "article.html", entry=entry, room=entry.release.kind, **links)


def _feed_urn(language: str) -> str:
    return uuid.uuid5(_IDS, f"feed {language}").urn
