"""Uploads never reach the disk in plain, where Django would spool them.

They are sealed as they arrive, or held in memory by the forms whose files are small.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, MemoryFileUploadHandler, SkipFile
from django.http import HttpRequest

from guvoh.desk.evidence.arrivals import Arrival

LARGEST_UPLOAD: Final = 50 * 1024 * 1024


class SealingUploadHandler(MemoryFileUploadHandler):
    """Small files of the other rooms, in memory until their verb seals them."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002
        self.activated = True

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        # of somebody who is not signed in no file is held, only what was typed; a locked desk knows nobody
        member = getattr(self.request, "user", None)
        if member is None or not member.is_authenticated:
            raise SkipFile
        self._arrived = 0
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._arrived += len(raw_data)
        if self._arrived > LARGEST_UPLOAD:
            self.file.close()
            raise SkipFile
        super().receive_data_chunk(raw_data, start)


class ArrivalHandler(FileUploadHandler):
    """Any size, straight into a sealed file. The view has opened its door before the first byte is read."""

    def __init__(self, request: HttpRequest, arrival: Arrival) -> None:
        super().__init__(request)
        self.arrival = arrival

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        with _skipped_when_refused(self.arrival):
            self.arrival.open(self.file_name, self.content_type or "")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - Django's signature
        with _skipped_when_refused(self.arrival):
            self.arrival.take(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        try:
            self.arrival.close()
        except ValidationError as refused:
            self.arrival.refused = " ".join(refused.messages)
            return None
        # its content is sealed already: what the form is given has a name and a size
        return UploadedFile(BytesIO(), self.file_name, self.content_type, file_size)


@contextmanager
def _skipped_when_refused(arrival: Arrival) -> Iterator[None]:
    """What else was typed still comes in, and the form says why the file did not."""
    try:
        yield
    except ValidationError as refused:
        arrival.refused = " ".join(refused.messages)
        raise SkipFile from refused
