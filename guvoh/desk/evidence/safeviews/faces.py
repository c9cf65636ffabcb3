"""Finds faces with CenterFace, turned every way, and small ones in an enlarged picture too."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import onnxruntime
from PIL import Image

from guvoh.desk.evidence.safeviews import weights

THRESHOLD: Final = 0.25
OVERLAP: Final = 0.35
CELL: Final = 4
STEP: Final = 32
LONGEST: Final = 1280
# in a picture smaller than this, faces of a dozen pixels are found only when it is enlarged
ENLARGED_BELOW: Final = 1000
FRAME_LONGEST: Final = 640
TURNS: Final = (0, 90, 180, 270)
_TURNED: Final = {
    90: Image.Transpose.ROTATE_90,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_270,
}
Array = np.ndarray[Any, np.dtype[np.float32]]


@dataclass(frozen=True)
class Box:
    """A face, in pixels of the picture it was found in."""

    left: float
    top: float
    right: float
    bottom: float
    score: float = 1.0

    @property
    def area(self) -> float:
        return max(0.0, self.right - self.left) * max(0.0, self.bottom - self.top)

    def shared(self, other: "Box") -> float:
        """How much of the smaller of the two lies in the other, 0 to 1."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        smaller = min(self.area, other.area)
        return width * height / smaller if width > 0 and height > 0 and smaller > 0 else 0.0

    def grown(self, by: float) -> "Box":
        more_x, more_y = (self.right - self.left) * (by - 1) / 2, (self.bottom - self.top) * (by - 1) / 2
        return Box(self.left - more_x, self.top - more_y, self.right + more_x, self.bottom + more_y, self.score)

    def scaled(self, by: float) -> "Box":
        return Box(self.left * by, self.top * by, self.right * by, self.bottom * by, self.score)

    def turned_back(self, turn: int, width: int, height: int) -> "Box":
        """The box in the picture of this size, which was turned left by `turn` degrees before it was looked at."""
        left, top, right, bottom = self.left, self.top, self.right, self.bottom
        if turn == 90:
            left, top, right, bottom = width - bottom, left, width - top, right
        elif turn == 180:
            left, top, right, bottom = width - right, height - bottom, width - left, height - top
        elif turn == 270:
            left, top, right, bottom = top, height - right, bottom, height - left
        return Box(left, top, right, bottom, self.score)


class Detector:
    """The network, loaded once for a job. Raises Refused where its weights are missing."""

    def __init__(self) -> None:
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4
        options.intra_op_num_threads = 2
        # threads that spin while they wait would take the time of the other processes
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        model = weights.opened(weights.place().read_bytes())
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self._outputs = [name.decode() for name in weights.OUTPUT_NAMES[:3]]

    def everywhere(self, picture: Image.Image, enlarged: bool = True) -> list[Box]:
        """All faces of a picture: four ways up, and enlarged too where it is small."""
        longest = max(picture.size)
        scales = [min(1.0, LONGEST / longest)]
        if enlarged and longest < ENLARGED_BELOW:
            scales.append(min(2.0, LONGEST / longest))
        found = [box for scale in scales for turn in TURNS for box in self._looked(picture, turn, scale)]
        return merged(found)

    def in_frame(self, picture: Image.Image, number: int) -> list[Box]:
        """Faces of one frame of many: upright, and in every other frame turned one other way, each in its turn."""
        scale = min(1.0, FRAME_LONGEST / max(picture.size))
        turns = (0,) if number % 2 else (0, TURNS[1 + number // 2 % 3])
        return merged([box for turn in turns for box in self._looked(picture, turn, scale)])

    def _looked(self, picture: Image.Image, turn: int, scale: float) -> list[Box]:
        turned = picture.transpose(_TURNED[turn]) if turn else picture
        if scale != 1.0:
            turned = turned.resize((max(1, round(turned.width * scale)), max(1, round(turned.height * scale))))
        boxes = self._boxes(np.asarray(turned, dtype=np.float32))
        return [box.scaled(1 / scale).turned_back(turn, *picture.size) for box in boxes]

    def _boxes(self, pixels: Array) -> list[Box]:
        height, width = pixels.shape[:2]
        padded = np.zeros((1, 3, -(-height // STEP) * STEP, -(-width // STEP) * STEP), dtype=np.float32)
        padded[0, :, :height, :width] = pixels.transpose(2, 0, 1)
        heat, size, shift = self._session.run(self._outputs, {weights.PICTURES.decode(): padded})
        rows, columns = np.nonzero(heat[0, 0] > THRESHOLD)
        tall = np.exp(size[0, 0, rows, columns]) * CELL
        wide = np.exp(size[0, 1, rows, columns]) * CELL
        middle_y = (rows + shift[0, 0, rows, columns] + 0.5) * CELL
        middle_x = (columns + shift[0, 1, rows, columns] + 0.5) * CELL
        found = zip(
            middle_x - wide / 2,
            middle_y - tall / 2,
            middle_x + wide / 2,
            middle_y + tall / 2,
            heat[0, 0, rows, columns],
            strict=True,
        )
        return [Box(*(float(value) for value in box)) for box in found]


def merged(boxes: list[Box]) -> list[Box]:
    """One box for each face: of those that share much the surest stays."""
    kept: list[Box] = []
    for box in sorted(boxes, key=lambda box: -box.score):
        if box.area > 0 and all(box.shared(other) < OVERLAP for other in kept):
            kept.append(box)
    return kept
