"""Builds the public site from the press spool, once or whenever a new catalogue arrives."""

import argparse
import os
import sys
import time
from pathlib import Path
from typing import Final

import django

from guvoh.handover.release import MalformedRelease, PressSpool, StaleCatalogue
from guvoh.instruments.seal.signature import BadSignature
from guvoh.press.site.builder import build

LOOK_EVERY_SECONDS: Final = 1.0


def build_site() -> int:
    """Build the site named by the environment, return how many releases stand on it."""
    built = build(
        PressSpool(Path(os.environ["PRESS_SPOOL"])),
        Path(os.environ["PRESS_SITE"]),
        os.environ["DESK_VERIFY_KEY"],
        os.environ.get("FRONTDOOR_ADDRESS", ""),
    )
    return built.releases


def enter_press() -> None:
    os.environ["ZONE"] = "press"
    os.environ["DJANGO_SETTINGS_MODULE"] = "guvoh.config.settings"
    django.setup()


def press(chosen: argparse.Namespace) -> int:
    """Build once, or go on building; a refused catalogue leaves the site that stands and says so."""
    enter_press()
    seen = 0.0
    catalogue = Path(os.environ["PRESS_SPOOL"]) / "catalogue.json"
    while True:
        changed = catalogue.stat().st_mtime if catalogue.exists() else 0.0
        if changed != seen or not chosen.watch:
            seen = changed
            status = _build_or_say_why()
            if not chosen.watch:
                return status
        time.sleep(LOOK_EVERY_SECONDS)


def _build_or_say_why() -> int:
    try:
        build_site()
    except FileNotFoundError:
        sys.stderr.write("There is no catalogue in the spool yet.\n")
        return 1
    except (BadSignature, StaleCatalogue, MalformedRelease) as error:
        sys.stderr.write(f"The catalogue is refused, the old site stays: {type(error).__name__}.\n")
        return 1
    return 0


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("press", help="build the public site from the press spool")
    parser.add_argument("--watch", action="store_true", help="stay and build again at every new catalogue")
    parser.set_defaults(func=press)
