"""What sealing costs beside plain files, in one run: a large file end to end, and a random range of a video.

python -m bench.evidence            1 GiB, three rounds, in a desk of its own
python -m bench.evidence --mib 64   smaller
"""

import argparse
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from bench.sealed_desk import in_a_desk
from guvoh.instruments.seal import sealedfile

MIB: Final = 1 << 20
ROUNDS: Final = 3
RANGES: Final = 300
SEALING_GOAL: Final = 1.5
RANGE_GOAL_MS: Final = 1.5


@dataclass(frozen=True)
class Cost:
    wall: float
    cpu: float


def main() -> int:
    parser = argparse.ArgumentParser(description="sealed files beside plain ones")
    parser.add_argument("--mib", type=int, default=1024)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.inside:
        json.dump(_measured(chosen.mib), sys.stdout)
        return 0
    found = in_a_desk("bench.evidence", "--inside", "--mib", str(chosen.mib))
    sys.stdout.write(_told(found, chosen.mib))
    return 0


def _told(found: dict[str, Any], mib: int) -> str:
    plain = found["sealing"]["plain copy"]
    rows = "".join(
        f"| {name} | {wall:.2f} | {wall / plain[0]:.2f} | {cpu:.2f} | {cpu / plain[1]:.2f} |\n"
        for name, (wall, cpu) in found["sealing"].items()
    )
    return (
        f"## A file of {mib} MiB, each side synced to the disk, median of {ROUNDS}\n\n"
        f"| | s | ratio (goal {SEALING_GOAL}) | CPU s | CPU ratio |\n|---|---|---|---|---|\n{rows}\n"
        f"## A random MiB of it\n\n"
        f"Sealed {found['range sealed']:.3f} ms of CPU (goal below {RANGE_GOAL_MS}), "
        f"plain {found['range plain']:.3f} ms.\n"
    )


def _cost(act: Callable[..., Any], *about: Any) -> tuple[Cost, Any]:
    # what others have still to write is not on this one's bill
    os.sync()
    wall, cpu = time.perf_counter(), time.process_time()
    outcome = act(*about)
    return Cost(time.perf_counter() - wall, time.process_time() - cpu), outcome


def _blocks(path: Path, length: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(length):
            yield block


def _copy(source: Path, target: Path) -> None:
    with target.open("wb") as file:
        for block in _blocks(source, MIB):
            file.write(block)
        file.flush()
        os.fsync(file.fileno())


def _measured(mib: int) -> dict[str, Any]:
    import_module("django").setup()
    desk = import_module("bench.tools.evidence_desk")
    folder = Path(os.environ["DESK_DIR"])
    source = folder / "source"
    with source.open("wb") as file:
        for _ in range(mib):
            file.write(os.urandom(MIB))
    rounds = [_round(desk, source, folder / "copy") for _ in range(ROUNDS)]
    last = rounds[-1][1]
    middle = {
        name: tuple(
            statistics.median(getattr(costs[name], of) for costs, _kept in rounds) for of in ("wall", "cpu")
        )
        for name in rounds[0][0]
    }
    return {"sealing": middle} | _ranges(source, last.path, desk.key_of(last), mib)


def _round(desk: ModuleType, source: Path, copy: Path) -> tuple[dict[str, Cost], Any]:
    """What each way costs, and the file sealed last. A case of its own, since content is kept once in one."""
    case = desk.new_case()
    plain, _none = _cost(_copy, source, copy)
    copy.unlink()
    parts, first = _cost(desk.in_parts, source, case)
    first.path.unlink()
    stream, kept = _cost(desk.in_one_stream, _blocks(source, MIB), case)
    return {"plain copy": plain, "upload in parts": parts, "one stream": stream}, kept


def _ranges(plain: Path, sealed: Path, key: bytes, mib: int) -> dict[str, float]:
    chance = random.Random(1)  # noqa: S311 - where to read, the same on both sides
    starts = [chance.randrange((mib - 1) * MIB) for _ in range(RANGES)]

    def read_plain(start: int) -> bytes:
        with plain.open("rb") as file:
            file.seek(start)
            return file.read(MIB)

    def read_sealed(start: int) -> bytes:
        return b"".join(sealedfile.read(sealed, key, start, start + MIB))

    if any(read_plain(start) != read_sealed(start) for start in starts[:20]):
        raise ValueError("a range differs")
    return {
        f"range {name}": _cost(lambda read=read: [read(start) for start in starts])[0].cpu / RANGES * 1000
        for name, read in (("plain", read_plain), ("sealed", read_sealed))
    }


if __name__ == "__main__":
    raise SystemExit(main())
