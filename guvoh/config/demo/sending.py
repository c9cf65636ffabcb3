"""Sends a report as the front door does, in a process of its zone: report on the input, receipt on the output."""

import base64
import datetime as dt
import json
import os
import sys
from typing import Any

import django

from guvoh.config.demo.days import at, dated
from guvoh.frontdoor.actions import Sending, Written, send_report
from guvoh.frontdoor.attachments import Attachments
from guvoh.frontdoor.notice import current_notice
from guvoh.frontdoor.once import new_token
from guvoh.frontdoor.uploads import Upload


def attach(files: list[dict[str, str]]) -> Attachments:
    upload, attachments = Upload(), Attachments()
    for file in files:
        upload.begin(file["name"], file["content_type"])
        upload.write(base64.b64decode(file["content"]))
        upload.finish()
    attachments.take(upload)
    return attachments


def send(report: dict[str, Any]) -> str:
    """Send one report as if it were written on its day, return the receipt."""
    written = Written(**report["written"])
    with dated(at(dt.date.fromisoformat(report["day"]), 12)):
        sending = Sending(new_token(), attach(report["files"]), current_notice(), report["language"])
        return send_report(written, sending)


def main() -> None:
    os.environ.update(ZONE="frontdoor", DJANGO_SETTINGS_MODULE="guvoh.config.settings")
    django.setup()
    json.dump(send(json.load(sys.stdin)), sys.stdout)


if __name__ == "__main__":
    main()
