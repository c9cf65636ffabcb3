"""`guvoh agent`: the vault agent of a desk, and when it locks by itself."""

import argparse
from collections.abc import Callable
from pathlib import Path

from guvoh.instruments.seal import agent
from guvoh.instruments.seal.locking import HOUR, MINUTE, LockTerms


def between(lowest: int, highest: int, what: str) -> Callable[[str], int]:
    def number(typed: str) -> int:
        if not typed.isascii() or not typed.isdigit() or not lowest <= int(typed) <= highest:
            raise argparse.ArgumentTypeError(f"{what} from {lowest} to {highest}, as a whole number")
        return int(typed)

    return number


def serve(chosen: argparse.Namespace) -> None:
    terms = LockTerms(chosen.idle_minutes * MINUTE, chosen.longest_hours * HOUR, chosen.check_in_hours * HOUR)
    agent.serve(chosen.desk / "vault.sock", chosen.desk / "keyslots.json", terms)


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("agent", help="run the vault agent of a desk")
    parser.add_argument("desk", type=Path, help="the desk's folder")
    parser.add_argument(
        "--idle-minutes",
        type=between(5, 24 * 60, "minutes"),
        default=60,
        help="lock when no signed-in member has asked for a page for so long (60)",
    )
    parser.add_argument(
        "--longest-hours",
        type=between(1, 7 * 24, "hours"),
        default=24,
        help="lock so long after it was opened, whoever is at work (24)",
    )
    parser.add_argument(
        "--check-in-hours",
        type=between(0, 7 * 24, "hours"),
        default=0,
        help="lock when no member has checked in for so long; 0 leaves this rule out (0)",
    )
    parser.set_defaults(func=serve)
