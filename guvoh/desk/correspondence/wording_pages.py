"""What the pages of the letters' wordings show."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from guvoh.desk.correspondence.kinds import ASKED, LANGUAGES, TABLE, LetterKind, Wording, furniture, merge_fields
from guvoh.desk.correspondence.models import Letter, LetterWording, OwnKind
from guvoh.desk.correspondence.specimen import specimen
from guvoh.desk.correspondence.wordbook import known_kinds, newest_versions, original_of
from guvoh.desk.correspondence.wording_checks import as_typed
from guvoh.desk.staff.differences import ChangedPart, changed_parts
from guvoh.desk.staff.models import Member

LANGUAGE_NAMES = dict(Letter._meta.get_field("language").choices)


def wording_rows(member: Member) -> list[dict[str, Any]]:
    """Every kind of letter with the version that is in force in each language."""
    newest = newest_versions()
    return [
        {
            "id": kind.id,
            "name": kind.names[member.language],
            "is_own": isinstance(kind, OwnKind),
            "versions": [
                {"language": language, "label": LANGUAGE_NAMES[language], "row": newest.get((kind.id, language))}
                for language in LANGUAGES
            ],
        }
        for kind in known_kinds().values()
    ]


def wording_page(kind: LetterKind, language: str, member: Member) -> dict[str, Any]:
    wording, original = kind.wordings[language], original_of(kind.id, language)
    versions = list(LetterWording.objects.of(kind.id, language))
    return {
        **wording_frame(kind, language, member),
        **preview(wording, language),
        "changes": differences(original, wording),
        "versions": _history(versions, original),
        "version": versions[0] if versions else None,
    }


def wording_frame(kind: LetterKind, language: str, member: Member) -> dict[str, Any]:
    """What every page about one kind in one language says of it."""
    return {
        "kind": kind,
        "kind_name": kind.names[member.language],
        "language": language,
        "language_name": LANGUAGE_NAMES[language],
        "languages": LANGUAGE_NAMES.items(),
        "goes_to": [body.label for body in kind.goes_to],
    }


def preview(wording: Wording, language: str) -> dict[str, Any]:
    """The letter as it would be drafted in an invented case."""
    return {"content": specimen(wording, language), "words": furniture()[language]}


def fields_to_insert(kind: LetterKind, language: str, reader: Member) -> list[tuple[str, str]]:
    """How each field is typed, and what stands in its place in a letter."""
    blocks = [(ASKED, _("the demands, numbered"))]
    if TABLE in kind.wordings[language].paragraphs:
        blocks.append((TABLE, _("what was asked before and what was answered")))
    return blocks + [(as_typed(name), what[reader.language]) for name, what in merge_fields().items()]


def differences(before: Wording, now: Wording) -> list[ChangedPart]:
    return changed_parts(
        [
            (_("Heading"), before.heading, now.heading),
            (_("Text"), *_joined("\n\n", before.paragraphs, now.paragraphs)),
            (_("What the letter asks for"), *_joined("\n", before.demands, now.demands)),
            (_("Last lines"), *_joined("\n", before.sign_off, now.sign_off)),
        ]
    )


def _joined(between: str, before: Iterable[str], now: Iterable[str]) -> tuple[str, str]:
    return between.join(before), between.join(now)


def _history(versions: list[LetterWording], original: Wording) -> list[dict[str, Any]]:
    """Newest first, each with what it changed in the one before it."""
    earlier = [*(row.wording for row in versions[1:]), original]
    return [
        {"row": row, "changes": differences(before, row.wording)}
        for row, before in zip(versions, earlier, strict=False)
    ]
