"""Statistics of replies per state body, over all letters of the coalition; small groups stay unsaid."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from guvoh.desk.correspondence.access import letters_counted
from guvoh.desk.correspondence.fates import Fate, fates
from guvoh.desk.correspondence.models import Letter, StateBody
from guvoh.desk.correspondence.replies_curve import Picture, percent, picture
from guvoh.desk.correspondence.vocabulary import AnswerClass, BodyKind
from guvoh.desk.correspondence.wordbook import known_kinds
from guvoh.instruments.figures.small_cells import hidden
from guvoh.instruments.figures.waiting import Curve, estimate

# Of fewer letters neither a share nor a curve is shown.
LEAST: Final = 5
EVERYBODY: Final = ""


@dataclass(frozen=True)
class Cell:
    """Some of the letters of a group."""

    count: int
    of: int

    def __str__(self) -> str:
        return f"{self.count} ({self.share})"

    @property
    def share(self) -> str:
        return percent(self.count / self.of)


@dataclass(frozen=True)
class Group:
    """The letters to one body, to one kind of body, or all of them. `key` stands in the address of its curve.

    `only_body` is the name of the one body of a kind that letters went to. Such a body has no line of its own in
    the table, nor have those of a kind that is hidden: they would say the same again.
    """

    key: str
    label: str
    letters: tuple[Fate, ...]
    hidden: bool = False
    only_body: str = ""
    listed: bool = True

    @property
    def is_body(self) -> bool:
        return self.key.isdecimal()

    @property
    def is_small(self) -> bool:
        return len(self.letters) < LEAST

    @cached_property
    def _amounts(self) -> Counter[AnswerClass]:
        return Counter(fate.amounts_to for fate in self.letters)

    def _cell(self, count: int) -> Cell:
        return Cell(count, len(self.letters))

    @property
    def answered(self) -> Cell:
        return self._cell(len(self.letters) - self._amounts[AnswerClass.NONE])

    @property
    def in_substance(self) -> Cell:
        return self._cell(self._amounts[AnswerClass.SUBSTANCE])

    @property
    def in_part(self) -> Cell:
        return self._cell(self._amounts[AnswerClass.PART])

    @property
    def formally(self) -> Cell:
        return self._cell(self._amounts[AnswerClass.FORMALLY])

    @property
    def silent(self) -> Cell:
        return self._cell(self._amounts[AnswerClass.NONE])

    @cached_property
    def to_reply(self) -> Curve:
        return estimate(fate.reply for fate in self.letters)

    @cached_property
    def to_substance(self) -> Curve:
        return estimate(fate.substance for fate in self.letters)

    @property
    def median(self) -> str:
        """Days, or that they are more than anybody has waited."""
        if self.to_reply.median is not None:
            return str(self.to_reply.median)
        return _("over %(days)d") % {"days": self.to_reply.longest}

    @property
    def median_range(self) -> str:
        low, high = self.to_reply.median_limits
        if low is None:
            return ""
        if high is None:
            return _("%(low)d or more") % {"low": low}
        return _("%(low)d to %(high)d") % {"low": low, "high": high}


@dataclass(frozen=True)
class Choice:
    """What the reader asked for: letters of a year and of a kind, and whose curve."""

    year: int | None = None
    kind: str = ""
    of: str = EVERYBODY

    @property
    def letters(self) -> QuerySet[Letter]:
        found = letters_counted()
        if self.year:
            found = found.filter(delivery__sent_on__year=self.year)
        return found.filter(template=self.kind) if self.kind else found


def years() -> list[int]:
    """The years in which letters left, the last first."""
    days = letters_counted().order_by().dates("delivery__sent_on", "year", order="DESC")
    return [day.year for day in days]


def kinds_by_name(language: str) -> dict[str, str]:
    return {kind_id: kind.names[language] for kind_id, kind in known_kinds().items()}


def groups(counted: Iterable[Fate], bodies: dict[int, StateBody], language: str) -> Iterator[Group]:
    """All letters, then each kind of body with its bodies below it."""
    letters = tuple(counted)
    yield Group(EVERYBODY, _("All bodies"), letters, hidden=len(letters) < LEAST)
    of_kind = _split(letters, lambda fate: fate.body_kind)
    unsaid = _unsaid(of_kind) if len(letters) >= LEAST else of_kind.keys()
    for kind in BodyKind:
        if kind not in of_kind:
            continue
        of_body = _split(of_kind[kind], lambda fate: fate.body_id)
        names = sorted((bodies[pk].name_in(language), pk) for pk in of_body)
        only = names[0][0] if len(names) == 1 else ""
        yield Group(kind.value, str(kind.label), of_kind[kind], kind in unsaid, only_body=only)
        unsaid_bodies = of_body.keys() if kind in unsaid else _unsaid(of_body)
        for name, pk in names:
            yield Group(str(pk), name, of_body[pk], pk in unsaid_bodies, listed=not only and kind not in unsaid)


def _split(letters: Iterable[Fate], by: Any) -> dict[Any, tuple[Fate, ...]]:
    split: defaultdict[Any, list[Fate]] = defaultdict(list)
    for fate in letters:
        split[by(fate)].append(fate)
    return {name: tuple(found) for name, found in split.items()}


def _unsaid(split: dict[Any, tuple[Fate, ...]]) -> frozenset[Any]:
    return hidden({name: len(found) for name, found in split.items()}, LEAST)


def replies_page(choice: Choice, language: str) -> dict[str, Any]:
    """The table over all bodies, and the curve of the chosen one. Raises Http404 for a body that is not there."""
    bodies = StateBody.objects.in_bulk()
    rows = list(groups(fates(choice.letters), bodies, language))
    chosen = next((group for group in rows if group.key == choice.of), None) or _without_letters(
        choice.of, bodies, language
    )
    return {
        "rows": [group for group in rows if group.listed],
        "chosen": chosen,
        "picture": None if chosen.hidden else _picture(chosen, language),
        "least": LEAST,
        "any_letters": bool(rows[0].letters),
    }


def _without_letters(key: str, bodies: dict[int, StateBody], language: str) -> Group:
    if key in BodyKind.values:
        return Group(key, str(BodyKind(key).label), (), hidden=True)
    if key.isdecimal() and int(key) in bodies:
        return Group(key, bodies[int(key)].name_in(language), (), hidden=True)
    raise Http404


def _picture(group: Group, language: str) -> Picture:
    return picture(
        group.to_reply, group.to_substance, [fate.term for fate in group.letters if fate.term], language
    )
