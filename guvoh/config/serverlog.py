"""Gunicorn's own lines, without what it would say of a request: its address, and the second at which it broke."""

import logging
from typing import Final

from gunicorn.config import Config
from gunicorn.glogging import Logger

from guvoh.config.logging import WithoutContents

# gunicorn's modules that know of no request
ABOUT_THE_SERVER: Final = ("arbiter", "sock")
DAY: Final = "%Y-%m-%d"


class OfTheServer(WithoutContents):
    """What gunicorn says of its start and its workers is kept, of a request only where in the code it failed."""

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        return f"{line} {record.getMessage()}" if record.module in ABOUT_THE_SERVER else line


class ServerLogger(Logger):
    """The logger of all zones; the day is enough to look into a failure."""

    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(OfTheServer(datefmt=DAY))
