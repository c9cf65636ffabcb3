"""Runs one zone under gunicorn, without an access log."""

import argparse
import os
import secrets
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication


class Zone(BaseApplication):
    """Gunicorn with the settings of this house, and none from a file."""

    def __init__(self, application: str, options: dict[str, Any]) -> None:
        self.application_path = application
        self.chosen = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        module_name, _, attribute = self.application_path.partition(":")
        module = __import__(module_name, fromlist=[attribute])
        return getattr(module, attribute)


def serve(zone: str, bind: str, workers: int) -> None:
    """Serve a zone until the process is ended. Settings come from the environment."""
    os.environ["ZONE"] = zone
    os.environ["DJANGO_SETTINGS_MODULE"] = "guvoh.config.settings"
    # Made anew at each start and kept nowhere: everybody signs in again after a restart.
    os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(50))
    application = "guvoh.config.press_wsgi:application" if zone == "press" else "guvoh.config.wsgi:application"
    options = {
        "bind": bind,
        "workers": workers,
        "threads": 4,
        "accesslog": None,
        "errorlog": "-",
        "loglevel": "error",
        "timeout": 300,
        "worker_tmp_dir": "/dev/shm" if Path("/dev/shm").is_dir() else None,  # noqa: S108 - heartbeat files only
        "preload_app": False,
    }
    Zone(application, options).run()


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("serve", help="serve one zone on an address")
    parser.add_argument("zone", choices=["desk", "frontdoor", "press"])
    parser.add_argument("--bind", default="127.0.0.1:8000", help="address and port, or unix:PATH")
    parser.add_argument("--workers", type=int, default=2)
    parser.set_defaults(func=lambda chosen: serve(chosen.zone, chosen.bind, chosen.workers))
