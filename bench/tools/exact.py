"""Search for the register's own strings."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

import ahocorasick

from guvoh.instruments.names.person import Protected, each_of
from tests.instruments.names.texts import Text

TOLD = (
    "exact search: every full name in both orders, alias, telephone, paper, case number and e-mail as a "
    "substring, letter case aside, the longest at each place (pyahocorasick)"
)
HOME = "Задержан Рустам Саидов."


def full_names(person: Protected) -> Iterator[str]:
    if person.given and person.surname:
        yield f"{person.given} {person.surname}"
        yield f"{person.surname} {person.given}"
    yield from filter(None, (person.name_tg, person.name_ru))


def strings_of(person: Protected) -> Iterator[str]:
    yield from full_names(person)
    yield from person.aliases
    for numbers in (person.phone, person.passport, person.case_no, person.email):
        yield from each_of(numbers)


class Finder:
    def __init__(self, people: Iterable[Protected]) -> None:
        bearers: dict[str, set[str]] = defaultdict(set)
        for person in people:
            for string in strings_of(person):
                bearers[string.casefold()].add(person.id)
        self.strings = ahocorasick.Automaton()
        for string, ids in bearers.items():
            self.strings.add_word(string, (len(string), ids))
        self.strings.make_automaton()

    def find(self, text: Text) -> dict[str, set[str]]:
        if not len(self.strings):
            return {"exact": set()}
        hits = self.strings.iter_long(text.text.casefold())
        return {"exact": set[str]().union(*(ids for _, (_, ids) in hits))}
