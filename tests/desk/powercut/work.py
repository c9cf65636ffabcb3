"""What a desk does while its power is cut, and what must be true afterwards."""

import hashlib
import os
import random
import time
from collections.abc import Callable

from django.conf import settings
from django.utils import timezone

from guvoh.desk.evidence.actions import FileCard, keep_file, read_file
from guvoh.desk.evidence.models import SealedFile
from guvoh.desk.inbox import actions
from guvoh.desk.inbox.models import Envelope
from guvoh.desk.newsroom.actions import publish_catalogue
from guvoh.desk.newsroom.models import CatalogueIssue
from guvoh.desk.staff.models import Member
from guvoh.handover.envelope import AttachedFile, IntakeSpool, Report, Staging
from guvoh.handover.receipt import new_receipt_code, open_receipt
from guvoh.handover.release import PressSpool
from guvoh.instruments.seal.signature import public_half

Tell = Callable[[str], None]


class Uploads:
    """Files kept one after another."""

    longest = 0.06

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def act(self, tell: Tell) -> None:
        officer = Member.objects.get(username="officer")
        while True:
            content = os.urandom(random.randrange(1, 400_000))
            name = hashlib.sha256(content).hexdigest()
            card = FileCard(name, "application/octet-stream", SealedFile.Origin.UPLOAD)
            keep_file(card, [content], by=officer)
            tell(name)

    def check(self, confirmed: list[str]) -> None:
        kept = {file.name: file for file in SealedFile.objects.filter(origin="upload", case=None)}
        assert set(confirmed) <= kept.keys(), "a file that was confirmed is gone"
        for name in kept.keys() - self.seen:
            assert digest_of(kept[name]) == name, "a file is there in part"
        self.seen = set(kept)


class Imports:
    """Reports opened, each with a file attached."""

    longest = 0.08

    def __init__(self) -> None:
        self.spool = IntakeSpool(settings.INTAKE_SPOOL)
        self.receipt = open_receipt(new_receipt_code(), "guvoh-test")
        self.sent: dict[str, str] = {}
        self.top_up()

    def top_up(self) -> None:
        """Ten reports wait whenever a child begins."""
        today = timezone.localdate()
        notice = self.spool.notice(public_half(settings.VAULT.key("release/v1")), today)
        while len(self.spool.envelope_ids()) < 10:
            staging, content = Staging(self.spool), os.urandom(100_000)
            part, writer = staging.new_part((notice.intake, notice.recovery))
            writer.write(content)
            writer.close()
            files = (AttachedFile(part, "photo.jpg", "image/jpeg", len(content)),)
            who = (self.receipt.mailbox, self.receipt.recipient)
            report = Report("ru", "words", "", "", "", "careful", "", *who, today, files)
            self.sent[staging.send(report, notice)] = hashlib.sha256(content).hexdigest()

    def act(self, tell: Tell) -> None:
        officer = Member.objects.get(username="officer")
        actions.collect_envelopes(by=officer)
        for envelope in Envelope.objects.filter(state="waiting"):
            actions.open_envelope(envelope, by=officer)
            tell(envelope.envelope_id)
        time.sleep(60)

    def check(self, confirmed: list[str]) -> None:
        noted = {row.envelope_id: row for row in Envelope.objects.prefetch_related("files")}
        waiting = set(self.spool.envelope_ids())
        assert all(noted[name].state == "opened" for name in confirmed), "a report that was opened is closed again"
        assert {row.state for row in noted.values()} <= {"waiting", "opened"}
        for name, digest in self.sent.items():
            if name in noted and noted[name].state == "opened":
                assert [digest_of(file) for file in noted[name].files.all()] == [digest], "a report lost its file"
            else:
                assert name in waiting, "a report is neither at the desk nor in the spool"
        actions.collect_envelopes(by=Member.objects.get(username="officer"))
        waiting = set(self.spool.envelope_ids())
        assert not [name for name in waiting if name in noted and noted[name].state == "opened"]
        self.sent = {name: digest for name, digest in self.sent.items() if name in waiting}
        self.top_up()


class Catalogues:
    """Catalogues issued for the press."""

    longest = 0.2

    def act(self, tell: Tell) -> None:
        editor = Member.objects.get(username="editor")
        while True:
            tell(str(publish_catalogue(by=editor).pk))

    def check(self, confirmed: list[str]) -> None:
        public = public_half(settings.VAULT.key("release/v1"))
        catalogue = PressSpool(settings.PRESS_SPOOL).read(public, max(map(int, confirmed), default=0))
        assert len(catalogue.releases) == 1, "the press lost a story"
        assert catalogue.sequence <= CatalogueIssue.objects.latest("pk").pk


def digest_of(file: SealedFile) -> str:
    digest = hashlib.sha256()
    for chunk in read_file(file, by=Member.objects.get(username="officer")):
        digest.update(chunk)
    return digest.hexdigest()
