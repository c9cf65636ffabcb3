"""Measured of the guard alone: a name after an ordinary word with a capital, and texts made to keep it busy."""

import resource
import time
from dataclasses import dataclass

from guvoh.instruments.names.guard import Index, TextTooLong, scan
from guvoh.instruments.names.person import Protected
from tests.instruments.names import texts
from tests.instruments.names.crafted import crafted

OPENINGS = 2000
# A crafted text may not take the machine down with the guard.
ADDRESS_SPACE_MAX = 4 << 30


@dataclass(frozen=True)
class Edges:
    """`missed` are texts about a person, who is named and not found; `seconds` is CPU time by crafted text."""

    missed: list[str]
    openings: int
    seconds: dict[str, float]
    refused: list[str]
    out_of_memory: list[str]


def measure(seed: int, people: list[Protected]) -> Edges:
    """The openings of this seed, and every crafted text scanned for `people`. Needs a process of its own."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE_MAX, ADDRESS_SPACE_MAX))
    person, openings = texts.openings(seed, OPENINGS)
    alone = Index.build([person])
    seconds: dict[str, float] = {}
    refused, out_of_memory = [], []
    index = Index.build(people)
    for name, text in crafted().items():
        started = time.process_time()
        try:
            scan(text, index, {people[0].id})
        except TextTooLong:
            refused.append(name)
        except MemoryError:
            out_of_memory.append(name)
        seconds[name] = time.process_time() - started
    missed = [text for text in openings if not scan(text, alone, {person.id})]
    return Edges(missed, len(openings), seconds, refused, out_of_memory)
