"""Fills a new demo desk. Run as a module, in a process of its own, with the vault open."""

import datetime as dt
import sys
from importlib import import_module
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

from guvoh.config.installation import found_desk_with


def main() -> None:
    told = yaml.safe_load(Path(__file__).with_name("coalition.yaml").read_text())
    first = next(row for row in told["cast"] if "coordinator" in row["roles"])
    coordinator = found_desk_with(
        {
            "names": told["coalition"],
            **{name: first[name] for name in ("username", "full_name", "language", "passphrase")},
            "recovery_recipient": sys.argv[1],
        }
    )
    # The desk's models can be imported only now that its zone is entered.
    import_module("guvoh.config.demo.fixture").fill(coordinator, dt.datetime.now(ZoneInfo("Asia/Dushanbe")).date())


if __name__ == "__main__":
    main()
