"""What the page of a file shows: where it came from, what it belongs to, and everything that happened to it."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from guvoh.desk.casework.access import OpenCase
from guvoh.desk.evidence.access import custody_log, files_in
from guvoh.desk.evidence.actions.deletion import KIND
from guvoh.desk.evidence.models import CustodyNote, SealedFile
from guvoh.desk.staff.acts import worded
from guvoh.desk.staff.differences import ChangedPart, changed_parts
from guvoh.desk.staff.entries import detail_worded
from guvoh.desk.staff.models import Entry, Proposal

ENTRIES_ON_A_PAGE = 25


@dataclass(frozen=True)
class Step:
    """One entry of the custody log in words."""

    entry: Entry
    words: str
    details: list[tuple[str, Any]]


@dataclass(frozen=True)
class Version:
    note: CustodyNote
    changes: list[ChangedPart]


def item_page(file: SealedFile, opened: OpenCase, page: str | None) -> dict[str, Any]:
    steps = Paginator(custody_log(file), ENTRIES_ON_A_PAGE).get_page(page)
    steps.object_list = [_step(entry) for entry in steps.object_list]
    versions, hers = _versions(file, opened), files_in(opened)
    return {
        "file": file,
        "case": opened.case,
        "custody": pairs(versions[0].note, opened) if versions else [],
        "versions": versions,
        "links": file.links.filter(other__in=hers).select_related("other", "linked_by"),
        "links_to_me": file.links_to_me.filter(file__in=hers).select_related("file", "linked_by"),
        "same": hers.filter(pk=file.same_as_id).first(),
        "confession": file.confession,
        "past_confessions": [each for each in file.confessions.all() if each.taken_back_at],
        "page": steps,
        "deletion_waits": Proposal.objects.waiting().filter(kind=KIND, subject=file.subject).exists(),
    }


def _step(entry: Entry) -> Step:
    return Step(entry, worded(entry.act), [(detail_worded(name), said) for name, said in entry.detail.items()])


def _versions(file: SealedFile, opened: OpenCase) -> list[Version]:
    """All versions of the custody note, newest first, each with what it changed."""
    notes = list(file.custody.select_related("written_by", "source_actor"))
    told = [dict(pairs(note, opened)) for note in notes] + [{}]
    return [
        Version(
            note,
            changed_parts((label, before.get(label, ""), now.get(label, "")) for label in {**before, **now}),
        )
        for note, now, before in zip(notes, told, told[1:], strict=False)
    ]


def pairs(note: CustodyNote, opened: OpenCase) -> list[tuple[str, str]]:
    """What a note says, by the names of its fields; what is not known is left out."""
    said = {
        "source_actor": opened.name_of(note.source_actor) if note.source_actor else "",
        "how": note.get_how_display(),
        "precision": note.get_precision_display() if note.earliest or note.latest else "",
        **{
            name: date_format(day, "DATE_FORMAT")
            for name in ("earliest", "latest")
            if (day := getattr(note, name))
        },
        **{
            name: date_format(localtime(at), "DATETIME_FORMAT")
            for name in ("began_at", "ended_at")
            if (at := getattr(note, name))
        },
    }
    found = []
    for name in FIELDS:
        words = said.get(name, getattr(note, name) or "")
        if words:
            found.append((_label(name), str(words)))
    return found


FIELDS = (
    "source_actor",
    "source",
    "how",
    "purpose",
    "earliest",
    "latest",
    "precision",
    "as_said",
    "url",
    "collector",
    "tool",
    "began_at",
    "ended_at",
    "note",
)


# what the form calls them: the days of any fuzzy date are called otherwise
OBTAINED = {"earliest": _("Obtained, earliest day"), "latest": _("Obtained, latest day")}


def _label(name: str) -> str:
    words = str(OBTAINED.get(name) or CustodyNote._meta.get_field(name).verbose_name)
    return words[:1].upper() + words[1:]
