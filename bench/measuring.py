"""One tool on one set, in a process of its own: what it finds, and what it costs."""

import importlib
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.sets import Files, read_people, read_texts
from guvoh.instruments.names.person import Protected
from tests.instruments.names.texts import Text

DRAFT_WORDS = 1000
DRAFT_LEAKS = 5


class Broken(RuntimeError):
    """A tool does not find what it is made to find: a comparison with it would say nothing."""


@dataclass(frozen=True)
class Task:
    """`module` is the tool; it looks at every `stride`-th text, and at so many `drafts` against the clock."""

    module: str
    files: Files
    stride: int
    drafts: int


@dataclass(frozen=True)
class Measured:
    """`answers` holds the ids found in each text looked at, by how sure the tool is. Times are CPU times.

    `memory_mb` is the most the whole process took to read the register and build, `index_mb` what building added.
    """

    told: str
    answers: list[tuple[Text, dict[str, set[str]]]]
    of_texts: int
    build_seconds: float
    memory_mb: float
    index_mb: float
    draft_ms: float


def measure(task: Task) -> Measured:
    tool = importlib.import_module(f"bench.tools.{task.module}")
    _try_at_home(tool)
    people = read_people(task.files.register)
    before, started = _memory_mb("VmRSS"), time.process_time()
    finder = tool.Finder(people)
    build_seconds, index_mb = time.process_time() - started, _memory_mb("VmRSS") - before
    memory_mb = _memory_mb("VmHWM")
    texts = read_texts(task.files)
    return Measured(
        told=tool.TOLD,
        of_texts=len(texts),
        answers=[(text, finder.find(text)) for text in texts[:: task.stride]],
        build_seconds=build_seconds,
        memory_mb=memory_mb,
        index_mb=index_mb,
        draft_ms=statistics.median(_draft_times(finder, texts, task.drafts)),
    )


def _try_at_home(tool: ModuleType) -> None:
    people = [
        Protected("1", gender="m", given="Рустам", surname="Саидов"),
        Protected("2", gender="f", given="Лола", surname="Каримова"),
    ]
    found = set[str]().union(*tool.Finder(people).find(Text("at home", tool.HOME)).values())
    if found != {"1"}:
        raise Broken(f"{tool.__name__} finds {sorted(found)} in {tool.HOME!r}")


def _draft_times(finder: Any, texts: list[Text], count: int) -> Iterator[float]:
    for text in _drafts(texts, count):
        started = time.process_time()
        finder.find(Text("a draft", text))
        yield (time.process_time() - started) * 1000


def _drafts(texts: list[Text], count: int) -> Iterator[str]:
    """Texts one after the other, one in DRAFT_LEAKS of which gives somebody away; DRAFT_WORDS words each."""
    harmless = cycle([text.text for text in texts if not text.truth] or [""])
    leaking = cycle([text.text for text in texts if text.truth] or [""])
    for _ in range(count):
        parts: list[str] = []
        while sum(len(part.split()) for part in parts) < DRAFT_WORDS:
            parts += [*islice(harmless, DRAFT_LEAKS - 1), next(leaking)]
        yield "\n\n".join(parts)


def _memory_mb(field: str) -> float:
    # not getrusage: a process inherits that high-water mark from the one that started it
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) / 1024
    raise OSError(f"/proc/self/status has no {field}")
