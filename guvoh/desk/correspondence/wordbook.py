"""The kinds of letter in force at this desk: those of the files, with what the coalition wrote over them."""

from collections.abc import Iterable
from dataclasses import replace

from guvoh.desk.correspondence.kinds import LetterKind, Wording, letter_kinds
from guvoh.desk.correspondence.lawbook import versions
from guvoh.desk.correspondence.models import LetterWording, OwnKind
from guvoh.instruments.terms.rules import Rule


def known_kinds() -> dict[str, LetterKind | OwnKind]:
    """What every kind is called, where it goes and which clock it starts, without its texts. One query."""
    return {**letter_kinds(), **{own.id: own for own in OwnKind.objects.all()}}


def known_kind(kind_id: str) -> LetterKind | OwnKind:
    """One of them; those of the files take no query. Raises OwnKind.DoesNotExist."""
    return letter_kinds().get(kind_id) or OwnKind.objects.get(pk=kind_id)


def shipped_id(kind: LetterKind | OwnKind) -> str:
    """The kind of the files that this one is, or was copied from."""
    return kind.shipped_id if isinstance(kind, OwnKind) else kind.id


def kind_in_force(kind_id: str) -> LetterKind:
    """A kind with its texts as they are now in force. Raises OwnKind.DoesNotExist."""
    kind = known_kind(kind_id)
    return _with(kind, LetterWording.objects.newest().filter(kind_id=kind_id))


def _with(kind: LetterKind | OwnKind, newest: Iterable[LetterWording]) -> LetterKind:
    written = {row.language: row.wording for row in newest if isinstance(kind, OwnKind) or not row.is_original}
    if isinstance(kind, OwnKind):
        return LetterKind(kind.id, kind.rule_id, kind.goes_to, kind.names, written)
    return replace(kind, wordings={**kind.wordings, **written})


def original_of(kind_id: str, language: str) -> Wording:
    """What a kind began with: the text of the files, or what was copied. Raises LetterWording.DoesNotExist."""
    if kind_id in letter_kinds():
        return letter_kinds()[kind_id].wordings[language]
    return LetterWording.objects.of(kind_id, language).get(version=1).wording


def newest_versions() -> dict[tuple[str, str], LetterWording]:
    """The version in force by kind and language, where the coalition wrote one. One query."""
    return {(row.kind_id, row.language): row for row in LetterWording.objects.newest()}


def newest_version(kind_id: str, language: str) -> LetterWording | None:
    return LetterWording.objects.of(kind_id, language).first()


def startable_rules() -> dict[str, Rule]:
    """The rules whose clock starts when a letter arrives, as they are in force, by id. One query."""
    return {rule_id: found[-1] for rule_id, found in versions().items() if found[-1].starts_on != "occurred"}
