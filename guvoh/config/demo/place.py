"""Where the demo lives and what its processes are told."""

import os
from dataclasses import dataclass
from pathlib import Path

VAULT_PASSPHRASE = "the mulberry tree behind the school"  # noqa: S105 - printed for everybody
INSTALLATION = "guvoh-demo"


@dataclass(frozen=True)
class Place:
    """The demo's folder and ports."""

    root: Path
    desk_port: int
    frontdoor_port: int
    press_port: int

    @classmethod
    def from_environment(cls) -> "Place":
        ports = (int(os.environ.get(f"{zone}_PORT", port)) for zone, port in PORTS)
        return cls(Path(os.environ.get("DEMO_DIR", "var/demo")).resolve(), *ports)

    @property
    def desk(self) -> Path:
        return self.root / "desk"

    @property
    def paper(self) -> Path:
        """What would be on paper, far away."""
        return self.root / "paper"

    @property
    def addresses(self) -> dict[str, str]:
        return {
            "desk": f"http://127.0.0.1:{self.desk_port}",
            "frontdoor": f"http://127.0.0.1:{self.frontdoor_port}",
            "press": f"http://127.0.0.1:{self.press_port}",
        }

    def surroundings(self, zone: str, verify_key: str = "") -> dict[str, str]:
        """The settings of one zone: none is told where another keeps its things."""
        spool = self.root / "spool"
        intake, press = {"INTAKE_SPOOL": str(spool / "intake")}, {"PRESS_SPOOL": str(spool / "press")}
        return {
            "desk": intake | press | {"DESK_DIR": str(self.desk)},
            "frontdoor": intake
            | {
                "INSTALLATION": INSTALLATION,
                "DESK_VERIFY_KEY": verify_key,
                "PRESS_ADDRESS": self.addresses["press"],
            },
            "press": press
            | {
                "PRESS_SITE": str(self.root / "press" / "site"),
                "DESK_VERIFY_KEY": verify_key,
                "FRONTDOOR_ADDRESS": self.addresses["frontdoor"],
            },
        }[zone]


PORTS = (("DESK", 8000), ("FRONTDOOR", 8001), ("PRESS", 8002))
