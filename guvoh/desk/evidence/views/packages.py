import uuid
from collections.abc import Iterator
from http import HTTPStatus

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from guvoh.desk.evidence.access import file_for
from guvoh.desk.evidence.actions import note_damage, pack_for_court
from guvoh.desk.evidence.court.parcel import Parcel
from guvoh.desk.evidence.forms import PackageForm
from guvoh.desk.staff.attempt import attempt
from guvoh.desk.staff.models import Member
from guvoh.desk.staff.proof import fresh_proof_to_change
from guvoh.instruments.seal.sealedfile import DamagedFile


@fresh_proof_to_change
def package(request: HttpRequest, file_id: uuid.UUID) -> HttpResponseBase:
    file = file_for(request.user, file_id)
    form = PackageForm(request.POST or None, file=file)
    if request.method == "POST" and form.is_valid():
        try:
            done, parcel = attempt(form, pack_for_court, file, form.order, by=request.user)
        except (DamagedFile, FileNotFoundError):
            note_damage(file, by=request.user)
            return render(
                request, "evidence/damaged.html", {"file": file}, status=HTTPStatus.INTERNAL_SERVER_ERROR
            )
        if done and parcel is not None:
            return _sent(parcel, request.user)
    return render(
        request, "evidence/package.html", {"form": form, "file": file}, status=422 if form.is_bound else 200
    )


def _sent(parcel: Parcel, member: Member) -> StreamingHttpResponse:
    response = StreamingHttpResponse(_watched(parcel, member), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{parcel.name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def _watched(parcel: Parcel, member: Member) -> Iterator[bytes]:
    """Damage found on the way is recorded, and breaks the archive off."""
    try:
        yield from parcel.stream()
    except DamagedFile:
        note_damage(parcel.file, by=member)
        raise
