"""A folder of its own for every test, files kept again and again, and an examination up to the signature."""

import datetime as dt
import io
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageDraw

from guvoh.desk.casework import actions as casework
from guvoh.desk.casework.models import Case
from guvoh.desk.evidence import actions
from guvoh.desk.evidence.actions import FileCard, ask_for_view, keep_file, make_view
from guvoh.desk.evidence.models import Examination, SafeView, SealedFile
from guvoh.desk.facts.models import Actor

CANARY = "Rustam Saidov"
MakeView = Callable[..., SafeView]
PLAIN = "Ин акси дасти шикастаи ӯ аст. ".encode() * 5000


@pytest.fixture(autouse=True)
def own_folder(tmp_path, settings) -> None:
    settings.DESK_DIR = tmp_path


def just_confirmed(browser: Client) -> Client:
    """The browser of somebody who has shown her second factor again a moment ago."""
    session = browser.session
    proof = {"method": "mfa", "type": "totp", "reauthenticated": True, "at": time.time()}
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [proof]
    session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = session["_auth_user_id"]
    session.save()
    return browser


def begin(browser: Client, case: Case, content: bytes, **typed: str):
    fields = {"description": "From the client", "name": "акс Саидов.jpg", "content_type": "image/jpeg"}
    first = SimpleUploadedFile("first", content[: 256 * 1024])
    told = {**fields, "size": len(content), "first": first, **typed}
    return browser.post(reverse("evidence:upload_begin", args=[case.code]), told)


def send_part(browser: Client, address: str, offset: int, part: bytes):
    return browser.post(f"{address}{offset}/", part, content_type="application/octet-stream")


@pytest.fixture
def kept(cast: SimpleNamespace, case: Case) -> Callable[..., SealedFile]:
    """Keeps a file in the officer's case."""

    def keep(content: bytes = PLAIN, name: str = "a.mp4", content_type: str = "video/mp4") -> SealedFile:
        card = FileCard(name, content_type, SealedFile.Origin.UPLOAD)
        return keep_file(card, [content], by=cast.officer, case=case)

    return keep


NARRATIVE = "Ӯро бо калтаки резинӣ ба пой ва пушт заданд, дасташ қулф буд, ғайр аз ин ҷароҳат. Баъд ӯ беҳуш шуд."


@pytest.fixture
def treated(cast: SimpleNamespace, case: Case, tmp_path, settings) -> Case:
    """The case with doctor and psychologist on its team."""
    settings.DESK_DIR = tmp_path
    for member in (cast.doctor, cast.psychologist):
        casework.add_to_team(case, member, by=cast.officer)
    return case


@pytest.fixture
def draft(cast: SimpleNamespace, treated: Case, client_of_case: Actor) -> Examination:
    return actions.start_examination(
        treated,
        client_of_case,
        by=cast.doctor,
        examined_at=timezone.now(),
        place="Clinic",
        alleged_on=timezone.localdate() - dt.timedelta(days=1),
        police="absent",
        private="yes",
        agreed_examination="given",
        agreed_photographs="given",
        agreed_disclosure="given",
        narrative=NARRATIVE,
    )


@pytest.fixture
def signed(cast: SimpleNamespace, draft: Examination) -> Examination:
    """With a bruise, a psychological part and a conclusion."""
    actions.add_finding(
        draft,
        "back-thigh-r",
        kind="bruise",
        length_mm=120,
        width_mm=25,
        colour="blue",
        shape="two parallel lines",
        alleged_cause="truncheon",
        degree="highly_consistent",
        by=cast.doctor,
    )
    actions.assess_mind(draft, "consistent", complaints="Sleeps badly", assessment="Acute stress", by=cast.doctor)
    actions.conclude(
        draft, "highly_consistent", conclusion="Marks of blows.", limits="No X-ray was to be had.", by=cast.doctor
    )
    actions.sign_examination(draft, by=cast.doctor)
    return draft


@pytest.fixture
def consent(cast: SimpleNamespace, treated: Case, client_of_case: Actor) -> Callable[..., Any]:
    def given(purpose: str = "lawyer", level: str = "full_name") -> Any:
        return casework.give_consent(
            treated, client_of_case, purpose=purpose, identification=level, how="written", by=cast.officer
        )

    return given


def photograph(size: tuple[int, int] = (320, 200), form: str = "JPEG") -> bytes:
    """A picture as a telephone makes it: turned, with a place, a device, a comment and a small picture in it."""
    picture = Image.new("RGB", size, "navy")
    ImageDraw.Draw(picture).ellipse((20, 20, 90, 90), fill="orange")
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x013B] = 6, "Phone", CANARY
    exif.get_ifd(0x8825)[2] = (38.0, 33.0, 12.0)
    written = io.BytesIO()
    xmp = f"<x:xmpmeta><rdf:li>{CANARY}</rdf:li></x:xmpmeta>".encode()
    more = {"comment": CANARY.encode(), "xmp": xmp} if form == "JPEG" else {}
    picture.save(written, form, exif=exif, **more)
    return written.getvalue()


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """One second of moving picture and sound, with a title and a place as telephones write them."""
    path = tmp_path_factory.mktemp("clip") / "clip.mov"
    command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=s=320x180:r=12:d=1"]
    command += ["-f", "lavfi", "-i", "sine=d=1", "-metadata", f"title={CANARY}", "-metadata", f"artist={CANARY}"]
    command += ["-metadata", "location=+38.5598+068.7870/", "-c:v", "libx264", "-preset", "ultrafast"]
    subprocess.run([*command, "-c:a", "aac", "-movflags", "use_metadata_tags", str(path)], check=True)
    return path.read_bytes()


@pytest.fixture
def made(cast, kept) -> MakeView:
    """A safe view of these bytes, made as the workshop makes it."""

    def make(content: bytes, name: str) -> SafeView:
        return make_view(ask_for_view(kept(content, name), by=cast.officer), by=cast.officer)

    return make


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
