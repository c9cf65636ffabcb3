"""Reports that come in through the front door: its own process seals them, with its own keys and settings."""

import base64
import datetime as dt
import io
import json
import os
import secrets
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from PIL import Image, ImageDraw

from guvoh.config.demo.coalition import Cast
from guvoh.config.demo.days import Days, Story, at
from guvoh.config.demo.place import INSTALLATION
from guvoh.instruments.seal.signature import public_half

LIST_OF_THINGS = "Изъято у брата: телефон, 1 840 сомони, ремень, ключи от лавки. Протокола не дали.\n"


def written_down() -> dict[str, dict[str, Any]]:
    return yaml.safe_load(Path(__file__).with_name("reports.yaml").read_text(encoding="utf-8"))


def tell(cast: Cast, days: Days) -> Story:
    """Three reports that nobody has opened yet, one of them with files."""
    for name, ago in (("soldier", 3), ("dormitory", 2), ("market", 1)):
        yield at(days.ago(ago), 19)
        cast.receipts[name] = send(name, days.ago(ago))


def send(name: str, day: dt.date) -> str:
    """Let the front door seal one report as of that day, return the receipt. Nothing plain touches the disk."""
    report = written_down()[name]
    files = [_file(which) for which in report.get("files", [])]
    told = {**report, "files": files, "day": day.isoformat()}
    sent = subprocess.run(
        [sys.executable, "-m", "guvoh.config.demo.sending"],
        input=json.dumps(told),
        env={**os.environ, **_surroundings()},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(sent.stdout)


def _surroundings() -> dict[str, str]:
    return {
        "ZONE": "frontdoor",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "INTAKE_SPOOL": str(settings.INTAKE_SPOOL),
        "DESK_VERIFY_KEY": public_half(settings.VAULT.key("release/v1")),
        "INSTALLATION": INSTALLATION,
    }


def _file(which: str) -> dict[str, str]:
    if which == "list":
        name, content_type, content = "список.txt", "text/plain", LIST_OF_THINGS.encode()
    else:
        name, content_type, content = "IMG_2041.png", "image/png", _photograph_of_a_paper()
    return {"name": name, "content_type": content_type, "content": base64.b64encode(content).decode()}


def _photograph_of_a_paper() -> bytes:
    """A sheet with lines that cannot be read and a round stamp, as telephones photograph it: askew."""
    sheet = Image.new("RGB", (480, 640), "#f4f0e6")
    pen = ImageDraw.Draw(sheet)
    for number in range(14):
        end = 420 - (number * 53) % 130
        pen.line((50, 90 + 30 * number, end, 90 + 30 * number), fill="#5b5b66", width=5)
    pen.ellipse((290, 500, 400, 610), outline="#3b55a5", width=5)
    photograph = io.BytesIO()
    sheet.rotate(4, expand=True, fillcolor="#6b5a4a").save(photograph, "PNG")
    return photograph.getvalue()
