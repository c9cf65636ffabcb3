"""The command line: `guvoh`."""

import argparse
import sys

from guvoh.config import (
    assets,
    backing_up,
    evidence,
    heads,
    hourly,
    installation,
    messages,
    pressing,
    revoking,
    serving,
    taking_out,
    verifying,
    workshop,
)
from guvoh.config.demo import start as demo
from guvoh.config.vaulting import agent
from guvoh.config.vaulting import command as vault_command
from guvoh.instruments.names import command as names_command
from guvoh.instruments.terms import command as terms_command

# In the order of `guvoh --help`.
ROOMS = (
    installation,
    agent,
    vault_command,
    serving,
    hourly,
    workshop,
    revoking,
    backing_up,
    taking_out,
    heads,
    verifying,
    evidence,
    pressing,
    demo,
    names_command,
    terms_command,
)


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="guvoh", description="Sealed reports, cases with clocks, checked publications."
    )
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for room in ROOMS:
        room.register(subparsers)

    prepare = subparsers.add_parser("prepare", help="build style sheets and message catalogues after an install")
    prepare.set_defaults(func=lambda _: (messages.compile_catalogues(), assets.build_assets()))

    chosen = parser.parse_args()
    outcome = chosen.func(chosen)
    return outcome if isinstance(outcome, int) else 0


if __name__ == "__main__":
    sys.exit(main())
