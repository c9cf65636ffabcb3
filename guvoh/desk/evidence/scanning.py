"""Asks a virus scanner, where the operator has connected one. Its word is a signal: silence says nothing."""

import socket
import struct
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from guvoh.desk.evidence.models import SafeView

ANSWER_SECONDS: Final = 120
ANSWER_BYTES: Final = 4096
LENGTH: Final = struct.Struct(">I")


def scan(place: Path | None, chunks: Iterable[bytes]) -> SafeView.Scan:
    """What clamd, listening on this Unix socket, says of these bytes (clamd(8), INSTREAM)."""
    if place is None:
        return SafeView.Scan.NOT_ASKED
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(ANSWER_SECONDS)
            line.connect(str(place))
            line.sendall(b"zINSTREAM\0")
            for chunk in chunks:
                line.sendall(LENGTH.pack(len(chunk)) + chunk)
            line.sendall(LENGTH.pack(0))
            answer = line.recv(ANSWER_BYTES).rstrip(b"\0")
    except OSError:
        return SafeView.Scan.FAILED
    if answer.endswith(b" FOUND"):
        return SafeView.Scan.FOUND
    return SafeView.Scan.CLEAN if answer.endswith(b": OK") else SafeView.Scan.FAILED
