"""rapidfuzz: the best partial ratio of each full name in each sentence."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from rapidfuzz import fuzz, process, utils

from bench.tools import exact
from guvoh.instruments.names.person import Protected
from tests.instruments.names.texts import Text

TOLD = (
    "rapidfuzz: partial ratio of each sentence after default_process against every full name in both orders, at "
    "least 90 or 80, the best name at each place; numbers, e-mails and aliases by exact search"
)
HOME = "Дирӯз Рустами Саидофро боздошт карданд."
SURE, LIKELY = 90, 80
SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[A-ZА-ЯЁҚҒҲҶӢӮ])|\n\s*\n")


class Finder:
    def __init__(self, people: Iterable[Protected]) -> None:
        people = list(people)
        self.exact = exact.Finder(people)
        bearers: dict[str, set[str]] = defaultdict(set)
        for person in people:
            for name in exact.full_names(person):
                bearers[utils.default_process(name)].add(person.id)
        self.bearers = list(bearers.values())
        self.names = list(bearers)
        self.longest = max(map(len, self.names), default=0)

    def find(self, text: Text) -> dict[str, set[str]]:
        found = {"90": self.exact.find(text)["exact"], "80": set()}
        for sentence in SENTENCE.split(text.text):
            for score, ids in self._best(sentence):
                found["90" if score >= SURE else "80"] |= ids
        return found

    def _best(self, sentence: str) -> Iterator[tuple[float, set[str]]]:
        # in a text shorter than the name the two change places, and one letter would fit every name that has it
        text = utils.default_process(sentence).ljust(self.longest)
        hits = process.extract(
            text, self.names, scorer=fuzz.partial_ratio, processor=None, score_cutoff=LIKELY, limit=None
        )
        taken: list[tuple[int, int, float]] = []
        for name, score, number in hits:
            place = fuzz.partial_ratio_alignment(name, text)
            overlapped = (best for start, end, best in taken if start < place.dest_end and place.dest_start < end)
            if max(overlapped, default=0) <= score:
                taken.append((place.dest_start, place.dest_end, score))
                yield score, self.bearers[number]
