import datetime as dt
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from guvoh.frontdoor.actions import openings, sendings
from guvoh.frontdoor.quota import quota
from guvoh.frontdoor.views import sweepings
from guvoh.handover.envelope import IntakeSpool, Report
from guvoh.handover.notice import Hotline, Notice
from guvoh.instruments.seal import age

SEED = b"t" * 32
HOTLINES = (Hotline("KT", "+992 98 787 66 66"), Hotline("", "+992 93 333 17 03", "conscripts"))


@dataclass
class Desk:
    """The other side of the spool: it holds the keys and publishes the notice."""

    spool: IntakeSpool
    intake: str
    recovery: str

    def publish(self, *, days: int = 30, seed: bytes = SEED, intake: str = "") -> Notice:
        until = dt.date.today() + dt.timedelta(days=days)
        keys = age.recipient_of(intake or self.intake), age.recipient_of(self.recovery)
        notice = Notice(*keys, until, HOTLINES)
        self.spool.publish_notice(notice, seed)
        return notice

    def reports(self, identity: str = "") -> list[Report]:
        return [self.spool.report(id_, identity or self.intake) for id_ in self.spool.envelope_ids()]

    def parts(self, pattern: str = "*/*.age") -> list[Path]:
        return sorted((self.spool.root / "in").glob(pattern))

    def stagings(self) -> list[Path]:
        return list((self.spool.root / "in").glob(".staging-*"))


def empty(folder: Path) -> None:
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


@pytest.fixture
def desk():
    empty(settings.INTAKE_SPOOL)
    for throttle in (openings, sweepings):
        throttle._recent.clear()
    sendings.refill()
    quota.forget()
    desk = Desk(IntakeSpool(settings.INTAKE_SPOOL), age.new_identity(), age.new_identity())
    desk.publish()
    yield desk
    empty(settings.INTAKE_SPOOL)


@pytest.fixture
def reporter(desk) -> Client:
    return Client(headers={"accept-language": "en"})
