"""Walks the main job over HTTP against the running demo, and says for each step what was seen."""

import sys
from collections.abc import Callable
from typing import Any, Final

import httpx

from guvoh.config.demo.place import Place
from guvoh.config.demo.steps_in import casework, report, triage
from guvoh.config.demo.steps_out import letter, public, recorded, story
from guvoh.config.demo.walking import StepFailed, Walk

STEPS: Final[list[tuple[str, Callable[[Walk], str]]]] = [
    ("reporter", report),
    ("inbox", triage),
    ("case", casework),
    ("letter", letter),
    ("story", story),
    ("public", public),
    ("record", recorded),
]


def walk(place: Place, cast: list[dict[str, Any]]) -> int:
    """Take all steps, print a line for each; return 0, or 1 with the step that failed named."""
    walking = Walk(place, cast)
    for number, (name, step) in enumerate(STEPS, 1):
        try:
            seen = step(walking)
        except (StepFailed, LookupError, AttributeError, StopIteration, httpx.HTTPError) as failure:
            sys.stdout.write(f"{number} {name:<9} FAILED: {type(failure).__name__}: {failure}\n")
            return 1
        sys.stdout.write(f"{number} {name:<9} ok: {seen}\n")
        sys.stdout.flush()
    return 0
