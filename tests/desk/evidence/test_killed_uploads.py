"""A process killed at any moment of an upload loses nothing that was confirmed, and shows nothing half.

GUVOH_KILLS=200 kills more often than the suite does.
"""

import os
import random
import select
import signal
import time
from types import SimpleNamespace

import pytest
from django.db import connections

from guvoh.desk.casework.actions import open_case
from guvoh.desk.casework.models import Case
from guvoh.desk.evidence.actions import begin_upload, keep_upload, read_file, take_part
from guvoh.desk.evidence.models import SealedFile, Upload
from guvoh.desk.staff.models import Member
from guvoh.instruments.seal.sealedfile import SEGMENT_BYTES

KILLS = int(os.environ.get("GUVOH_KILLS", "20"))
SIZE = 5 * SEGMENT_BYTES + 12_345
LONGEST_SECONDS = 0.25


def send(case: Case, content: bytes, by: Member, answers: int) -> None:
    """The whole of an upload, from wherever it stands; every confirmed offset is answered."""
    told = Upload(case=case, name="video", size=len(content), description="x")
    upload = begin_upload(told, content[: 256 * 1024], by=by)
    while not upload.is_whole:
        offset = upload.confirmed
        take_part(upload, offset, content[offset : offset + SEGMENT_BYTES], by=by)
        os.write(answers, upload.confirmed.to_bytes(8, "big"))
    keep_upload(upload, by=by)
    os.write(answers, b"kept\0\0\0\0")


def killed_in_the_middle(seconds: float, *args: object) -> bytes:
    """What a process of its own had answered when it was killed."""
    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            send(*args, writing)
        finally:
            os._exit(0)
    os.close(writing)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    answered = b""
    while select.select([reading], [], [], 0)[0] and (more := os.read(reading, 4096)):
        answered += more
    os.close(reading)
    return answered


@pytest.mark.django_db(transaction=True)
def test_what_was_confirmed_is_there_and_nothing_half_is(cast: SimpleNamespace, tmp_path) -> None:
    chance, kills, files = random.Random(5), 0, 0
    by = cast.officer
    while kills < KILLS:
        case, content, confirmed = open_case("x", by=by), chance.randbytes(SIZE), 0
        while not SealedFile.objects.filter(case=case).exists():
            answered = killed_in_the_middle(chance.random() * LONGEST_SECONDS, case, content, by)
            kills += 1
            answers = [answered[at : at + 8] for at in range(0, len(answered), 8)]
            confirmed = max([confirmed, *(int.from_bytes(each, "big") for each in answers if each[:4] != b"kept")])
            upload = Upload.objects.filter(case=case).first()
            kept = SealedFile.objects.filter(case=case).first()
            assert (upload is None) or (kept is None), "a file is on its way or kept, never both"
            assert kept or (upload.confirmed if upload else 0) >= confirmed
            assert kept or b"kept" not in answered
            shown = {path.name for path in tmp_path.glob("files/*/*")} if upload is None else set()
            assert shown <= {file.pk.hex for file in SealedFile.objects.all()}
        file = SealedFile.objects.get(case=case)
        assert b"".join(read_file(file, by=by)) == content
        files += 1
    assert files > 0
    assert not Upload.objects.exists()
