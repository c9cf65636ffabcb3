"""Small files that are whole at every moment: written beside, put on the disk, then renamed."""

import os
from pathlib import Path


def write_whole(path: Path, content: bytes, *, anew: bool = False) -> None:
    """Write `content` to `path` (mode 0600), so that a writer killed at any moment leaves the old file whole.

    Raises OSError; FileExistsError for a file that is to be made `anew` and exists.
    """
    part = path.with_name(path.name + ".part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        if anew:
            os.link(part, path)
        else:
            part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Put the names in `folder` on the disk: a renamed file is safe only when its folder is. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
