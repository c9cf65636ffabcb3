"""What the guard found in files, in words: a part for each file and a summary, in Tajik, Russian or English."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from guvoh.instruments.names.documents import Where
from guvoh.instruments.names.files import ORDER, Finding, Judgement, Status
from guvoh.instruments.names.rules import load

LANGUAGES = ("tg", "ru", "en")
BESIDE = 40


def place(where: Where, language: str) -> str:
    """A place in a file in words, outermost first; nothing for the file as a whole."""
    words = load("report")["places"]
    return ", ".join(words[each.kind][language].format(printable(each.detail)).strip() for each in where)


def excerpt(finding: Finding) -> str:
    """The marked words in double brackets with BESIDE characters on either side, on one line."""
    text, mark = finding.part.text, finding.mark
    before, after = text[max(0, mark.start - BESIDE) : mark.start], text[mark.end : mark.end + BESIDE]
    return printable(f"{before}[[{mark.evidence}]]{after}")


def printable(text: str) -> str:
    """`text` on one line, without the characters that would command a terminal or turn the line round."""
    kept = (" " if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter for letter in text)
    shown = "".join(letter for letter in kept if unicodedata.category(letter) not in ("Cf", "Cs"))
    return " ".join(shown.split())


def told(name: str, judgement: Judgement, language: str) -> Iterator[str]:
    """The lines of the report on the file `name`."""
    words = _words(language)
    yield f"{printable(name)}: {words['status'][judgement.status.name.lower()]}"
    for finding in judgement.findings:
        mark = finding.mark
        line = words["line"].format(finding.line) if "\n" in finding.part.text else ""
        where = ", ".join(filter(None, (place(finding.part.where, language), line)))
        rule = words["rules"].get(mark.rule, mark.rule)
        yield f"  {words['level'][mark.level]}: {where}. {words['person'].format(mark.person)}: {rule}"
        yield f"      {excerpt(finding)}"
    for gap in judgement.gaps:
        where = place(gap.where, language) or words["whole"]
        yield f"  {words['not looked']}: {where}. {words['reasons'][gap.reason]}"
    for notice in judgement.notices:
        where = place(notice.where, language) or words["whole"]
        yield f"  {words['note']}: {where}. {words['notices'][notice.kind].format(printable(notice.detail))}"


def summary(judgements: list[Judgement], language: str) -> str:
    """One line on all the files."""
    counted = Counter(judgement.status for judgement in judgements)
    words = _words(language)
    each = "; ".join(f"{words['status'][status.name.lower()]}: {counted[status]}" for status in ORDER)
    return f"{words['files'].format(len(judgements))} {each}."


def worst(judgements: list[Judgement]) -> Status:
    """The status of all the files together: the first of ORDER that any of them has."""
    return next((status for status in ORDER if any(each.status == status for each in judgements)), Status.CLEAN)


def record(name: str, judgement: Judgement, types: Mapping[str, str | int]) -> dict[str, Any]:
    """The report on the file `name` as a JSON object, places in English; offsets count in the text of the part.

    `types` gives each person's id as the register has it.
    """
    levels = [(types[finding.mark.person], finding.mark.level) for finding in judgement.findings]
    blocked = [person for person, level in levels if level == "block"]
    return {
        "file": name,
        "status": judgement.status.name.lower().replace("_", " "),
        "ids": list(dict.fromkeys(blocked)),
        "review": list(dict.fromkeys(person for person, _ in levels if person not in blocked)),
        "marks": [_mark(finding, types) for finding in judgement.findings],
        "not_looked": [{"where": place(gap.where, "en"), "reason": gap.reason} for gap in judgement.gaps],
        "notices": [
            {"where": place(notice.where, "en"), "kind": notice.kind, "detail": notice.detail}
            for notice in judgement.notices
        ],
    }


def _mark(finding: Finding, types: Mapping[str, str | int]) -> dict[str, Any]:
    mark = finding.mark
    return {
        "where": place(finding.part.where, "en"),
        "line": finding.line,
        "start": mark.start,
        "end": mark.end,
        "person": types[mark.person],
        "level": mark.level,
        "rule": mark.rule,
        "excerpt": excerpt(finding),
    }


def _words(language: str) -> dict[str, Any]:
    """The texts of the report in one language, by group and key."""
    return {
        group: texts[language] if language in texts else {key: each[language] for key, each in texts.items()}
        for group, texts in load("report").items()
    }
