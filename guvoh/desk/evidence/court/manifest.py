"""The manifest of an item in the fields of the Berkeley Protocol on Digital Open Source Investigations (2022)."""

import platform
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from guvoh.desk.casework.access import consent_to
from guvoh.desk.casework.models import Case
from guvoh.desk.casework.vocabulary import CaseRole, Identification, Purpose
from guvoh.desk.evidence.court.labels import Labels
from guvoh.desk.evidence.models import CustodyNote, SafeView, SealedFile
from guvoh.desk.facts.exits import BLOCK, look_through
from guvoh.instruments.seal.leaves import moment

FORMAT: Final = "guvoh-evidence/1"
# words that somebody typed: only they can name anybody
OF_THE_FILE: Final = ("name", "description")
OF_THE_NOTE: Final = ("source", "purpose", "as_said", "url", "collector", "tool", "note")
RECIPIENTS: Final = (Purpose.STATE_BODY, Purpose.UN_BODY, Purpose.FOREIGN_STATES, Purpose.LAWYER)


@dataclass(frozen=True)
class Order:
    """To whom a package goes, why, and which words of ours it leaves out. The reason stays here."""

    purpose: str
    reason: str
    leave_out: frozenset[str] = frozenset()


def texts_of(file: SealedFile) -> dict[str, str]:
    """Everything typed that the manifest would hold, by field; what is not known is left out."""
    note = file.custody.first()
    found = {name: str(getattr(file, name)) for name in OF_THE_FILE}
    if note is not None:
        found |= {name: getattr(note, name) for name in OF_THE_NOTE}
    return {name: text for name, text in found.items() if text}


def label_of(name: str) -> str:
    model = SealedFile if name in OF_THE_FILE else CustodyNote
    words = str(model._meta.get_field(name).verbose_name)
    return words[:1].upper() + words[1:]


def require_consent(case: Case, purpose: Purpose) -> None:
    """Raise ValidationError where a client of the case has not let it go to this end."""
    for person in case.people.filter(role=CaseRole.CLIENT).select_related("actor"):
        if consent_to(case, person.actor, purpose) is None:
            raise ValidationError(
                {
                    "purpose": _(
                        "The client has not consented to this, or took the consent back. Ask, record the consent "
                        "in the case, then hand the file over."
                    )
                }
            )


def refuse_exposed(file: SealedFile, order: Order, texts: Mapping[str, str]) -> None:
    """Raise ValidationError, naming the fields, where they name somebody protected whom no consent covers."""
    people = {person.actor.pseudonym: person.actor for person in file.case.people.select_related("actor")}
    named = {code for code, actor in people.items() if _may_be_named(file.case, actor, order.purpose)}
    refused = []
    for field, marks in look_through(texts, people).marks.items():
        # where a namesake is protected too, words that a consent covers speak of the one who gave it
        covered = {(mark.start, mark.end) for mark in marks if mark.person in named}
        found = [mark for mark in marks if mark.level == BLOCK and (mark.start, mark.end) not in covered]
        if found:
            words = ", ".join(dict.fromkeys(f"“{mark.evidence}”" for mark in found))
            refused.append(
                _("%(field)s names a protected person: %(words)s. Leave this field out, or correct it first.")
                % {"field": label_of(field), "words": words}
            )
    if refused:
        raise ValidationError({"leave_out": refused})


def _may_be_named(case: Case, actor: Any, purpose: str) -> bool:
    consent = consent_to(case, actor, Purpose(purpose))
    return consent is not None and consent.identification == Identification.FULL_NAME


def manifest_of(file: SealedFile, order: Order, texts: Mapping[str, str], labels: Labels) -> dict[str, Any]:
    """`texts` are the words that may go along. The place of the item and the hash of its custody come later."""
    said = {name: labels.in_place_of_names(text) for name, text in texts.items()}
    view = SafeView.objects.filter(source=file).first()
    return {
        "format": FORMAT,
        "record": file.subject,
        "packed": {"at": moment(timezone.now()), "with": _tools()},
        "item": {
            "sha256": file.sha256,
            "size": file.size,
            "media_type_as_received": file.content_type,
            "name_as_received": said.get("name"),
            "what_it_is": said.get("description"),
            "reached_us": file.origin,
            "sealed_at": moment(file.kept_at),
            "sealed_by": labels.of(file.kept_by),
        },
        "collection": _collection(file, order, said, labels),
        "viewed_with": view.tools if view else {},
        "belongs_to": [{"is": row.kind, "of": row.other.subject} for row in file.links.select_related("other")],
        "of_it_there_is": [
            {"kind": row.kind, "record": row.file.subject} for row in file.links_to_me.select_related("file")
        ],
        "qualified_as": _qualified(file, labels),
        "left_out_to_protect_people": sorted(order.leave_out & texts_of(file).keys()),
    }


def _tools() -> dict[str, str]:
    names = ("guvoh", "cryptography", "Django")
    return {"python": platform.python_version(), **{name.lower(): version(name) for name in names}}


def _collection(file: SealedFile, order: Order, said: Mapping[str, str], labels: Labels) -> dict[str, Any]:
    note = file.custody.select_related("source_actor", "written_by").first()
    if note is None:
        return {"not_recorded": True}
    told = {
        "source": said.get("source"),
        "source_person": _person(file.case, note.source_actor, order) if note.source_actor else None,
        "how_acquired": note.how or None,
        "purpose": said.get("purpose"),
        "obtained_not_before": note.earliest and note.earliest.isoformat(),
        "obtained_not_after": note.latest and note.latest.isoformat(),
        "obtained_precision": note.precision or None,
        "obtained_as_said": said.get("as_said"),
        "url": said.get("url"),
        "collector": said.get("collector"),
        "software_and_version": said.get("tool"),
        "began_at": note.began_at and moment(note.began_at),
        "ended_at": note.ended_at and moment(note.ended_at),
        "not_captured_and_other_remarks": said.get("note"),
    }
    return {
        **told,
        "not_recorded": sorted(name for name, value in told.items() if value is None),
        "version": note.number,
        "written_at": moment(note.written_at),
        "written_by": labels.of(note.written_by),
    }


def _person(case: Case, actor: Any, order: Order) -> str:
    return actor.name_in("en") if _may_be_named(case, actor, order.purpose) else actor.pseudonym


def _qualified(file: SealedFile, labels: Labels) -> dict[str, Any] | None:
    standing = file.confession
    if standing is None:
        return None
    return {
        "as": "forced confession",
        "signs": standing.signs,
        "at": moment(standing.qualified_at),
        "by": labels.of(standing.qualified_by),
    }
