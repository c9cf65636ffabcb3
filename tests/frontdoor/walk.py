"""What a reporter's browser sends, and what she reads in the answer."""

import html
import re

from django.core.files.uploadedfile import SimpleUploadedFile

LANGUAGES = ("tg", "ru", "en")


def answers(**changed: object) -> dict[str, object]:
    """What a browser sends for a report, field by field in the order of the form."""
    typed = {"kept": "", "what": "They came at night.", "when": "in May", "where": "Kulob", "whom": "my brother"}
    return {**typed, "contact_safety": "careful", "contact_how": "a letter", "complete": "1", **changed}


def attached(name: str = "yard.jpg", content: bytes = b"picture", kind: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, kind)


def text_of(response, leave_out: str = r"(?!)") -> str:
    """The words a reader sees, with single spaces, but for what stands in the HTML as `leave_out` says."""
    page = re.sub(leave_out, " ", response.content.decode())
    page = re.sub(r"<style.*?</style>|<[^>]*>", " ", page)
    return re.sub(r"\s+", " ", html.unescape(page))


def kept_token(response) -> str:
    return re.search(r'name="kept" value="([^"]*)"', response.content.decode()).group(1)


def receipt_code(response) -> str:
    return " ".join(re.findall(r"<span>(\d{4})</span>", response.content.decode()))


def once_token(response) -> str:
    return re.search(r'name="once" value="([^"]*)"', response.content.decode()).group(1)
