"""The sentences that let a lawyer check a computed term by hand, in Tajik, Russian and English."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from guvoh.instruments.terms.calendar import ONE_DAY, Calendar
from guvoh.instruments.terms.counting import Count
from guvoh.instruments.terms.dates import format_date, format_moment, format_span, weekday_name
from guvoh.instruments.terms.rules import Length, Rule
from guvoh.instruments.terms.tables import read_table

_PHRASES: dict[str, Any] = read_table("phrases.yaml")


def explain(rule: Rule, counts: Sequence[Count], calendar: Calendar, language: str) -> str:
    """How every reading was counted, which days off mattered, and the note of the rule where it has one.

    Raises KeyError for a language other than tg, ru, en.
    """
    phrases = _PHRASES[language]
    sentences = [] if len(counts) < 2 else [phrases["readings"]]
    sentences += dict.fromkeys(
        _opening(rule, counted, language) for counted in counts if _has_opening(rule, counted)
    )
    for counted in sorted(counts, key=lambda counted: counted.end):
        sentences += _count_sentences(rule, counted, calendar, language)
    sentences += _estimates(rule, counts, calendar, language)
    if not counts:
        sentences.append(phrases["no_length"])
    if rule.see:
        sentences.append(phrases["see"].format(rules=", ".join(rule.see)))
    if rule.note:
        sentences.append(rule.note[language])
    return " ".join(_ended(sentence) for sentence in sentences)


def explain_extended(rule: Rule, counts: Sequence[Count], calendar: Calendar, language: str) -> str:
    """The same for a term whose extension has been notified. Raises KeyError like `explain`."""
    return f"{_PHRASES[language]['extended']} {explain(rule, counts, calendar, language)}"


def counted_span(reading: Length, language: str) -> str:
    """A length in words: "1 рабочий день", "3 рабочих дня", "30 рабочих дней". KeyError for another language."""
    forms = _PHRASES[language]["units"][reading.unit]
    return f"{reading.length} {forms[_plural(reading.length, language)]}"


def _plural(number: int, language: str) -> str:
    if language != "ru":
        return "one" if number == 1 else "many"
    if number % 100 in (11, 12, 13, 14):
        return "many"
    return {1: "one", 2: "few", 3: "few", 4: "few"}.get(number % 10, "many")


def _count_sentences(rule: Rule, counted: Count, calendar: Calendar, language: str) -> Iterator[str]:
    phrases = _PHRASES[language]
    span = counted_span(counted.reading, language)
    if counted.reading.unit == "h":
        name = "at_once" if counted.reading.length == 0 else "hours_back" if rule.counts == "backward" else "hours"
        start, end = (format_moment(moment, language) for moment in (counted.start, counted.end))
        yield phrases[name].format(span=span, start=start, end=end)
        return
    start, end = (format_date(moment.date(), language) for moment in (counted.start, counted.end))
    yield phrases[_day_phrase(rule, counted)].format(
        span=span,
        start=start,
        end=end,
        last=format_date(counted.last, language),
        weekday=weekday_name(counted.last, language),
    )
    if counted.skipped:
        yield phrases["skipped"].format(spans=_spans(counted.skipped, calendar, language))


def _has_opening(rule: Rule, counted: Count) -> bool:
    return counted.reading.unit != "h" and counted.reading.length > 0 and rule.counts == "forward"


def _opening(rule: Rule, counted: Count, language: str) -> str:
    phrase: str = _PHRASES[language]["counted" if rule.day_of_event_counts else "not_counted"]
    return phrase.format(start=format_date(counted.start.date(), language))


def _day_phrase(rule: Rule, counted: Count) -> str:
    if counted.moved:
        return "moved"
    if counted.reading.length == 0:
        return "same_day"
    return "back" if rule.counts == "backward" else "ends"


def _spans(days: Iterable[date], calendar: Calendar, language: str) -> str:
    written = []
    for run in _runs(days):
        reasons = [calendar.why_off(day) for day in run]
        names = dict.fromkeys(reason.names[language] for reason in reasons if reason and reason.kind != "weekend")
        span = format_span(run[0], run[-1], language)
        written.append(f"{span} ({'; '.join(names)})" if names else span)
    return ", ".join(written)


def _runs(days: Iterable[date]) -> list[list[date]]:
    runs: list[list[date]] = []
    for day in days:
        if runs and runs[-1][-1] + ONE_DAY == day:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _estimates(rule: Rule, counts: Sequence[Count], calendar: Calendar, language: str) -> list[str]:
    """A warning for every Id with an estimated date that bears on one of the counts."""
    sentences = {}
    for day in sorted({day for counted in counts for day in _days_that_bear_on(rule, counted)}):
        reason = calendar.why_off(day)
        if reason and reason.estimated:
            sentences[day] = _PHRASES[language]["estimated"].format(
                holiday=reason.names[language], date=format_date(day, language)
            )
    return list(sentences.values())


def _days_that_bear_on(rule: Rule, counted: Count) -> tuple[date, ...]:
    if counted.reading.unit == "h" or not (counted.skipped or rule.ends_on_day_off_moves):
        return ()
    # an estimate can be a day wrong, so the neighbours of the last day count too
    end = counted.end.date()
    return (*counted.skipped, end - ONE_DAY, end + ONE_DAY)


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith(".") else f"{sentence}."
