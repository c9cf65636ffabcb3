from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guvoh.desk.evidence.making import Made, Order, make
from guvoh.desk.evidence.models import SafePart, SafeView, SealedFile, State
from guvoh.desk.evidence.models.safeviews import ATTEMPTS_MAX
from guvoh.desk.evidence.plain import ending_of, limits_for, plain_bytes
from guvoh.desk.evidence.reading import damage_refused
from guvoh.desk.evidence.safeviews.parts import Refused
from guvoh.desk.evidence.scanning import scan
from guvoh.desk.evidence.wrapping import key_of
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.record import record
from guvoh.instruments.seal import sealedfile


@transaction.atomic
def ask_for_view(file: SealedFile, *, by: Member) -> SafeView:
    """Put a file into the workshop's queue; asked again, one that was refused gets another turn."""
    view, is_new = SafeView.objects.get_or_create(source=file, defaults={"asked_by": by})
    if view.state == State.REFUSED:
        view.state, view.reason, view.attempts, view.asked_by = State.QUEUED, "", 0, by
        view.save()
    elif not is_new:
        return view
    record("file.view_asked", by=by, case=_code(file), subject=file.subject)
    return view


def _code(file: SealedFile) -> str:
    return file.case.code if file.case else ""


def make_view(view: SafeView, *, by: Member, go_on: Callable[[], bool] = lambda: True) -> SafeView:
    """Make what can be looked at, or refuse with a reason. Killed halfway, it starts anew at the next call.

    Raises SandboxStopped when `go_on` says no; OSError when the disk is full.
    """
    view.state, view.attempts = State.MAKING, view.attempts + 1
    view.save(update_fields=["state", "attempts"])
    try:
        made = _made(view, go_on)
    except Refused as refused:
        return refuse_view(view, refused.code, by=by)
    return _keep(view, made, by)


def _made(view: SafeView, go_on: Callable[[], bool]) -> Made:
    file, limits = view.source, limits_for(view.source)
    if view.attempts > ATTEMPTS_MAX:
        raise Refused("gave_up")
    if file.size > limits.input:
        raise Refused("too_large")
    with damage_refused(file, by=view.asked_by):
        view.scan = scan(settings.CLAMD_SOCKET, plain_bytes(file))
        if view.scan == SafeView.Scan.FOUND:
            raise Refused("scan_found")
        job = {"task": "views", "ending": ending_of(file)}
        return make(Order(job, plain_bytes(file), limits, go_on), view.folder)


@transaction.atomic
def _keep(view: SafeView, made: Made, by: Member) -> SafeView:
    wrapping = key_of(view.source)
    for piece in made.pieces:
        SafePart.objects.create(
            id=piece.id,
            view=view,
            kind=piece.kind,
            number=piece.number,
            content_type=piece.content_type,
            size=piece.size,
            width=piece.width,
            height=piece.height,
            wrapped_key=sealedfile.wrap_key(piece.key, wrapping),
        )
    view.state, view.made_at, view.tools = State.READY, timezone.now(), made.tools
    view.found = made.notes.get("found", b"").decode("ascii", "replace")[:10]
    view.save()
    record("file.view_made", by=by, case=_code(view.source), subject=view.source.subject, count=len(made.pieces))
    return view


@transaction.atomic
def refuse_view(view: SafeView, reason: str, *, by: Member) -> SafeView:
    """Say why nothing is made of this file."""
    view.state, view.reason = State.REFUSED, reason
    view.save()
    record("file.view_refused", by=by, case=_code(view.source), subject=view.source.subject, why=reason)
    return view


@transaction.atomic
def uncover(view: SafeView, reason: str, *, by: Member) -> None:
    """Show what is covered to one member, for the reason she gives. Raises ValidationError."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why you need to see it: the reason is kept in the record.")})
    record(
        "file.uncovered", by=by, case=_code(view.source), subject=view.source.subject, reason=reason.strip()[:300]
    )


@transaction.atomic
def look_at_file(view: SafeView, *, by: Member) -> None:
    """Record that a member was shown the safe view of a file."""
    record("file.viewed", by=by, case=_code(view.source), subject=view.source.subject)
