"""Which days are worked in Tajikistan: fixed holidays, the two Ids, the weekend shift and the yearly overrides."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Self

from hijridate import Gregorian, Hijri

from guvoh.instruments.terms.overrides import Override, checked_together, parse_overrides
from guvoh.instruments.terms.tables import LANGUAGES, Row, RowRefused, Texts, read_table, texts

ONE_DAY = timedelta(days=1)
# an announced Id lies within this distance of the computed one; further away it is a slip of the pen
ESTIMATE_ERROR = timedelta(days=3)


class OutsideCalendar(ValueError):
    """The year asked for lies outside the years for which the holiday rules are known."""


@dataclass(frozen=True)
class Reason:
    """Why a day is off.

    kind: weekend | holiday | moved | override. `estimated` is True for an Id (and for the day freed by it) whose
    date the Council of Ulema has not announced in the override table. `source` is set where an override says so.
    """

    kind: str
    names: Texts
    holiday: str | None = None
    estimated: bool = False
    source: str | None = None


@dataclass(frozen=True)
class FixedHoliday:
    """A holiday on the same (month, day) of every year up to `last_year`."""

    id: str
    days: tuple[tuple[int, int], ...]
    names: Texts
    last_year: int | None


@dataclass(frozen=True)
class LunarHoliday:
    """A one-day holiday on a month and day of the lunar calendar."""

    id: str
    month: int
    day: int
    names: Texts


@dataclass(frozen=True)
class HolidayRules:
    """The table of holidays with the years it holds for and the words for a weekend and a moved day."""

    first_year: int
    last_year: int
    fixed: tuple[FixedHoliday, ...]
    lunar: tuple[LunarHoliday, ...]
    weekend: Texts
    moved: Texts


@dataclass(frozen=True)
class Calendar:
    """The working-day calendar. Build it with `Calendar.load()`."""

    rules: HolidayRules
    overrides: tuple[Override, ...]
    _by_year: dict[int, dict[date, Reason]] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        lunar = {holiday.id: holiday for holiday in self.rules.lunar}
        for override in self.overrides:
            where = f"Override of {override.date}"
            if not self.rules.first_year <= override.date.year <= self.rules.last_year:
                raise RowRefused(f"{where}: the field “date” is outside the years of the calendar.")
            if override.holiday and not _near_estimate(override.date, lunar[override.holiday]):
                raise RowRefused(
                    f"{where}: the field “date” is more than {ESTIMATE_ERROR.days} days away "
                    f"from any computed date of {override.holiday}."
                )

    @classmethod
    def load(cls) -> Self:
        """The calendar of the tables in this package. Raises RowRefused when an override is wrong."""
        rules = _load_rules()
        rows: list[Row] = read_table("overrides.yaml")
        return cls(rules, parse_overrides(rows, [lunar.id for lunar in rules.lunar]))

    def with_overrides(self, more: Iterable[Override]) -> Self:
        """The same calendar with further overrides, such as those a coalition has entered at its desk.

        Raises RowRefused when one names a date that already has an override, or an Id far from its computed date.
        """
        return replace(self, overrides=checked_together([*self.overrides, *more]), _by_year={})

    def corrected_by(self, own: Iterable[Override]) -> Self:
        """The same calendar with overrides in the place of its own for the same date, or the same Id of a year.

        Raises RowRefused when two of `own` speak of one date, or one gives an Id far from its computed date.
        """
        entered = checked_together(own)
        kept = [override for override in self.overrides if not any(override.speaks_of(other) for other in entered)]
        return replace(self, overrides=checked_together([*kept, *entered]), _by_year={})

    def is_off(self, day: date) -> bool:
        """True for a weekend, a holiday, a moved holiday or a day freed by the Government.

        Raises OutsideCalendar for a year the rules are not known for.
        """
        return day in self._year(day.year)

    def why_off(self, day: date) -> Reason | None:
        """The reason a day is off, None for a working day. Raises OutsideCalendar like `is_off`."""
        return self._year(day.year).get(day)

    def days_off(self, year: int, month: int | None = None) -> list[date]:
        """All days off of a year, or of one month (1-12) of it, in order. Raises OutsideCalendar like `is_off`."""
        return [day for day in sorted(self._year(year)) if month in (None, day.month)]

    def next_working_day(self, day: date) -> date:
        """`day` itself when it is worked, otherwise the first working day after it."""
        while self.is_off(day):
            day += ONE_DAY
        return day

    def add_working_days(self, start: date, n: int) -> date:
        """The n-th working day after `start`; `start` itself is not counted and may be a day off.

        Raises ValueError for a negative n.
        """
        if n < 0:
            raise ValueError("Working days are counted forward: their number cannot be negative.")
        day = start
        for _ in range(n):
            day = self.next_working_day(day + ONE_DAY)
        return day

    def _year(self, year: int) -> dict[date, Reason]:
        if year not in self._by_year:
            self._by_year[year] = self._reasons(year)
        return self._by_year[year]

    def _reasons(self, year: int) -> dict[date, Reason]:
        rules = self.rules
        if not rules.first_year <= year <= rules.last_year:
            raise OutsideCalendar(
                f"The days off of {year} are not known; the calendar covers {rules.first_year}-{rules.last_year}."
            )
        weekend = Reason("weekend", rules.weekend)
        reasons = {day: weekend for day in _days(year) if day.weekday() >= 5}
        # a holiday of late December can free a day of January
        holidays = self._holidays(year - 1, from_month=12) | self._holidays(year)
        reasons |= holidays | self._moved(holidays)
        for override in self.overrides:
            if not override.off:
                reasons.pop(override.date, None)
            elif not override.holiday:
                reasons[override.date] = Reason("override", override.reason, source=override.source)
        return {day: reason for day, reason in reasons.items() if day.year == year}

    def _holidays(self, year: int, from_month: int = 1) -> dict[date, Reason]:
        holidays: dict[date, Reason] = {}
        for lunar in self.rules.lunar:
            holidays |= self._lunar(lunar, year)
        for fixed in self.rules.fixed:
            if fixed.last_year is None or year <= fixed.last_year:
                reason = Reason("holiday", fixed.names, fixed.id)
                holidays |= {date(year, month, day): reason for month, day in fixed.days}
        return {day: reason for day, reason in holidays.items() if day.month >= from_month}

    def _lunar(self, lunar: LunarHoliday, year: int) -> dict[date, Reason]:
        announced = [override for override in self.overrides if override.holiday == lunar.id]
        holidays = {
            override.date: Reason("holiday", lunar.names, lunar.id, source=override.source)
            for override in announced
            if override.date.year == year
        }
        estimated = Reason("holiday", lunar.names, lunar.id, estimated=True)
        for day in _lunar_dates(lunar, year):
            if not any(abs(override.date - day) <= ESTIMATE_ERROR for override in announced):
                holidays[day] = estimated
        return holidays

    def _moved(self, holidays: dict[date, Reason]) -> dict[date, Reason]:
        moved: dict[date, Reason] = {}
        for day, holiday in sorted(holidays.items(), key=lambda item: item[0]):
            if day.weekday() < 5:
                continue
            free = day
            while free.weekday() >= 5 or free in holidays or free in moved:
                free += ONE_DAY
            names = {lang: self.rules.moved[lang].format(holiday=holiday.names[lang]) for lang in LANGUAGES}
            moved[free] = replace(holiday, kind="moved", names=names)
        return moved


def _days(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += ONE_DAY


def _lunar_dates(lunar: LunarHoliday, year: int) -> list[date]:
    first, last = (Gregorian(year, month, day).to_hijri().year for month, day in ((1, 1), (12, 31)))
    computed = [Hijri(y, lunar.month, lunar.day).to_gregorian() for y in range(first, last + 1)]
    return [date(day.year, day.month, day.day) for day in computed if day.year == year]


def _near_estimate(announced: date, lunar: LunarHoliday) -> bool:
    near = (announced - ESTIMATE_ERROR, announced + ESTIMATE_ERROR)
    return any(
        near[0] <= day <= near[1] for year in {day.year for day in near} for day in _lunar_dates(lunar, year)
    )


def _load_rules() -> HolidayRules:
    table = read_table("holidays.yaml")
    fixed = tuple(
        FixedHoliday(row["id"], _month_days(row["days"]), texts(row, "names", row["id"]), row.get("last_year"))
        for row in table["fixed"]
    )
    lunar = tuple(
        LunarHoliday(row["id"], row["month"], row["day"], texts(row, "names", row["id"])) for row in table["lunar"]
    )
    weekend, moved = (texts(table, name, "holidays.yaml") for name in ("weekend", "moved"))
    return HolidayRules(table["first_year"], table["last_year"], fixed, lunar, weekend, moved)


def _month_days(written: list[str]) -> tuple[tuple[int, int], ...]:
    return tuple((int(day[:2]), int(day[3:])) for day in written)
