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

    def surroundings(self, verify_key: str = "") -> dict[str, str]:
        """The settings of all zones; each reads its own."""
        return {
            "DESK_DIR": str(self.desk),
            "INTAKE_SPOOL": str(self.root / "spool" / "intake"),
            "PRESS_SPOOL": str(self.root / "spool" / "press"),
            "PRESS_SITE": str(self.root / "press" / "site"),
            "INSTALLATION": INSTALLATION,
            "DESK_VERIFY_KEY": verify_key,
            "PRESS_ADDRESS": self.addresses["press"],
            "FRONTDOOR_ADDRESS": self.addresses["frontdoor"],
        }


PORTS = (("DESK", 8000), ("FRONTDOOR", 8001), ("PRESS", 8002))
