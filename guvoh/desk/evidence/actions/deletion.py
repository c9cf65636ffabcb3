from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guvoh.desk.evidence.destroying import destroy
from guvoh.desk.evidence.holds import held_by
from guvoh.desk.evidence.models import CopyFrame, PublicationCopy, SafePart, SafeView, SealedFile, State
from guvoh.desk.staff.actions import propose
from guvoh.desk.staff.models import Member, Proposal
from guvoh.desk.staff.record import record

KIND: Final = "evidence.file_delete"
# all that tells what it was
WORDS: Final = ("name", "description", "sha256", "fingerprint", "graphic_reason")


def ask_to_delete(file: SealedFile, reason: str, *, by: Member) -> Proposal:
    """Ask a second person to have a file deleted. Raises ValidationError where it must stay, or was asked for."""
    _refuse_held(file)
    if Proposal.objects.waiting().filter(kind=KIND, subject=file.subject).exists():
        raise ValidationError(_("A second person was asked to delete this file already."))
    return propose(KIND, {"file": file.pk.hex}, by=by, reason=reason, subject=file.subject)


@transaction.atomic
def delete_file(file: SealedFile, reason: str, *, by: Member) -> None:
    """Destroy a file, its key, and all that was made of it; a row stays that says who did it, when and why.

    Raises ValidationError where something needs it.
    """
    _refuse_held(file)
    record("file.deleted", by=by, case=file.case.code, subject=file.subject, reason=reason)
    _empty(file, reason, by)


def _refuse_held(file: SealedFile) -> None:
    sentences = held_by(file) + _at_work(file)
    if sentences:
        raise ValidationError(sentences)


def _at_work(file: SealedFile) -> list[str]:
    states = (PublicationCopy.State.LOOKING, PublicationCopy.State.RENDERING)
    busy = SafeView.objects.filter(source=file, state=State.MAKING).exists()
    if busy or file.copies.filter(state__in=states).exists():
        return [_("The workshop is at work on this file. Try again in some minutes.")]
    return []


def _empty(file: SealedFile, reason: str, by: Member) -> None:
    paths = [file.path, *_drop_views(file), *_drop_copies(file, reason, by)]
    for rows in (file.custody, file.confessions, file.links, file.links_to_me):
        rows.all().delete()
    for name in WORDS:
        setattr(file, name, "")
    file.wrapped_key, file.graphic, file.same_as = b"", None, None
    file.deleted_at, file.deleted_by, file.deleted_reason = timezone.now(), by, reason
    gone = ("wrapped_key", "graphic", "same_as", "deleted_at", "deleted_by", "deleted_reason")
    file.save(update_fields=[*WORDS, *gone])
    _pass_on(file)
    transaction.on_commit(lambda: destroy(paths))


def _pass_on(file: SealedFile) -> None:
    """The same content brought another time stays; the eldest of the rest is what they are compared with."""
    heirs = list(file.kept_again.order_by("kept_at"))
    for number, heir in enumerate(heirs):
        SealedFile.objects.filter(pk=heir.pk).update(same_as=heirs[0] if number else None)


def _drop_views(file: SealedFile) -> Iterator[Path]:
    parts = SafePart.objects.filter(view__source=file).select_related("view")
    yield from [part.path for part in parts]
    parts.delete()
    SafeView.objects.filter(source=file).delete()


def _drop_copies(file: SealedFile, reason: str, by: Member) -> Iterator[Path]:
    """What was made of it for publication and does not stand published goes with it."""
    for copy in file.copies.select_related("result__case"):
        frames = CopyFrame.objects.filter(copy=copy)
        yield from [frame.path for frame in frames]
        frames.delete()
        result, copy.result, copy.proved_at = copy.result, None, None
        copy.state, copy.reason, copy.subtitles = PublicationCopy.State.REFUSED, "source_deleted", ""
        copy.save()
        if result is not None:
            delete_file(result, reason, by=by)
    # itself such a copy
    PublicationCopy.objects.filter(result=file).update(
        result=None, proved_at=None, state=PublicationCopy.State.REFUSED, reason="source_deleted"
    )
