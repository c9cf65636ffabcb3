"""Files taken off the disk as far as a file system lets us."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

BLOCK_BYTES: Final = 1 << 20


def destroy(paths: Iterable[Path]) -> None:
    """Overwrite and remove. What the disk keeps elsewhere opens no more: the key is gone. Raises OSError.

    What a power cut leaves is found by `guvoh verify`.
    """
    for path in paths:
        if not path.exists():
            continue
        with path.open("r+b") as file:
            left = os.fstat(file.fileno()).st_size
            while left > 0:
                left -= file.write(bytes(min(left, BLOCK_BYTES)))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
