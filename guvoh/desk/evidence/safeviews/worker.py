"""The process inside the sandbox: one job, one file in by the pipe, pieces out by the pipe, and it is gone."""

import json
import resource
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO, Final

from guvoh.desk.evidence.safeviews import documents, frames, media, pictures
from guvoh.desk.evidence.safeviews.kinds import check_ending, kind_of
from guvoh.desk.evidence.safeviews.parts import READ_AT_ONCE, Part, Refused

ARRIVED: Final = Path("/tmp/arrived")  # noqa: S108 - in memory, inside the sandbox
PROCESSES_MAX: Final = 96
FILES_MAX: Final = 256


Task = Callable[[dict[str, Any], str, str], Iterator[Part]]


def main(tasks: dict[str, Task], packages: tuple[str, ...]) -> None:
    job = json.loads(sys.stdin.buffer.readline(frames.LARGEST))
    bound(job["limits"])
    take_in(sys.stdin.buffer, job["limits"]["input"])
    out = sys.stdout.buffer
    try:
        for part in work(job, tasks[job["task"]]):
            give_out(out, part)
        frames.tell(out, frames.DONE, {"tools": {name: version(name) for name in packages}})
    except Refused as refused:
        frames.tell(out, frames.REFUSED, {"code": refused.code})
    out.flush()


def bound(limits: dict[str, int]) -> None:
    """Limits that every process started from here inherits."""
    for which, most in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_CPU, limits["cpu_seconds"]),
        (resource.RLIMIT_FSIZE, limits["room"]),
        (resource.RLIMIT_NPROC, PROCESSES_MAX),
        (resource.RLIMIT_NOFILE, FILES_MAX),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(which, (most, most))


def take_in(stream: BinaryIO, most: int) -> None:
    arrived = 0
    with ARRIVED.open("wb") as file:
        while chunk := stream.read(READ_AT_ONCE):
            arrived += len(chunk)
            if arrived > most:
                break
            file.write(chunk)


def give_out(out: BinaryIO, part: Part) -> None:
    frames.tell(out, frames.PART, part.described())
    for chunk in part.chunks():
        frames.write(out, frames.DATA, chunk)
    frames.write(out, frames.END)
    out.flush()


def work(job: dict[str, Any], task: Task) -> Iterator[Part]:
    kind = kind_of(ARRIVED)
    check_ending(kind, job["ending"])
    yield Part("found", "text/plain", kind.name.encode())
    yield from task(job, kind.name, kind.family)


def views(_job: dict[str, Any], kind: str, family: str) -> Iterator[Part]:
    if family == "picture":
        return pictures.views(ARRIVED, kind)
    if family == "pdf":
        return documents.pdf_views(ARRIVED)
    if family == "office":
        return documents.office_views(ARRIVED, kind)
    if family == "text":
        return documents.text_view(ARRIVED)
    return media.views(ARRIVED, kind)


if __name__ == "__main__":
    main({"views": views}, ("pillow", "pypdfium2", "pillow-heif"))
