"""The forms of the front door, whole: multipart parts, headers, names, files, and what a receipt is given for."""

import datetime as dt
import os
import shutil
import tempfile
from pathlib import Path
from typing import Final

import django
from django.test import Client

from guvoh.handover.envelope import IntakeSpool
from guvoh.handover.notice import Notice
from guvoh.instruments.seal import age
from guvoh.instruments.seal.signature import public_half

SEED: Final = b"f" * 32
# kept until the process ends
_FOLDER: Final = tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None)  # noqa: S108
_SPOOL: Final = IntakeSpool(Path(_FOLDER.name) / "intake")
os.environ.update(
    ZONE="frontdoor",
    DJANGO_SETTINGS_MODULE="guvoh.config.settings",
    SECRET_KEY="of the fuzzer",  # noqa: S106 - opens nothing
    INTAKE_SPOOL=str(_SPOOL.root),
    DESK_VERIFY_KEY=public_half(SEED),
    INSTALLATION="guvoh-fuzz",
    ALLOWED_HOSTS="testserver",
)
django.setup()

from guvoh.frontdoor import actions, quota  # noqa: E402 - only once the zone is entered

ADDRESSES: Final = ("/en/report/", "/tg/receipt/", "/ru/receipt/write/")
ANSWERS: Final = (200, 302, 400, 403, 413, 422, 429, 503)
FIELDS: Final = {"kept": "", "once": "", "what": "w", "contact_safety": "no", "code": "1" * 24, "text": "t"}


def _fresh() -> None:
    shutil.rmtree(_SPOOL.root, ignore_errors=True)
    keys = [age.recipient_of(age.identity_from_seed(bytes([number]) * 32)) for number in (1, 2)]
    _SPOOL.publish_notice(Notice(keys[0], keys[1], dt.date.today() + dt.timedelta(days=30)), SEED)
    _SPOOL.open_mailbox(actions._receipt("1" * 24).mailbox)
    actions.sendings.refill()
    actions.openings._recent.clear()
    quota.quota.forget()


def part(disposition: str, content: str, *headers: str) -> str:
    lines = ["--b", f"Content-Disposition: form-data; {disposition}", *headers, "", content, ""]
    return "\r\n".join(lines)


def seeds() -> list[bytes]:
    fields = "".join(part(f'name="{name}"', value) for name, value in FIELDS.items())
    file = part('name="files"; filename="a.jpg"', "x", "Content-Type: image/jpeg")
    coded = part("name=\"files\"; filename*=UTF-8''%D1%8F", "eA==", "Content-Transfer-Encoding: base64")
    end = part('name="complete"', "1") + "--b--\r\n"
    bodies = [fields + more + end for more in ("", file, coded, file * 3)]
    return [bytes([number]) + body.encode() for number in range(len(ADDRESSES)) for body in bodies]


def one(data: bytes) -> None:
    if not data:
        return
    _fresh()
    # an exception in a view comes out of the test client
    answer = Client().generic(
        "POST", ADDRESSES[data[0] % len(ADDRESSES)], data[1:], content_type="multipart/form-data; boundary=b"
    )
    if answer.status_code not in ANSWERS:
        raise AssertionError(f"answered with {answer.status_code}")
    waiting = list((_SPOOL.root / "in").glob(".staging-*/*")) if (_SPOOL.root / "in").is_dir() else []
    if any(not path.name.startswith("file-") for path in waiting):
        raise AssertionError("something unsealed lies in the spool")
