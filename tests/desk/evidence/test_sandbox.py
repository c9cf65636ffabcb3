"""The sandbox holds: no network, no desk, no vault, no end of memory, time or output."""

import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from guvoh.desk.evidence.making import Order, make
from guvoh.desk.evidence.safeviews import sandbox
from guvoh.desk.evidence.safeviews.parts import Refused
from guvoh.desk.evidence.safeviews.sandbox import MIB, Limits, SandboxFailed, SandboxMissing, SandboxStopped

USUAL = Limits(seconds=20)


@pytest.fixture
def inside(monkeypatch):
    """Runs a program of the test's own in place of the worker, behind exactly the same walls."""
    walls = sandbox._command

    def run(program: str, limits: Limits = USUAL, **more):
        def command(limits: Limits, name: str) -> list[str]:
            before = walls(limits, name)
            start = before.index("-m")
            return [*before[:start], "-c", program]

        monkeypatch.setattr(sandbox, "_command", command)
        return b"".join(frame.payload for frame in sandbox.run({}, [b"secret"], limits, **more))

    return run


TELL = """
import json, os, socket, struct, sys
def tell(told):
    payload = json.dumps(told).encode()
    sys.stdout.buffer.write(struct.pack(">cI", b"O", len(payload)) + payload)
    sys.stdout.buffer.flush()
"""
BOUND = """
from guvoh.desk.evidence.safeviews import worker
worker.bound(json.loads(sys.stdin.buffer.readline())["limits"])
"""


def test_it_has_no_network(inside) -> None:
    look = """
import os
names = os.listdir("/sys/class/net") if os.path.exists("/sys/class/net") else [n for _, n in socket.if_nameindex()]
try:
    socket.create_connection(("192.0.2.1", 80), timeout=2)
    reached = "reached"
except OSError as error:
    reached = type(error).__name__ + str(error.errno)
tell({"names": names, "reached": reached})
"""
    told = json.loads(inside(TELL + look))
    assert told["names"] in ([], ["lo"])
    assert told["reached"] == "OSError101"


def test_it_sees_neither_the_vault_nor_the_desks_folder_nor_our_home(inside, settings) -> None:
    places = [settings.DESK_DIR, Path(os.environ["TMPDIR"]), settings.VAULT.socket_path, Path.home() / ".bashrc"]
    assert places[2].exists()
    shown = [str(place) for place in places]
    look = f"""
tell({{"seen": [path for path in {shown!r} if os.path.exists(path)],
      "root": sorted(os.listdir("/")), "env": sorted(os.environ),
      "uid": os.getuid(),
      "pids": len([name for name in os.listdir("/proc") if name.isdigit()])}})
"""
    told = json.loads(inside(TELL + look))
    assert told["seen"] == []
    assert not {"etc/passwd", "home", "var", "run", "srv", "opt"} & set(told["root"])
    assert not {"SECRET_KEY", "DESK_DIR", "TEST_PASSPHRASE"} & set(told["env"])
    assert told["uid"] == 65534
    assert told["pids"] <= 3


def test_it_writes_nowhere_but_into_its_own_memory(inside) -> None:
    look = """
def refused(path):
    try:
        open(path + "/x", "w").write("x")
    except OSError:
        return True
    return False
import guvoh.desk.evidence.safeviews as room
places = ["/", "/usr", "/workshop", room.__path__[0], sys.prefix]
tell({"refused": all(map(refused, places)), "tmp": refused("/tmp")})
"""
    assert json.loads(inside(TELL + look)) == {"refused": True, "tmp": False}


def test_what_hangs_is_ended_with_all_its_children(inside) -> None:
    began = time.monotonic()
    hang = f"import subprocess, time; subprocess.Popen(['sleep', '60.{os.getpid()}']); time.sleep(60)"
    with pytest.raises(SandboxFailed, match="too_long"):
        inside(hang, Limits(seconds=1))
    assert time.monotonic() - began < 5
    deadline = time.monotonic() + 3
    while f"60.{os.getpid()}" in _commands() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert f"60.{os.getpid()}" not in _commands()


def _commands() -> str:
    return subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout


def test_an_endless_output_is_cut_off(inside) -> None:
    flood = (
        "import sys, struct\nwhile True: sys.stdout.buffer.write(struct.pack('>cI', b'D', 65536) + bytes(65536))"
    )
    with pytest.raises(SandboxFailed, match="too_much"):
        inside(flood, Limits(seconds=20, output=2 * MIB))


@pytest.mark.parametrize(
    "bomb",
    [
        "held = bytearray(1 << 30)",
        "open('/tmp/x', 'wb').write(bytes(8 << 20))",
        "[open('/dev/null') for _ in range(1000)]",
        "\nwhile True: pass",
    ],
)
def test_memory_files_handles_and_processor_time_have_an_end(inside, bomb) -> None:
    small = Limits(seconds=20, cpu_seconds=1, memory=512 * MIB, room=4 * MIB, input=MIB)
    with pytest.raises(SandboxFailed, match="broke"):
        inside(TELL + BOUND + bomb + "\ntell({})", small)


def test_the_room_it_writes_in_has_an_end_too(inside) -> None:
    fill = "for n in range(100): open(f'/tmp/{n}', 'wb').write(bytes(1 << 20))\n"
    with pytest.raises(SandboxFailed, match="broke"):
        inside(TELL + fill + "tell({})", Limits(seconds=20, room=4 * MIB, input=MIB))


@pytest.mark.parametrize("said", [b"\xff" * 40, b"O\xff\xff\xff\xff", b""])
def test_what_speaks_no_frames_is_not_believed(inside, said) -> None:
    with pytest.raises(SandboxFailed, match="broke"):
        inside(f"import sys; sys.stdout.buffer.write({said!r})")


def test_a_lock_of_the_desk_ends_it(inside) -> None:
    began = time.monotonic()
    with pytest.raises(SandboxStopped):
        inside("import time; time.sleep(30)", go_on=lambda: time.monotonic() - began < 0.5)
    assert time.monotonic() - began < 5


def test_without_bubblewrap_nothing_is_run(monkeypatch) -> None:
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
    with pytest.raises(SandboxMissing):
        list(sandbox.run({}, [b""], replace(Limits(), seconds=1)))


def test_beside_its_own_folder_it_can_fill_no_memory(inside) -> None:
    """Files in memory count against no limit of a process: the machine itself would go down."""
    fill = """
def written(place):
    try:
        with open(place, "wb") as file:
            for _ in range(64):
                file.write(bytes(1 << 20))
        return "filled"
    except OSError as error:
        return error.errno
tell({"shm": written("/dev/shm/x"), "dev": written("/dev/x"), "null": written("/dev/null")})
"""
    told = json.loads(inside(TELL + fill))
    assert told == {"shm": 28, "dev": 30, "null": "filled"}


PIECES = """
import json, struct, sys
def frame(kind, payload=b""):
    sys.stdout.buffer.write(struct.pack(">cI", kind, len(payload)) + payload)
def piece(kind, content_type, content, number=0):
    told = {"kind": kind, "content_type": content_type, "number": number, "width": 1, "height": 1}
    frame(b"P", json.dumps(told).encode())
    for start in range(0, len(content), 1 << 17):
        frame(b"D", content[start:start + (1 << 17)])
    frame(b"E")
"""


@pytest.mark.parametrize(
    "answer",
    [
        'for number in range(3000): piece("picture", "image/jpeg", b"\\xff\\xd8\\xff", number)',
        'piece("text", "text/plain; charset=utf-8", b"a" * (3 << 20))',
        'piece("text", "text/plain; charset=utf-8", b"\\xff\\xfe")',
    ],
)
def test_what_a_broken_worker_gives_out_without_end_or_as_no_text_is_not_taken(tmp_path, answer) -> None:
    told = PIECES + answer + '\nframe(b"O", b"{}")\nsys.stdout.buffer.flush()'
    walls = sandbox._command

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            sandbox,
            "_command",
            lambda limits, name: [*(words := walls(limits, name))[: words.index("-m")], "-c", told],
        )
        with pytest.raises(Refused, match="broke"):
            make(Order({}, [b"secret"], USUAL, lambda: True), tmp_path / "views")
