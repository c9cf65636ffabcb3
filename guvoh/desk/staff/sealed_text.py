"""Columns whose values are sealed under a key of their case while the case is sealed.

A stored value is `sealed:1:<number of the case>:<base64>`. Reading it with the case's key at hand gives the text;
without the key it gives a NotOpen, which is shown as such and can be saved again without harm.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, ClassVar, Final

from django.db import models
from django.utils.translation import gettext as _

from guvoh.desk.staff.presence import Presence, present
from guvoh.instruments.seal import sealedtext

STORED: Final = re.compile(r"sealed:1:(\d+):([A-Za-z0-9+/=]+)")
Keyring = Callable[[Presence, int], bytes | None]
_keyrings: list[Keyring] = []


class CaseNotOpen(Exception):
    """Something was asked of a sealed case while no key to it is at hand."""


class NotOpen(str):
    """What stands for a sealed text that is not open: a short word, and the ciphertext to keep."""

    stored: str

    @classmethod
    def holding(cls, stored: str) -> "NotOpen":
        closed = cls(_("not open"))
        closed.stored = stored
        return closed


class Neutral(str):
    """A text that says nothing of the case, written while it is not open: it stays as it is."""


def set_keyring(keyring: Keyring) -> None:
    """Register who finds the key of a case for somebody present; called once, at start."""
    _keyrings[:] = [keyring]


def key_at_hand(case_pk: int) -> bytes | None:
    """The key of a sealed case, where somebody is present who has it."""
    presence = present()
    if presence is None:
        return None
    if case_pk not in presence.case_keys:
        presence.case_keys[case_pk] = _keyrings[0](presence, case_pk)
    return presence.case_keys[case_pk]


class SealedTexts(models.Model):
    """A row that belongs to one case at most. `sealed_by` is the path of lookups to that case.

    `says_sealed` names the columns by which a row on that path tells whether the case is sealed.
    """

    sealed_by: ClassVar[str] = "case"
    says_sealed: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.look_again()
        super().save(*args, **kwargs)

    def sealed_case(self) -> int | None:
        """The number of the sealed case that this row belongs to."""
        found: Any = self
        for step in self.sealed_by.split("__"):
            found = found and getattr(found, step)
        return found.sealed_in if isinstance(found, models.Model) else found

    def look_again(self) -> None:
        """See whether the case is sealed at this moment, and by which key.

        Another worker may have sealed it or changed its key since this row was read: what is written as it was
        then would lie there in clear, or under a key that nobody has any more.
        """
        teller = self._teller()
        if teller is not None and not teller._state.adding:
            teller.refresh_from_db(fields=teller.says_sealed)
            if present() is not None:
                present().case_keys.pop(self.sealed_case(), None)

    def _teller(self) -> "SealedTexts | None":
        found: Any = self
        for step in self.sealed_by.split("__"):
            if found is None or getattr(found, "says_sealed", ()):
                break
            found = getattr(found, step)
        return found


class _SealedColumn:
    """What the kinds of sealed columns share. Migrations see the stock field: the column itself is the same."""

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()
        stock = next(base for base in type(self).__mro__ if base.__module__.startswith("django."))
        return name, f"django.db.models.{stock.__name__}", args, kwargs

    def place(self, case_pk: int) -> str:
        return f"{self.model._meta.db_table}.{self.column}.{case_pk}"

    def opened(self, value: Any) -> Any:
        """The text of a stored value, or a NotOpen."""
        found = STORED.fullmatch(value) if isinstance(value, str) else None
        if found is None:
            return value
        case_pk = int(found[1])
        key = key_at_hand(case_pk)
        if key is None:
            return NotOpen.holding(value)
        try:
            return self.as_value(sealedtext.unseal(key, found[2], self.place(case_pk)))
        except sealedtext.DamagedText:
            return NotOpen.holding(value)

    def under_key(self, value: Any, case_pk: int, key: bytes) -> Any:
        """What is stored for this value in a sealed case; nothing stays nothing."""
        if not value:
            return value
        return f"sealed:1:{case_pk}:{sealedtext.seal(key, self.as_text(value), self.place(case_pk))}"

    def pre_save(self, model_instance: SealedTexts, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if isinstance(value, NotOpen):
            if add:
                raise CaseNotOpen
            # what lies there by now, and not what lay there when the row was read
            return models.F(self.attname)
        case_pk = model_instance.sealed_case()
        if not value or case_pk is None or isinstance(value, Neutral):
            return value
        key = key_at_hand(case_pk)
        if key is None:
            raise CaseNotOpen
        return self.under_key(value, case_pk, key)

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Any:
        return self.opened(value)

    def as_text(self, value: Any) -> str:
        return str(value)

    def as_value(self, text: str) -> Any:
        return text


class SealedCharField(_SealedColumn, models.CharField):
    pass


class SealedTextField(_SealedColumn, models.TextField):
    pass


class SealedURLField(_SealedColumn, models.URLField):
    pass


class SealedJSONField(_SealedColumn, models.JSONField):
    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return self.opened(models.JSONField.from_db_value(self, value, expression, connection))

    def as_text(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)

    def as_value(self, text: str) -> Any:
        return json.loads(text)


def sealed_columns(model: type[models.Model]) -> list[models.Field]:
    return [column for column in model._meta.concrete_fields if isinstance(column, _SealedColumn)]


def kinds_of_rows() -> Iterator[type[SealedTexts]]:
    """Every model with sealed columns."""
    waiting = SealedTexts.__subclasses__()
    for model in waiting:
        waiting.extend(model.__subclasses__())
        if not model._meta.abstract and sealed_columns(model):
            yield model


def rewrite(case_pk: int, before: bytes | None, after: bytes | None) -> int:
    """Bring all texts of a case from one key to another, None being no key; return how many rows that were.

    Somebody must be present. Raises CaseNotOpen where a text does not open with `before`.
    """
    keys, count = present().case_keys, 0
    for model in kinds_of_rows():
        keys[case_pk] = before
        columns = sealed_columns(model)
        for row in model._base_manager.filter(**{model.sealed_by: case_pk}).only("pk", *(c.name for c in columns)):
            values = {column.name: getattr(row, column.attname) for column in columns}
            if any(isinstance(value, NotOpen) for value in values.values()):
                raise CaseNotOpen
            if after is not None:
                values = {column.name: column.under_key(values[column.name], case_pk, after) for column in columns}
            model._base_manager.filter(pk=row.pk).update(**values)
            count += 1
    keys[case_pk] = after
    return count
