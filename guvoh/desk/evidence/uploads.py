"""Uploads to the desk stay in memory until they are sealed: Django would spool them to the disk in plain."""

from typing import Any, Final

from django.core.files.uploadhandler import MemoryFileUploadHandler, SkipFile

LARGEST_UPLOAD: Final = 50 * 1024 * 1024


class SealingUploadHandler(MemoryFileUploadHandler):
    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002
        self.activated = True

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self._arrived = 0
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._arrived += len(raw_data)
        if self._arrived > LARGEST_UPLOAD:
            self.file.close()
            raise SkipFile
        super().receive_data_chunk(raw_data, start)
