"""Whether the disk still has room, said in a sentence before and while a file is sealed."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from guvoh.instruments.seal.sealedfile import padded

# the database and its backup must still find room when no file does
RESERVE_BYTES: Final = 256 * 1024 * 1024
FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def refuse_without_room(size: int) -> None:
    """Raises ValidationError where `size` more bytes would leave the desk without room."""
    if shutil.disk_usage(settings.DESK_DIR).free < padded(size) + RESERVE_BYTES:
        raise _no_room()


@contextmanager
def full_disk_said() -> Iterator[None]:
    """A disk that is full becomes a ValidationError."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise _no_room() from error
        raise


def _no_room() -> ValidationError:
    return ValidationError(
        _(
            "The disk of the desk is full: this file finds no room. Nothing of it was kept as a file. Ask your "
            "administrator for room and send it again."
        ),
        code="no_room",
    )
