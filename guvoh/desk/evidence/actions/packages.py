import hashlib
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from guvoh.desk.casework.vocabulary import Purpose
from guvoh.desk.evidence.court.labels import Labels
from guvoh.desk.evidence.court.manifest import (
    RECIPIENTS,
    Order,
    manifest_of,
    refuse_exposed,
    require_consent,
    texts_of,
)
from guvoh.desk.evidence.court.parcel import Parcel
from guvoh.desk.evidence.court.proofs import as_json, custody_of, proofs_of
from guvoh.desk.evidence.models import SealedFile
from guvoh.desk.evidence.plain import ending_of
from guvoh.desk.evidence.wrapping import key_of
from guvoh.desk.staff.heads import RecordRewritten, sign_head
from guvoh.desk.staff.models import Entry, Member
from guvoh.desk.staff.record import record
from guvoh.instruments.seal import sealedfile, verify_offline

README: Final = Path(__file__).parents[1] / "court" / "README.txt"


@transaction.atomic
def pack_for_court(file: SealedFile, order: Order, *, by: Member) -> Parcel:
    """An item with manifest, custody and proofs, for somebody who checks them without us.

    The record holds fast what the manifest says. Raises ValidationError without a reason or consent, where our
    words name a protected person, and where the record was rewritten; sealedfile.DamagedFile, FileNotFoundError,
    CaseNotOpen.
    """
    key = key_of(file)
    _require_order(order)
    require_consent(file.case, Purpose(order.purpose))
    texts = {name: text for name, text in texts_of(file).items() if name not in order.leave_out}
    refuse_exposed(file, order, texts)
    with sealedfile.SealedReader(file.path, key) as reader:
        if reader.size != file.size:
            raise sealedfile.DamagedFile
    said = {"by": by, "case": file.case.code, "subject": file.subject}
    record("file.packaged", **said, purpose=order.purpose, reason=order.reason)
    entries = list(Entry.objects.filter(subject=file.subject).select_related("member").order_by("number"))
    labels = Labels(entries)
    item = f"item/{file.pk.hex[:8]}{_dotted(ending_of(file))}"
    custody = as_json(custody_of(file.subject, entries, labels))
    manifest = manifest_of(file, order, texts, labels)
    manifest["item"] = {"file": item, **manifest["item"]}
    manifest |= {"custody_sha256": hashlib.sha256(custody).hexdigest(), "members": labels.roles()}
    written = {"manifest.json": as_json(manifest), "custody.json": custody}
    bound = record("file.package_bound", **said, hash=hashlib.sha256(written["manifest.json"]).hexdigest())
    return Parcel(file, key, item, written | _proved(entries, bound) | _beside())


def _require_order(order: Order) -> None:
    if not order.reason.strip():
        raise ValidationError({"reason": _("Say why it is handed over: the reason is kept in the record.")})
    if order.purpose not in RECIPIENTS:
        raise ValidationError({"purpose": _("Say to whom it goes.")})


def _dotted(ending: str) -> str:
    return f".{ending}" if ending.isascii() and ending else ""


def _proved(entries: list[Entry], bound: Entry) -> dict[str, bytes]:
    try:
        sign_head()
        return proofs_of(entries, bound)
    except RecordRewritten as error:
        raise ValidationError(
            _("The record was changed past the desk: nothing can be proved by it. Tell the coordinator at once.")
        ) from error


def _beside() -> dict[str, Any]:
    return {
        "README.txt": README.read_bytes(),
        "verify_offline.py": Path(verify_offline.__file__).read_bytes(),
    }
