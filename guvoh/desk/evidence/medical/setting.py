"""Sets a report and the blank sheet as PDF/UA-1, in memory: no plain text of an examination touches the disk."""

import datetime as dt
import json
import re
from functools import cache
from importlib import resources
from typing import Any, Final

import typst

NO_GLYPH: Final = re.compile(r'the text `"(.+?)"` could not be displayed')
# What word processors leave in pasted text: breaks that are none here, and signs that no font knows.
BREAKS: Final = re.compile("\r\n|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f]")


class UnprintableSign(ValueError):
    """The font has no such sign. The message is the sign."""


@cache
def _template(name: str) -> bytes:
    return (resources.files(__package__) / f"{name}.typ").read_bytes()


def as_pdf(name: str, content: dict[str, Any], made_on: dt.date) -> bytes:
    """`report` or `sheet` as PDF. Raises UnprintableSign."""
    made_at = dt.datetime.combine(made_on, dt.time(), dt.UTC)
    try:
        # It goes in as data, never as source: nothing a person typed becomes a command of the typesetter.
        return typst.compile(
            _template(name),
            format="pdf",
            sys_inputs={"report": json.dumps(_cleaned(content), ensure_ascii=False)},
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
            timestamp=int(made_at.timestamp()),
        )
    except typst.TypstError as refused:
        sign = NO_GLYPH.search(str(refused))
        if sign is None:
            raise
        raise UnprintableSign(sign[1]) from None


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return CONTROLS.sub("", BREAKS.sub("\n", value))
    if isinstance(value, dict):
        return {key: _cleaned(part) for key, part in value.items()}
    return [_cleaned(part) for part in value] if isinstance(value, list) else value
