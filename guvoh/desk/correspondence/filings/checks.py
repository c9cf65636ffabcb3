"""What a filing still lacks before it may be final: each lack as a sentence, in the reader's language."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from guvoh.desk.correspondence.filings.contents import composed
from guvoh.desk.correspondence.filings.exhaustion import remedies_tried
from guvoh.desk.correspondence.filings.mechanisms import Asked, Check, Mechanism, mechanisms, said, words
from guvoh.desk.correspondence.filings.setting import pages_of
from guvoh.desk.correspondence.filings.terms import counted
from guvoh.desk.correspondence.models import Filing, FilingLink
from guvoh.instruments.terms.calendar import OutsideCalendar
from guvoh.instruments.terms.rules import UnknownRule

CYRILLIC: Final = re.compile(r"[Ѐ-ӿ]")
LETTER: Final = re.compile(r"[^\W\d_]")
# A name or a title in its own letters may stand in an English sentence; a Tajik or Russian text may not.
FOREIGN_SHARE: Final = 0.2
MONTH: Final = re.compile(r"\d{4}-(0[1-9]|1[0-2])(-\d{2})?")
LONGEST: Final = 60_000


def shaped(mechanism: Mechanism, typed: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, by field. Raises ValidationError, naming the field, for what no such field can hold."""
    values = {}
    for name, value in typed.items():
        asked = mechanism.fields.get(name)
        if asked is None or not asked.is_typed:
            raise ValidationError(_("There is no field “%(field)s” in this filing.") % {"field": name})
        if value not in ("", [], None):
            values[name] = _shaped(asked, value)
    return values


def _shaped(asked: Asked, value: Any) -> Any:
    field = {"field": said(asked.label)}
    if asked.kind == "choices":
        if set(value) <= set(asked.choices or ()):
            return list(value)
        raise ValidationError({asked.id: _("“%(field)s”: choose from the list.") % field})
    text = str(value).replace("\r\n", "\n").strip()
    if len(text) > LONGEST:
        raise ValidationError({asked.id: _("“%(field)s” is too long.") % field})
    if asked.kind == "choice" and text not in (asked.choices or ()):
        raise ValidationError({asked.id: _("“%(field)s”: choose from the list.") % field})
    if asked.kind == "month" and not MONTH.fullmatch(text):
        raise ValidationError(
            {asked.id: _("“%(field)s”: write year and month, or the day: 2026-03 or 2026-03-18.") % field}
        )
    if asked.kind == "date" or (asked.kind == "month" and len(text) > len("2026-03")):
        _day(asked, text)
    return text


def _day(asked: Asked, text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise ValidationError({asked.id: _("“%(field)s” is no date.") % {"field": said(asked.label)}}) from error


def lacking(filing: Filing) -> list[str]:
    """Every required field that is empty, every text not in English, and every check that does not hold."""
    mechanism = mechanisms()[filing.mechanism]
    shut = [said(mechanism.gate)] if mechanism.gate else []
    found = (*shut, *_absent(filing, mechanism), *_foreign(filing, mechanism), *_unheld(filing, mechanism))
    return list(dict.fromkeys(found))


def _absent(filing: Filing, mechanism: Mechanism) -> Iterator[str]:
    for asked in mechanism.fields.values():
        if asked.required and asked.is_typed and not filing.fields.get(asked.id):
            yield said(asked.absent)


def _foreign(filing: Filing, mechanism: Mechanism) -> Iterator[str]:
    for asked in mechanism.fields.values():
        if asked.kind in ("line", "text") and not asked.any_script and is_foreign(filing.fields.get(asked.id, "")):
            yield said(words()["english"]).format(field=said(asked.label))
    for link in filing.links.all():
        for name in ("post_then", "account", "independence"):
            if is_foreign(getattr(link, name)):
                label = str(FilingLink._meta.get_field(name).verbose_name)
                yield said(words()["english"]).format(field=label)


def is_foreign(text: str) -> bool:
    letters = len(LETTER.findall(text))
    return letters > 0 and len(CYRILLIC.findall(text)) / letters > FOREIGN_SHARE


def _unheld(filing: Filing, mechanism: Mechanism) -> Iterator[str]:
    for check in mechanism.checks:
        if not HOLDS[check.test](filing, check):
            yield said(check.says)


def _filled(filing: Filing, check: Check) -> bool:
    return any(filing.fields.get(name) for name in check.fields)


def _filled_if(filing: Filing, check: Check) -> bool:
    """Where the first field has the value, all the others are filled."""
    first, *others = check.fields
    return filing.fields.get(first) != check.value or all(filing.fields.get(name) for name in others)


def _is(filing: Filing, check: Check) -> bool:
    return filing.fields.get(check.fields[0]) == check.value


def _is_not(filing: Filing, check: Check) -> bool:
    return not _is(filing, check)


def _not_before(filing: Filing, check: Check) -> bool:
    told = filing.fields.get(check.fields[0])
    return not told or told >= check.value or any(filing.fields.get(name) == "yes" for name in check.unless)


def _in_time(filing: Filing, check: Check) -> bool:
    told = filing.fields.get(check.fields[0])
    if not told or any(filing.fields.get(name) for name in check.unless):
        return True
    try:
        _rule, window = counted(check.value, dt.date.fromisoformat(told))
    except (OutsideCalendar, UnknownRule) as refused:
        raise ValidationError(str(refused)) from refused
    filed = filing.filed_on or dt.datetime.now(dt.UTC).date()
    return window.latest is None or filed <= window.latest.date()


def _exhausted(filing: Filing, check: Check) -> bool:
    return _filled(filing, check) or bool(remedies_tried(filing.case))


def _linked(filing: Filing, _check: Check) -> bool:
    return filing.links.exists()


def _pages(filing: Filing, check: Check) -> bool:
    return pages_of(composed(filing)) <= int(check.value)


HOLDS: Final[dict[str, Callable[[Filing, Check], bool]]] = {
    "filled": _filled,
    "filled_if": _filled_if,
    "is": _is,
    "is_not": _is_not,
    "not_before": _not_before,
    "in_time": _in_time,
    "exhausted": _exhausted,
    "linked": _linked,
    "pages": _pages,
}
