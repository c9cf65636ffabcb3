"""The verbs of evidence as the bench calls them. Imported only once Django is set up."""

import itertools
from collections.abc import Iterator
from pathlib import Path

from guvoh.desk.casework.actions import open_case
from guvoh.desk.casework.models import Case
from guvoh.desk.evidence.actions import FileCard, begin_upload, keep_file, keep_upload, take_part
from guvoh.desk.evidence.actions.uploads import LARGEST_PART
from guvoh.desk.evidence.models import SealedFile, Upload
from guvoh.desk.evidence.reading import file_key
from guvoh.desk.staff.models import Member, Organisation
from guvoh.desk.staff.roles import Role

_numbers = itertools.count()


def new_case() -> Case:
    """A case of an officer's, both new: content is kept once in a case."""
    name = f"Bench {next(_numbers)}"
    organisation = Organisation.objects.create(name_tg=name, name_ru=name, name_en=name, standing="member")
    officer = Member.objects.create(username=name, full_name=name, organisation=organisation, language="en")
    officer.grants.create(role=Role.OFFICER)
    return open_case("Bench", by=officer)


def in_parts(source: Path, case: Case) -> SealedFile:
    by = case.team.get().member
    told = Upload(case=case, name="source", size=source.stat().st_size, description="Bench")
    with source.open("rb") as file:
        upload = begin_upload(told, file.read(LARGEST_PART), by=by)
        file.seek(0)
        while part := file.read(LARGEST_PART):
            take_part(upload, upload.confirmed, part, by=by)
    return keep_upload(upload, by=by)


def in_one_stream(blocks: Iterator[bytes], case: Case) -> SealedFile:
    card = FileCard("source", "", SealedFile.Origin.UPLOAD)
    return keep_file(card, blocks, by=case.team.get().member, case=case)


def key_of(file: SealedFile) -> bytes:
    return file_key(file, by=file.kept_by)
