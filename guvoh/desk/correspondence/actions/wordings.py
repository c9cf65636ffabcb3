from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from guvoh.desk.correspondence.kinds import LANGUAGES, LetterKind
from guvoh.desk.correspondence.models import LetterWording, OwnKind
from guvoh.desk.correspondence.vocabulary import BodyKind
from guvoh.desk.correspondence.wordbook import (
    kind_in_force,
    known_kinds,
    newest_version,
    original_of,
    shipped_id,
    startable_rules,
)
from guvoh.desk.correspondence.wording_checks import refuse_unfit, tidied
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.record import record

# Kinds of the files never begin so: a later one cannot take the place of the coalition's own.
OWN: Final = "own-"


@transaction.atomic
def save_wording(
    kind_id: str, language: str, texts: Mapping[str, Any], *, based_on: int, why: str, by: Member
) -> LetterWording:
    """Put a new version of a kind of letter in force; drafts and letters made before keep their words.

    Raises ValidationError by field: of a text that cannot become a letter, and where a colleague was faster.
    """
    newest = newest_version(kind_id, language)
    _refuse_overtaken(newest, based_on)
    tidy = tidied(dict(texts))
    wording = refuse_unfit(tidy, language, original_of(kind_id, language))
    if wording == kind_in_force(kind_id).wordings[language]:
        raise ValidationError(_("Nothing was changed: the letter already says this."))
    saved = _append(kind_id, language, tidy, newest, by=by, why=why.strip())
    record("letter_wording.saved", by=by, subject=f"{kind_id} {language}", version=saved.version)
    return saved


@transaction.atomic
def restore_wording(kind_id: str, language: str, *, based_on: int, why: str, by: Member) -> LetterWording:
    """Go back to what the kind began with, as a new version. Raises ValidationError."""
    newest = newest_version(kind_id, language)
    _refuse_overtaken(newest, based_on)
    original = original_of(kind_id, language)
    if newest is None or newest.is_original or kind_in_force(kind_id).wordings[language] == original:
        raise ValidationError(_("Nothing was changed: the letter is the original."))
    texts = {name: getattr(original, name) for name in ("heading", "paragraphs", "demands", "sign_off")}
    saved = _append(kind_id, language, texts, newest, by=by, why=why.strip(), is_original=True)
    record("letter_wording.restored", by=by, subject=f"{kind_id} {language}", version=saved.version)
    return saved


def _refuse_overtaken(newest: LetterWording | None, based_on: int) -> None:
    if newest is not None and newest.version != based_on:
        raise ValidationError(
            _(
                "%(who)s saved version %(version)d while you were writing. Look at it first; "
                "what you typed is still here."
            )
            % {"who": newest.edited_by, "version": newest.version}
        )


def _append(
    kind_id: str,
    language: str,
    texts: Mapping[str, Any],
    newest: LetterWording | None,
    *,
    by: Member,
    **fields: Any,
) -> LetterWording:
    row = LetterWording(
        kind_id=kind_id,
        language=language,
        version=(newest.version if newest else 0) + 1,
        edited_by=by,
        **{name: list(value) if isinstance(value, tuple) else value for name, value in texts.items()},
        **fields,
    )
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def copy_kind(
    kind_id: str, names: Mapping[str, str], goes_to: Sequence[str], rule_id: str, *, by: Member
) -> OwnKind:
    """Make a kind of the coalition's own, with the texts that another one has now. Raises ValidationError."""
    source = kind_in_force(kind_id)
    own = OwnKind(
        id=_own_id(names["en"]),
        shipped_id=shipped_id(known_kinds()[kind_id]),
        rule_id=rule_id,
        bodies=list(goes_to),
        made_by=by,
        **{f"name_{language}": names[language].strip() for language in LANGUAGES},
    )
    _refuse_unfit_kind(own)
    own.full_clean()
    own.save(force_insert=True)
    _copy_texts(source, own, by)
    record("letter_kind.copied", by=by, subject=own.id, source=kind_id)
    return own


def _copy_texts(source: LetterKind, own: OwnKind, by: Member) -> None:
    why = _("Copied from “%(kind)s”") % {"kind": source.names[by.language]}
    for language, wording in source.wordings.items():
        texts = {name: getattr(wording, name) for name in ("heading", "paragraphs", "demands", "sign_off")}
        _append(own.id, language, texts, None, by=by, why=why[:300], is_original=True)


def _own_id(name: str) -> str:
    slug = slugify(name)[:50].strip("-")
    if not slug:
        raise ValidationError({"name_en": _("Write the English name in Latin letters.")})
    return OWN + slug


def _refuse_unfit_kind(own: OwnKind) -> None:
    known = known_kinds()
    for language in LANGUAGES:
        taken = {kind.names[language].casefold() for kind in known.values()}
        if own.names[language].casefold() in taken:
            raise ValidationError(
                {f"name_{language}": _("There is a kind of letter of this name already. Give it another one.")}
            )
    if own.id in known:
        raise ValidationError(
            {"name_en": _("There is a kind of letter of this name already. Give it another one.")}
        )
    if not own.bodies or not set(own.bodies) <= set(BodyKind.values):
        raise ValidationError({"goes_to": _("Choose to which bodies it goes.")})
    if own.rule_id and own.rule_id not in startable_rules():
        raise ValidationError({"rule_id": _("No such clock is started by a letter.")})
