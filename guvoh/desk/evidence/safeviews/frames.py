"""The words between desk and sandbox: frames of one letter, a length and a payload, over a pipe."""

import json
import struct
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

HEADER: Final = struct.Struct(">cI")
LARGEST: Final = 1 << 18

PART: Final = b"P"
DATA: Final = b"D"
END: Final = b"E"
REFUSED: Final = b"R"
DONE: Final = b"O"


@dataclass(frozen=True)
class Frame:
    """One frame; of PART, REFUSED and DONE the payload is a JSON object."""

    kind: bytes
    payload: bytes

    @property
    def told(self) -> dict[str, Any]:
        """The payload as an object. Raises ValueError for anything else."""
        told = json.loads(self.payload)
        if not isinstance(told, dict):
            raise ValueError("a frame holds one object")
        return told


def write(stream: BinaryIO, kind: bytes, payload: bytes = b"") -> None:
    stream.write(HEADER.pack(kind, len(payload)) + payload)


def tell(stream: BinaryIO, kind: bytes, told: dict[str, Any]) -> None:
    write(stream, kind, json.dumps(told).encode())


class Reader:
    """Takes bytes as they come and gives the frames that are whole. Raises ValueError for what is no frame."""

    def __init__(self) -> None:
        self._held = bytearray()

    def take(self, arrived: bytes) -> list[Frame]:
        self._held += arrived
        whole = []
        while len(self._held) >= HEADER.size:
            kind, length = HEADER.unpack_from(self._held)
            if kind not in (PART, DATA, END, REFUSED, DONE) or length > LARGEST:
                raise ValueError("no frame")
            if len(self._held) < HEADER.size + length:
                break
            whole.append(Frame(kind, bytes(self._held[HEADER.size : HEADER.size + length])))
            del self._held[: HEADER.size + length]
        return whole
