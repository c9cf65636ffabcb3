"""The recovery shares on paper, one page a holder, with instructions in three languages. Set in memory."""

import datetime as dt
import json
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any

import typst
import yaml

from guvoh.instruments.terms.dates import format_date


@cache
def _words() -> dict[str, Any]:
    text = (resources.files("guvoh.instruments.seal") / "sheet.yaml").read_text(encoding="utf-8")
    words: dict[str, Any] = yaml.safe_load(text)
    return words


def as_pdf(shares: Sequence[str], set_id: str, made_on: dt.date) -> bytes:
    """Return the sheets as PDF/UA-1, one page a share. `set_id` is on every page; nobody is named.

    The bytes open the vault: write them nowhere but where the operator says.
    """
    pages = [
        {
            "words": share.split(),
            "parts": [_part(language, number, len(shares), set_id, made_on) for language in _words()],
        }
        for number, share in enumerate(shares, 1)
    ]
    made_at = dt.datetime.combine(made_on, dt.time(), dt.UTC)
    return typst.compile(
        (resources.files("guvoh.instruments.seal") / "sheet.typ").read_bytes(),
        format="pdf",
        sys_inputs={"sheets": json.dumps({"title": set_id, "pages": pages}, ensure_ascii=False)},
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        timestamp=int(made_at.timestamp()),
    )


def _part(language: str, number: int, of: int, set_id: str, made_on: dt.date) -> dict[str, Any]:
    words = _words()[language]
    return {
        "language": language,
        "title": words["title"].format(number=number, of=of),
        "set": words["set"].format(set=set_id, day=format_date(made_on, language)),
        "points": words["points"],
    }
