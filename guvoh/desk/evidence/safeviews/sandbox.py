"""Runs the worker in bubblewrap: no network, no desk folder, no vault, own processes, limits on everything.

The plain bytes go in and come out by pipes. What the worker lays down meanwhile lies in a tmpfs of its own, which
is memory and goes with it. Without bubblewrap nothing is run.
"""

import json
import os
import selectors
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from guvoh.desk.evidence.safeviews.frames import Frame, Reader

HERE: Final = Path(__file__).resolve().parent
CODE: Final = "/workshop/guvoh/desk/evidence/safeviews"
PACKAGE: Final = "guvoh.desk.evidence.safeviews"
PROGRAMS: Final = dict.fromkeys(("find", "cover", "check", "count"), "facework")
NOBODY: Final = "65534"
PIPE_BYTES: Final = 1 << 16
# what processes share lies in memory too, and no limit of a process counts it
SHARED: Final = 16 << 20
MIB: Final = 1 << 20
TICK_SECONDS: Final = 1.0


class SandboxMissing(Exception):
    """There is no bubblewrap on this machine: nothing is opened."""


class SandboxStopped(Exception):
    """The desk was locked meanwhile: nothing is said about the file, it has its turn again."""


class SandboxFailed(Exception):
    """The worker was stopped or broke; `code` says whether by the clock, by its output, or by itself."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Limits:
    """What one job may take: seconds by the wall and of CPU, bytes of memory, of the tmpfs, in and out."""

    seconds: int = 60
    cpu_seconds: int = 90
    memory: int = 3 * 1024 * MIB
    room: int = 512 * MIB
    input: int = 128 * MIB
    output: int = 256 * MIB


def _command(limits: Limits, program: str) -> list[str]:
    bwrap = shutil.which("bwrap")
    if bwrap is None:
        raise SandboxMissing
    return [
        *(bwrap, "--unshare-all", "--unshare-user", "--die-with-parent", "--new-session", "--clearenv"),
        *("--uid", NOBODY, "--gid", NOBODY, "--hostname", "workshop", "--cap-drop", "ALL"),
        *("--proc", "/proc", "--dev", "/dev"),
        *("--size", str(SHARED), "--tmpfs", "/dev/shm", "--remount-ro", "/dev"),  # noqa: S108
        *("--size", str(limits.room + limits.input), "--tmpfs", "/tmp"),  # noqa: S108
        *_folders(),
        *("--ro-bind", str(HERE), CODE, "--chdir", "/tmp", "--remount-ro", "/"),  # noqa: S108
        *("--setenv", "PATH", "/usr/bin:/bin", "--setenv", "HOME", "/tmp", "--setenv", "LANG", "C.UTF-8"),  # noqa: S108
        *("--setenv", "PYTHONPATH", "/workshop", "--setenv", "PYTHONDONTWRITEBYTECODE", "1"),
        *("--setenv", "OMP_NUM_THREADS", "2", "--", sys.executable, "-s", "-m", f"{PACKAGE}.{program}"),
    ]


def _folders() -> list[str]:
    """What can be read inside: the system's programs, the interpreter and its packages; no /home, no /var."""
    environment = Path(sys.prefix).resolve()
    shown = {
        Path("/usr"),
        Path(sys.base_prefix).resolve(),
        environment,
        Path(sysconfig.get_path("purelib")).resolve(),
    }
    words = [word for folder in sorted(shown) for word in ("--ro-bind", str(folder), str(folder))]
    if not Path(sys.prefix).is_relative_to(environment):
        words += ["--symlink", str(environment), sys.prefix]
    for name in ("bin", "lib", "lib64", "sbin"):
        place = Path("/", name)
        if place.is_symlink():
            words += ["--symlink", os.readlink(place), str(place)]
        elif place.exists():
            words += ["--ro-bind", str(place), str(place)]
    for name in ("/etc/alternatives", "/etc/fonts", "/etc/ld.so.cache", "/etc/libreoffice"):
        words += ["--ro-bind-try", name, name]
    return words


def run(
    job: dict[str, Any], chunks: Iterable[bytes], limits: Limits, go_on: Callable[[], bool] = lambda: True
) -> Iterator[Frame]:
    """Give the job and the file's plain bytes to a new worker, and yield its frames as they come.

    `go_on` is asked every second. Raises SandboxMissing, SandboxFailed, SandboxStopped; whatever the chunks raise
    ends the worker too.
    """
    told = json.dumps({**job, "limits": asdict(limits)}).encode() + b"\n"
    worker = subprocess.Popen(
        _command(limits, PROGRAMS.get(job.get("task"), "worker")),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
    )
    try:
        yield from _Exchange(worker, _before(told, chunks), limits).frames(go_on)
    finally:
        worker.kill()
        for pipe in (worker.stdin, worker.stdout):
            pipe.close()
        worker.wait()


def _before(told: bytes, chunks: Iterable[bytes]) -> Iterator[bytes]:
    yield told
    yield from chunks


class _Exchange:
    """Both pipes of one worker at once, so that neither side waits for the other for ever."""

    def __init__(self, worker: "subprocess.Popen[bytes]", chunks: Iterator[bytes], limits: Limits) -> None:
        self._worker, self._chunks, self._limits = worker, chunks, limits
        self._ends = time.monotonic() + limits.seconds
        self._held = memoryview(b"")
        self._came = 0
        self._pipes = selectors.DefaultSelector()
        for pipe, event in ((worker.stdin, selectors.EVENT_WRITE), (worker.stdout, selectors.EVENT_READ)):
            os.set_blocking(pipe.fileno(), False)
            self._pipes.register(pipe, event)

    def frames(self, go_on: Callable[[], bool]) -> Iterator[Frame]:
        reader, last = Reader(), b""
        with self._pipes:
            while (arrived := self._next()) is not None:
                if not go_on():
                    raise SandboxStopped
                try:
                    whole = reader.take(arrived)
                except ValueError as error:
                    raise SandboxFailed("broke") from error
                for frame in whole:
                    last = frame.kind
                    yield frame
        if last not in (b"O", b"R"):
            raise SandboxFailed("broke")

    def _next(self) -> bytes | None:
        """What came out by now, None when the worker has closed its end."""
        left = self._ends - time.monotonic()
        if left <= 0:
            raise SandboxFailed("too_long")
        arrived, ready = b"", self._pipes.select(min(left, TICK_SECONDS))
        for key, _events in ready:
            if key.fileobj is self._worker.stdin:
                self._feed()
            elif arrived := os.read(key.fd, PIPE_BYTES):
                self._came += len(arrived)
            else:
                return None
        if self._came > self._limits.output:
            raise SandboxFailed("too_much")
        return arrived

    def _feed(self) -> None:
        if not self._held:
            self._held = memoryview(next(self._chunks, b""))
        try:
            self._held = self._held[os.write(self._worker.stdin.fileno(), self._held) :]
        except BlockingIOError:
            return
        except BrokenPipeError:
            self._held, self._chunks = memoryview(b""), iter(())
        if not self._held and not self._more():
            self._pipes.unregister(self._worker.stdin)
            self._worker.stdin.close()

    def _more(self) -> bool:
        self._held = memoryview(next(self._chunks, b""))
        return bool(self._held)
