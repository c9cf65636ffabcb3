import fcntl
import hashlib
from collections.abc import Iterator, Mapping

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from guvoh.desk.evidence.actions import read_file
from guvoh.desk.newsroom.consenting import standing_with_consent
from guvoh.desk.newsroom.models import CatalogueIssue, ReleaseRow, StoryPicture
from guvoh.desk.newsroom.vocabulary import Language
from guvoh.desk.staff.models import Member, Organisation
from guvoh.desk.staff.record import record
from guvoh.handover.release import PressSpool, Release
from guvoh.instruments.seal.signature import public_half


@transaction.atomic
def publish_catalogue(*, by: Member) -> CatalogueIssue:
    """Issue a new catalogue of all that may stand, and write it to the press spool once that is certain.

    A release whose consent fell away is left out of it, whoever issues it. The write raises OSError when the spool
    cannot be written; the next issue writes everything again.
    """
    rows = standing_with_consent()
    issue = CatalogueIssue(issued_on=timezone.localdate(), issued_by=by, releases=len(rows))
    last = CatalogueIssue.objects.first()
    issue.pk = max(last.pk if last else 0, _number_at_the_press()) + 1
    issue.save()
    held = ReleaseRow.objects.standing().count() - len(rows)
    record("catalogue.issued", by=by, subject=f"catalogue {issue.pk}", releases=len(rows), held_back=held)
    transaction.on_commit(lambda: _write_spool(by))
    return issue


def _number_at_the_press() -> int:
    """A desk restored from a backup has forgotten its latest issues; the press refuses a number it has seen."""
    return PressSpool(settings.PRESS_SPOOL).last_sequence(public_half(settings.VAULT.key("release/v1")))


def _write_spool(by: Member) -> None:
    """Write the newest issue. Two workers take turns, so an older issue never lands on a newer one."""
    with (settings.DESK_DIR / "press-spool.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        issue = CatalogueIssue.objects.latest("pk")
        releases = [Release.from_bytes(row.document.encode()) for row in standing_with_consent()]
        coalition = Organisation.objects.get(standing=Organisation.Standing.COALITION)
        PressSpool(settings.PRESS_SPOOL).publish(
            releases,
            _Media(by),
            issue.pk,
            issue.issued_on,
            settings.VAULT.key("release/v1"),
            names={language: coalition.name_in(language) for language in Language.values},
        )


class _Media(Mapping[str, bytes]):
    """Pictures by public file name; one that lies in the spool unchanged is not opened again."""

    def __init__(self, by: Member) -> None:
        self._by = by
        self._rows = {
            f"{row.sha256}.{row.extension}": row for row in StoryPicture.objects.select_related("file__case")
        }

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, name: str) -> bytes:
        row = self._rows[name]
        published = settings.PRESS_SPOOL / "media" / name
        if published.exists():
            content = published.read_bytes()
            if hashlib.sha256(content).hexdigest() == row.sha256:
                return content
        return b"".join(read_file(row.file, by=self._by))
