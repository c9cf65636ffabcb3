"""Runs one zone under gunicorn, without an access log."""

import argparse
import os
import secrets
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from django.core.wsgi import get_wsgi_application
from gunicorn.app.base import BaseApplication

from guvoh.config.serverlog import ServerLogger
from guvoh.instruments.seal.vault import Vault, VaultUnreachable
from guvoh.press.site import server

LOOK_EVERY_SECONDS: Final = 0.25


class Zone(BaseApplication):
    """Gunicorn with the settings of this house, and none from a file."""

    def __init__(self, make_application: Callable[[], Any], options: dict[str, Any]) -> None:
        self.make_application = make_application
        self.chosen = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return self.make_application()


def leave_when_locked(worker: Any) -> None:
    """End a worker once the vault was locked: Python cannot wipe the keys and names it has held.

    Gunicorn puts a fresh worker in its place, which serves the unlock page.
    """
    threading.Thread(
        target=_watch, args=(Vault(Path(os.environ["DESK_DIR"]) / "vault.sock"), worker), daemon=True
    ).start()


def _watch(vault: Vault, worker: Any) -> None:
    opened_at: int | None = None
    while True:
        epoch = _epoch(vault)
        if opened_at is not None and epoch != opened_at:
            os.kill(worker.pid, signal.SIGTERM)
            return
        opened_at = epoch
        time.sleep(LOOK_EVERY_SECONDS)


def _epoch(vault: Vault) -> int | None:
    """The epoch of an open vault: a vault that was locked and opened again in between has another."""
    try:
        status = vault.status()
    except VaultUnreachable:
        return None
    return status.epoch if status.unlocked else None


def options_of(zone: str, bind: str, workers: int) -> dict[str, Any]:
    """How gunicorn runs a zone."""
    # Beats of the workers go to memory: on a disk they would wake it and leave traces.
    beats = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - empty heartbeat files
    options: dict[str, Any] = {
        "bind": bind,
        "workers": workers,
        "threads": 4,
        "worker_class": "gthread",
        "accesslog": None,
        "errorlog": "-",
        "loglevel": "error",
        "logger_class": ServerLogger,
        "timeout": 300,
        "worker_tmp_dir": beats,
        "control_socket_disable": True,
    }
    if zone == "desk":
        options["post_worker_init"] = leave_when_locked
    return options


def serve(zone: str, bind: str, workers: int) -> None:
    """Serve a zone until the process is ended. Settings come from the environment."""
    os.environ["ZONE"] = zone
    os.environ["DJANGO_SETTINGS_MODULE"] = "guvoh.config.settings"
    if zone != "press":
        # Made anew at each start and kept nowhere: everybody signs in again after a restart.
        os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(50))
    options = options_of(zone, bind, workers)
    make = (
        (lambda: server.application(Path(os.environ["PRESS_SITE"]))) if zone == "press" else get_wsgi_application
    )
    Zone(make, options).run()


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("serve", help="serve one zone on an address")
    parser.add_argument("zone", choices=["desk", "frontdoor", "press"])
    parser.add_argument("--bind", default="127.0.0.1:8000", help="address and port, or unix:PATH")
    # The front door's limit on receipts is one process's: more workers would only multiply it.
    parser.add_argument("--workers", type=int, default=1)
    parser.set_defaults(func=lambda chosen: serve(chosen.zone, chosen.bind, chosen.workers))
