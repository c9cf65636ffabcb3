"""Guvoh's own guard."""

from collections.abc import Iterable

from guvoh.instruments.names.guard import Index, scan
from guvoh.instruments.names.person import Protected
from tests.instruments.names.texts import Text

TOLD = "Guvoh: what the guard blocks, or asks a person about"
HOME = "Дирӯз Рустами Саидовро боздошт карданд."


class Finder:
    def __init__(self, people: Iterable[Protected]) -> None:
        self.index = Index.build(people)

    def find(self, text: Text) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {"block": set(), "review": set()}
        for mark in scan(text.text, self.index, self.index.of_case(text.case)):
            found[mark.level].add(mark.person)
        return found
