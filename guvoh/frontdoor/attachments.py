"""Sealed files that wait while a form is being corrected: the form carries their names, the spool their parts."""

from dataclasses import asdict, dataclass

from django.core import signing
from django.http import HttpRequest

from guvoh.frontdoor.notice import spool
from guvoh.frontdoor.uploads import MAX_FILES, MAX_TOTAL_BYTES, Reason, Refusal, Upload
from guvoh.handover.envelope import AttachedFile, Staging

SALT = "guvoh/attachments"
KEPT_SECONDS = 12 * 3600


class Lost(Exception):
    """The kept files were sealed to an older key, have waited too long, were sent already, or were never ours."""

    def __init__(self, marks: tuple[str, ...] = ()) -> None:
        super().__init__("lost")
        self.marks = marks


@dataclass
class Attachments:
    """The sealed files of a report that is not sent yet."""

    staging: Staging | None = None
    files: tuple[AttachedFile, ...] = ()
    # what tells each file from another: the part of a kept one, the contents of a new one
    marks: tuple[str, ...] = ()

    def token(self, key_id: str) -> str:
        """What the form carries, signed so that it can name no other reader's staging."""
        if not self.staging or not self.files:
            return ""
        document = [key_id, self.staging.token, [asdict(attached) for attached in self.files]]
        return signing.dumps(document, salt=SALT, compress=True)

    @classmethod
    def from_token(cls, token: str, key_id: str) -> "Attachments":
        """Return what token() described. Raises Lost."""
        if not token:
            return cls()
        try:
            sealed_to, staging, files = signing.loads(token, salt=SALT, max_age=KEPT_SECONDS)
            known = tuple(AttachedFile(**attached) for attached in files)
            marks = tuple(attached.part for attached in known)
        except signing.BadSignature as error:
            raise Lost from error
        try:
            attachments = cls(Staging(spool(), staging), known, marks)
        except FileNotFoundError as error:
            raise Lost(marks) from error
        if sealed_to != key_id:
            attachments.staging.discard()
            raise Lost
        return attachments

    def drop(self, parts: list[str]) -> None:
        for attached in self.files:
            if attached.part in parts:
                self.staging.drop_part(attached.part)
        self.files = tuple(attached for attached in self.files if attached.part not in parts)
        self.marks = tuple(mark for mark in self.marks if mark not in parts)

    def discard(self) -> None:
        """Remove what was sealed: the same has been sent already."""
        if self.staging:
            self.staging.discard()
        self.staging, self.files = None, ()

    def take(self, upload: Upload) -> list[Refusal]:
        """Add the files of a request, as far as the limits of one report allow; return those that did not fit."""
        if not upload.files:
            return []
        if self.staging:
            self.staging.take_parts(upload.staging)
        else:
            self.staging = upload.claim()
        found = [(attached, self._add(attached, upload.digests[attached.part])) for attached in upload.files]
        return [refusal for _attached, refusal in found if refusal]

    def _add(self, attached: AttachedFile, mark: str) -> Refusal | None:
        total = attached.size + sum(kept.size for kept in self.files)
        if len(self.files) < MAX_FILES and total <= MAX_TOTAL_BYTES:
            self.files += (attached,)
            self.marks += (mark,)
            return None
        self.staging.drop_part(attached.part)
        return Refusal(attached.name, Reason.TOO_MANY if len(self.files) >= MAX_FILES else Reason.TOO_MUCH)


def gather(request: HttpRequest, key_id: str) -> tuple[Attachments, list[Refusal]]:
    """Return the files kept from an earlier try together with those of this request, and what was refused."""
    # reading POST is what brings the files in, unless a middleware has done it before
    written = request.POST
    refused = list(request.upload.refused)
    try:
        attachments = Attachments.from_token(written.get("kept", ""), key_id)
    except Lost as lost:
        # of no use but to see that this very form was sent a moment ago
        attachments = Attachments(marks=lost.marks)
        refused.append(Refusal("", Reason.LOST))
    attachments.drop(written.getlist("drop"))
    # the last field of the form: without it the connection broke, and nobody is there to correct anything
    if written.get("complete") == "1":
        refused += attachments.take(request.upload)
    return attachments, refused
