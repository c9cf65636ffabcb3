"""Files on their way in: sealed chunk by chunk while the request is still being read, never plain on the disk."""

import hashlib
from dataclasses import dataclass, field
from enum import Enum
from typing import IO, Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload

from guvoh.frontdoor.notice import Closed, current_notice, spool
from guvoh.frontdoor.quota import quota
from guvoh.handover.envelope import AttachedFile, Staging
from guvoh.handover.notice import Notice
from guvoh.instruments.seal.age import SealingWriter

MEGABYTE = 1024 * 1024
MAX_FILES = 10
MAX_FILE_BYTES = 50 * MEGABYTE
MAX_TOTAL_BYTES = 200 * MEGABYTE
# The addresses whose forms take files.
TAKING = ("report", "write")
# Up to here a refused body is still read to its end, since most browsers show an answer only then.
MAX_BODY_BYTES = 1024 * MEGABYTE


class Reason(Enum):
    TOO_LARGE = "too large"
    TOO_MANY = "too many"
    TOO_MUCH = "too much in all"
    NOT_STORED = "not stored"
    LOST = "lost"


@dataclass(frozen=True)
class Refusal:
    name: str
    reason: Reason


@dataclass
class Part:
    """The file that is coming in at the moment."""

    id: str
    name: str
    content_type: str
    writer: SealingWriter
    size: int = 0
    digest: Any = field(default_factory=hashlib.sha256)


@dataclass
class Upload:
    """The files of one request: those that were sealed, and those that were refused."""

    notice: Notice | None = None
    staging: Staging | None = None
    part: Part | None = None
    files: list[AttachedFile] = field(default_factory=list)
    # of the contents, by part: they tell a form that was sent twice from one that was changed in between
    digests: dict[str, str] = field(default_factory=dict)
    refused: list[Refusal] = field(default_factory=list)

    def begin(self, name: str, content_type: str) -> None:
        if len(self.files) >= MAX_FILES:
            self._refuse(name, Reason.TOO_MANY)
        try:
            quota.check_files()
            self.notice = self.notice or current_notice()
            self.staging = self.staging or Staging(spool())
            part, writer = self.staging.new_part((self.notice.intake, self.notice.recovery))
        except Closed:
            # the view answers for all files at once
            raise SkipFile from None
        except OSError:
            self._refuse(name, Reason.NOT_STORED)
        self.part = Part(part, name, content_type, writer)

    def write(self, chunk: bytes) -> None:
        self.part.size += len(chunk)
        self.part.digest.update(chunk)
        total = self.part.size + sum(attached.size for attached in self.files)
        if self.part.size > MAX_FILE_BYTES or total > MAX_TOTAL_BYTES:
            reason = Reason.TOO_LARGE if self.part.size > MAX_FILE_BYTES else Reason.TOO_MUCH
            self._refuse(self._drop_part(), reason)
        try:
            self.part.writer.write(chunk)
        except OSError:
            self._refuse(self._drop_part(), Reason.NOT_STORED)

    def finish(self) -> None:
        part = self.part
        try:
            Staging.close_part(part.writer, part.size)
        except OSError:
            self.refused.append(Refusal(self._drop_part(), Reason.NOT_STORED))
        else:
            self.files.append(AttachedFile(part.id, part.name, part.content_type, part.size))
            self.digests[part.id] = part.digest.hexdigest()
            self.part = None

    def claim(self) -> Staging:
        """Give the staging with its sealed parts to a view, which answers for them from now on."""
        staging, self.staging = self.staging, None
        return staging

    def discard(self) -> None:
        if self.part:
            self._drop_part()
        if self.staging:
            self.claim().discard()
        self.files.clear()

    def _refuse(self, name: str, reason: Reason) -> None:
        self.refused.append(Refusal(name, reason))
        raise SkipFile

    def _drop_part(self) -> str:
        part, self.part = self.part, None
        part.writer.abandon()
        self.staging.drop_part(part.id)
        return part.name


class SealingUploadHandler(FileUploadHandler):
    """The only upload handler of this zone. Files are taken on the forms of TAKING and nowhere else."""

    def handle_raw_input(
        self,
        input_data: IO[bytes],  # noqa: ARG002 - the names are Django's
        META: dict[str, Any],  # noqa: ARG002
        content_length: int,
        boundary: bytes,  # noqa: ARG002
        encoding: str | None = None,  # noqa: ARG002
    ) -> None:
        self.body_bytes = content_length

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.request.resolver_match.url_name not in TAKING or self.field_name != "files":
            raise SkipFile
        if self.body_bytes > MAX_BODY_BYTES:
            self.request.upload.refused.append(Refusal(self.file_name, Reason.TOO_LARGE))
            raise StopUpload(connection_reset=True)
        self.request.upload.begin(self.file_name, self.content_type)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002
        self.request.upload.write(raw_data)

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002
        self.request.upload.finish()

    def upload_interrupted(self) -> None:
        # Django calls this also when the last file was skipped; only an open part was cut short
        if self.request.upload.part:
            self.request.upload.discard()
