import json
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guvoh.desk.evidence.actions.files import FileCard, keep_file
from guvoh.desk.evidence.making import Made, Order, Piece, make
from guvoh.desk.evidence.models import CopyFrame, FaceGroup, PublicationCopy, SafeView, SealedFile
from guvoh.desk.evidence.models.safeviews import ATTEMPTS_MAX
from guvoh.desk.evidence.plain import FOR_FACES, ending_of, piece_bytes, plain_bytes
from guvoh.desk.evidence.reading import damage_refused
from guvoh.desk.evidence.safeviews.parts import Refused
from guvoh.desk.evidence.tracking import Row, box_over_time, found_tracks
from guvoh.desk.evidence.wrapping import key_of
from guvoh.desk.facts.exits import refuse_names
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.record import record
from guvoh.instruments.seal import sealedfile

GoOn = Callable[[], bool]
State = PublicationCopy.State
Decision = FaceGroup.Decision


@transaction.atomic
def copy_for_publication(file: SealedFile, *, by: Member) -> PublicationCopy:
    """Begin a copy that may leave: the workshop looks for faces first. Raises ValidationError."""
    view = SafeView.objects.filter(source=file, state="ready").first()
    if view is None or not view.of_kind("picture", "video"):
        raise ValidationError(_("A copy is made of a picture or a video with a safe view. Have one made first."))
    if file.case is not None and file.case.sealed_in is not None:
        raise ValidationError(
            _("This case is sealed under its team's own keys, and the workshop cannot open it. Unseal it first.")
        )
    copy = PublicationCopy.objects.create(source=file, asked_by=by)
    record("copy.begun", by=by, case=copy.case_code, subject=copy.subject)
    return copy


def _run(copy: PublicationCopy, task: str, more: dict[str, Any], go_on: GoOn) -> Made:
    if copy.attempts > ATTEMPTS_MAX:
        raise Refused("gave_up")
    job = {"task": task, "ending": ending_of(copy.source), **more}
    with damage_refused(copy.source, by=copy.confirmed_by or copy.asked_by):
        return make(Order(job, plain_bytes(copy.source), FOR_FACES, go_on), copy.folder / task)


def _at_work(copy: PublicationCopy, state: str) -> None:
    copy.state, copy.attempts = state, copy.attempts + 1
    copy.save(update_fields=["state", "attempts"])


def find_faces(copy: PublicationCopy, *, by: Member, go_on: GoOn = lambda: True) -> PublicationCopy:
    """Look for faces and lay frames before a person. Killed halfway, it starts anew. Raises SandboxStopped."""
    _at_work(copy, State.LOOKING)
    try:
        made = _run(copy, "find", {}, go_on)
        told, tracks = found_tracks(made.notes.get("faces", b""))
    except Refused as refused:
        return refuse_copy(copy, refused.code, by=by)
    return _lay_before(copy, made, told, tracks, by)


@transaction.atomic
def _lay_before(
    copy: PublicationCopy, made: Made, told: dict[str, float], tracks: list[list[Row]], by: Member
) -> PublicationCopy:
    wrapping = key_of(copy.source)
    for piece in made.pieces:
        (copy.folder / "find" / piece.id.hex).replace(copy.folder / piece.id.hex)
        wrapped = sealedfile.wrap_key(piece.key, wrapping)
        frame = CopyFrame(id=piece.id, copy=copy, number=piece.number, size=piece.size, wrapped_key=wrapped)
        frame.width, frame.height = piece.width, piece.height
        frame.save()
    for number, rows in enumerate(tracks, 1):
        FaceGroup.objects.create(copy=copy, number=number, rows=rows)
    copy.rate, copy.width, copy.height = told["rate"], int(told["width"]), int(told["height"])
    copy.kind = PublicationCopy.Kind.VIDEO if copy.rate else PublicationCopy.Kind.PICTURE
    copy.state, copy.attempts = State.REVIEW, 0
    copy.save()
    record("copy.faces_found", by=by, case=copy.case_code, subject=copy.subject, count=len(tracks))
    return copy


def _in_review(copy: PublicationCopy) -> None:
    if copy.state != State.REVIEW:
        raise ValidationError(_("This copy does not wait for your eyes any more. Begin a new one to change it."))


@transaction.atomic
def decide_face(group: FaceGroup, decision: str, reason: str = "", *, by: Member) -> None:
    """Cover a face, or leave it open with a reason: no face, an official, a consent. Raises ValidationError."""
    _in_review(group.copy)
    group.decision, group.reason = decision, reason.strip() if decision == Decision.LEAVE else ""
    group.decided_by, group.decided_at = by, timezone.now()
    group.full_clean()
    group.save()
    record(
        "copy.face_decided",
        by=by,
        case=group.copy.case_code,
        subject=group.copy.subject,
        number=group.number,
        decision=decision,
        reason=group.reason,
    )


@transaction.atomic
def add_face(copy: PublicationCopy, row: Row, seconds: float = 0, *, by: Member) -> FaceGroup:
    """Cover what the machine did not see: frame and corners as parts of the picture. Raises ValidationError.

    In a video the box stays `seconds` long from its frame on.
    """
    _in_review(copy)
    number = 1 + (copy.groups.order_by("-number").values_list("number", flat=True).first() or 0)
    rows = box_over_time(row, round(seconds * copy.rate))
    group = FaceGroup(copy=copy, number=number, rows=rows, by_hand=True, decision=Decision.COVER, decided_by=by)
    group.decided_at = timezone.now()
    group.full_clean()
    group.save()
    record("copy.face_added", by=by, case=copy.case_code, subject=copy.subject, number=number)
    return group


@transaction.atomic
def confirm_copy(copy: PublicationCopy, subtitles: str = "", *, by: Member) -> None:
    """Say that every face was decided on and no other is seen; the workshop then makes the copy.

    Raises ValidationError when a face is undecided, or the subtitles would name somebody protected.
    """
    _in_review(copy)
    undecided = copy.groups.filter(decision="").count()
    if undecided:
        raise ValidationError(
            _("Faces without a decision: %(count)s. Decide on each of them first.") % {"count": undecided}
        )
    if subtitles.strip():
        refuse_names({"subtitles": subtitles})
    copy.state, copy.confirmed_by, copy.confirmed_at = State.CONFIRMED, by, timezone.now()
    copy.subtitles, copy.attempts = subtitles.strip(), 0
    copy.save()
    record("copy.confirmed", by=by, case=copy.case_code, subject=copy.subject, count=copy.groups.count())


def render_copy(copy: PublicationCopy, *, by: Member, go_on: GoOn = lambda: True) -> PublicationCopy:
    """Make the confirmed copy, read it again, and keep it only if nothing is left. Raises SandboxStopped.

    Where a face shows that nobody decided on, it goes back to a person.
    """
    _at_work(copy, State.RENDERING)
    groups = list(copy.groups.all())
    tracks = {choice: [group.rows for group in groups if group.decision == choice] for choice in Decision.values}
    try:
        made = _run(copy, "cover", {"tracks": tracks["cover"], "subtitles": copy.subtitles}, go_on)
        (piece,) = made.pieces
        left = _read_again(copy, piece, tracks["leave"], go_on)
        if left["metadata"]:
            raise Refused("metadata_left")
    except Refused as refused:
        return refuse_copy(copy, refused.code, by=by)
    if left["faces"]:
        return _back_to_review(copy, left["faces"], by)
    copy.tools = {**made.tools, "exiftool": str(left.get("exiftool", ""))[:40]}
    return _keep(copy, piece, by)


def _read_again(copy: PublicationCopy, piece: Piece, open_ones: list[list[Row]], go_on: GoOn) -> dict[str, Any]:
    ending = "mp4" if piece.kind == "video" else "jpg"
    job = {"task": "check", "ending": ending, "open": open_ones}
    checked = make(Order(job, piece_bytes(piece, copy.folder / "cover"), FOR_FACES, go_on), copy.folder / "check")
    try:
        left: dict[str, Any] = json.loads(checked.notes["left"])
        left["metadata"], left["faces"] = list(left["metadata"]), [list(rows) for rows in left["faces"]]
    except (KeyError, ValueError, TypeError) as error:
        raise Refused("broke") from error
    return left


@transaction.atomic
def _back_to_review(copy: PublicationCopy, faces: list[list[Row]], by: Member) -> PublicationCopy:
    number = copy.groups.count()
    for rows in faces:
        number += 1
        FaceGroup.objects.create(copy=copy, number=number, rows=rows)
    copy.state, copy.confirmed_by, copy.confirmed_at = State.REVIEW, None, None
    copy.save()
    record("copy.faces_left", by=by, case=copy.case_code, subject=copy.subject, count=len(faces))
    return copy


@transaction.atomic
def _keep(copy: PublicationCopy, piece: Piece, by: Member) -> PublicationCopy:
    ending = "mp4" if piece.kind == "video" else "jpg"
    card = FileCard(f"copy.{ending}", piece.content_type, SealedFile.Origin.COPY)
    folder = copy.folder / "cover"
    copy.result = keep_file(card, piece_bytes(piece, folder), by=by, case=copy.source.case)
    copy.width, copy.height = piece.width, piece.height
    copy.state, copy.proved_at = State.READY, timezone.now()
    copy.save()
    record("copy.made", by=by, case=copy.case_code, subject=copy.subject, size=piece.size)
    transaction.on_commit(lambda: (folder / piece.id.hex).unlink(missing_ok=True))
    return copy


@transaction.atomic
def refuse_copy(copy: PublicationCopy, reason: str, *, by: Member) -> PublicationCopy:
    """Say why no copy is made."""
    copy.state, copy.reason = State.REFUSED, reason
    copy.save()
    record("copy.refused", by=by, case=copy.case_code, subject=copy.subject, why=reason)
    return copy
