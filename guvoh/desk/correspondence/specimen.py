"""A letter filled in with an invented case: what a wording looks like before there is a real one."""

from functools import cache
from typing import Any

from django.utils import timezone

from guvoh.desk.correspondence.kinds import Wording, furniture, read_table
from guvoh.desk.correspondence.merging import merged_parts
from guvoh.desk.correspondence.setting import Content


@cache
def examples() -> dict[str, dict[str, Any]]:
    """By language: a value for every field, an address, and what an earlier letter asked."""
    return read_table("example.yaml")


def specimen(wording: Wording, language: str) -> Content:
    """The content of a draft made with this wording, as `Letter.content` has it."""
    example = examples()[language]
    values = example["values"]
    answers = furniture()[language]["answers"]
    table = [row | {"answered": answers[row["answered"]]} for row in example["table"]]
    return {
        "language": language,
        "number": "",
        "written_on": timezone.localdate().isoformat(),
        "body": values["addressee_body"],
        "address": example["address"],
        "addressee": values["addressee_name"],
        "table": table if wording.introduction else [],
        "points": list(wording.demands),
        "author": values["lawyer_name"],
        "organisation": values["organisation"],
        **merged_parts(wording, values, language, with_table=bool(wording.introduction)),
    }
