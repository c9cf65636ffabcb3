"""Cuts the power of a desk at work, again and again, and looks each time at what is left.

    python -m tests.desk.powercut.cuts DATABASE FILES MOMENTS SEED

Each moment a child process works on the real database and says what was confirmed to it; after a random time it is
killed as a power cut would end it. What it was told is kept must be there and open; what it was not told may be
there whole or not at all.
"""

import json
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import django
from django.conf import settings
from django.db import connection, connections


def cut(act: Callable[[Callable[[str], None]], None], after: float) -> list[str]:
    """Let a child work for so many seconds, kill it, and return what was confirmed to it."""
    connections.close_all()
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(read_end)
            act(lambda words: os.write(write_end, f"{words}\n".encode()))
        except Exception:  # noqa: BLE001 - told, and then the child ends
            traceback.print_exc()
        os._exit(1)
    os.close(write_end)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    _pid, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the child ended before it was killed"
    with os.fdopen(read_end) as told:
        return told.read().split()


def main() -> int:
    database, files, moments, seed = sys.argv[1:]
    settings.DATABASES["default"]["NAME"] = Path(database)
    settings.DESK_DIR = Path(files)
    django.setup()
    random.seed(int(seed))
    work = import_module("tests.desk.powercut.work")
    kinds = [work.Uploads(), work.Imports(), work.Catalogues()]
    counted = {type(kind).__name__: 0 for kind in kinds}
    for moment in range(int(moments)):
        kind = kinds[moment % len(kinds)]
        confirmed = cut(kind.act, random.uniform(0.004, kind.longest))
        kind.check(confirmed)
        counted[type(kind).__name__] += len(confirmed)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        assert cursor.fetchone() == ("ok",)
    sys.stdout.write(json.dumps(counted))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
