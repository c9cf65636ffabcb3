"""The whole desk as a dump that another system can read: tables as JSON lines, files, hashes, the format in words.

It leaves sealed in the age format to a key of whoever takes it over; nothing plain touches the disk.
"""

import base64
import hashlib
import json
import tarfile
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.db import connections, models, transaction
from django.utils import translation
from sqlcipher3 import dbapi2 as sqlcipher

from guvoh.config.sqlcipher.copying import opened
from guvoh.desk.evidence.actions import read_file
from guvoh.desk.evidence.models import SealedFile
from guvoh.desk.staff.actions import use_proposal
from guvoh.desk.staff.models import Member, Proposal
from guvoh.desk.staff.record import record
from guvoh.desk.staff.sealed_text import CaseNotOpen
from guvoh.instruments.seal import sealedfile
from guvoh.instruments.seal.age import SealingWriter

FORMAT: Final = "guvoh-export-1"
LINES_BYTES: Final = 8 * 1024 * 1024
DESCRIPTION: Final = Path(__file__).with_name("export_format.md")

# Columns that open something: useless to another system, dangerous in a dump.
SECRETS: Final = {
    "casework.casekeywrap.wrapped",
    "casework.recoveryhalf.wrapped",
    "evidence.casekey.wrapped",
    "evidence.copyframe.wrapped_key",
    "evidence.safepart.wrapped_key",
    "evidence.sealedfile.wrapped_key",
    "evidence.upload.wrapped_key",
    "facts.actorkey.key",
    "inbox.intakekey.wrapped_identity",
    "staff.member.password",
    "staff.memberkey.salt",
    "staff.memberkey.wrapped",
}


@dataclass
class Dumped:
    """What went into a dump: rows by table, files, and the files that could not be opened."""

    rows: dict[str, int] = field(default_factory=dict)
    files: int = 0
    unopened: list[str] = field(default_factory=list)


def exported_models() -> list[type[models.Model]]:
    """Every table of the house, in the order of the rooms; Django's and allauth's own are no part of the facts."""
    return [
        model
        for app in apps.get_app_configs()
        if app.name.startswith("guvoh.desk.")
        for model in app.get_models(include_auto_created=True)
    ]


def columns(model: type[models.Model]) -> list[models.Field]:
    return [
        column
        for column in model._meta.concrete_fields
        if f"{model._meta.label_lower}.{column.name}" not in SECRETS
    ]


def export_agreed(target: Path, recipient: str) -> Dumped | None:
    """Write the dump that two members agreed to within the last hour; None where there is no such agreement.

    One agreement serves once. Raises what export_desk raises; the agreement is used up then as well.
    """
    agreed = Proposal.objects.usable("desk.export").select_related("proposed_by").first()
    if agreed is None:
        return None
    if target.exists():
        raise FileExistsError(target)
    use_proposal("desk.export", by=agreed.proposed_by)
    return export_desk(target, recipient, by=agreed.proposed_by)


def export_desk(target: Path, recipient: str, *, by: Member) -> Dumped:
    """Write the dump to `target`, which must not exist, sealed to one age recipient.

    Taken of one moment while the desk goes on. Raises OSError, FileExistsError, pyrage.RecipientError.
    """
    beside, dumped = target.with_name(target.name + ".part"), Dumped()
    if target.exists():
        raise FileExistsError(target)
    beside.unlink(missing_ok=True)
    with transaction.atomic():
        record("desk.exported", by=by)
    writer, whole = SealingWriter(beside, [recipient]), False
    try:
        for block in _blocks(dumped, by):
            writer.write(block)
        whole = True
    finally:
        if not whole:
            writer.abandon()
            beside.unlink()
    writer.close()
    beside.rename(target)
    return dumped


class _Archive:
    """A tar archive as blocks of bytes, with the hash of every member noted on the way."""

    def __init__(self) -> None:
        self.hashes: list[str] = []

    def member(self, name: str, size: int, chunks: Iterable[bytes]) -> Iterator[bytes]:
        entry, digest = tarfile.TarInfo(name), hashlib.sha256()
        entry.size, entry.mode = size, 0o600
        yield entry.tobuf(tarfile.PAX_FORMAT)
        for chunk in chunks:
            digest.update(chunk)
            yield chunk
        yield b"\0" * (-size % tarfile.BLOCKSIZE)
        self.hashes.append(f"{digest.hexdigest()}  {name}\n")

    def text(self, name: str, text: str) -> Iterator[bytes]:
        content = text.encode()
        return self.member(name, len(content), [content])

    def ended(self) -> Iterator[bytes]:
        yield from self.text("hashes.sha256", "".join(self.hashes))
        yield b"\0" * (2 * tarfile.BLOCKSIZE)


def _blocks(dumped: Dumped, by: Member) -> Iterator[bytes]:
    archive = _Archive()
    yield from archive.text("README.md", DESCRIPTION.read_text())
    yield from archive.text("schema.json", json.dumps(schema(), ensure_ascii=False, indent=1))
    with _moment() as database:
        for model in exported_models():
            yield from _table(archive, model, database, dumped)
        kept = [pk for (pk,) in database.execute(f"SELECT id FROM {SealedFile._meta.db_table} ORDER BY id")]  # noqa: S608 - the name of our own table
    for file in (
        SealedFile.objects.standing().select_related("case").filter(pk__in=kept).order_by("pk").iterator(500)
    ):
        yield from _file(archive, file, by, dumped)
    yield from archive.text("unopened.json", json.dumps(dumped.unopened))
    yield from archive.ended()


@contextmanager
def _moment() -> Iterator[sqlcipher.Connection]:
    """The database as of one moment: in WAL mode who reads keeps hers, and nobody who writes has to wait."""
    database = opened(Path(connections["default"].settings_dict["NAME"]), settings.VAULT.key("db/v1"))
    try:
        database.execute("BEGIN")
        yield database
    finally:
        database.close()


def _table(
    archive: _Archive, model: type[models.Model], database: sqlcipher.Connection, dumped: Dumped
) -> Iterator[bytes]:
    label, lines, number, told = model._meta.label_lower, bytearray(), 0, columns(model)
    names, dumped.rows[label] = ", ".join(f'"{column.column}"' for column in told), 0
    for values in database.execute(f'SELECT {names} FROM "{model._meta.db_table}" ORDER BY 1'):  # noqa: S608 - names of our own columns
        row = {column.attname: _plain(column, value) for column, value in zip(told, values, strict=True)}
        lines += json.dumps(row, ensure_ascii=False).encode() + b"\n"
        dumped.rows[label] += 1
        if len(lines) > LINES_BYTES:
            number += 1
            yield from archive.member(f"data/{label}/{number:04}.jsonl", len(lines), [bytes(lines)])
            lines.clear()
    if lines:
        yield from archive.member(f"data/{label}/{number + 1:04}.jsonl", len(lines), [bytes(lines)])


def _plain(column: models.Field, stored: Any) -> Any:
    """What is stored, as JSON has it: the database keeps truth as numbers, and moments, lists and ids as text."""
    if stored is None:
        return None
    match column.target_field.get_internal_type() if column.is_relation else column.get_internal_type():
        case "BooleanField":
            return bool(stored)
        case "JSONField":
            return json.loads(stored)
        case "DateTimeField":
            return f"{stored.replace(' ', 'T')}+00:00"
        case "BinaryField":
            return base64.b64encode(stored).decode()
        case "UUIDField":
            return str(uuid.UUID(stored))
        case "DecimalField":
            return str(stored)
    return stored


def _file(archive: _Archive, file: SealedFile, by: Member, dumped: Dumped) -> Iterator[bytes]:
    """Read once before it is packed: a file that does not open whole is named in `unopened.json` and left out.

    So are those of cases sealed under their team's own keys, of whom nobody is present here.
    """
    try:
        for _chunk in read_file(file, by=by):
            pass
    except (sealedfile.DamagedFile, CaseNotOpen, OSError):
        dumped.unopened.append(file.pk.hex)
        return
    dumped.files += 1
    yield from archive.member(f"files/{file.pk.hex}", file.size, read_file(file, by=by))


def schema() -> list[dict[str, Any]]:
    """What every table and column is, in English."""
    with translation.override("en"):
        return [
            {
                "table": model._meta.label_lower,
                "is": str(model._meta.verbose_name),
                "columns": [_column(column) for column in columns(model)],
            }
            for model in exported_models()
        ]


def _column(column: models.Field) -> dict[str, Any]:
    said = {
        "name": column.attname,
        "is": str(column.verbose_name),
        "type": column.get_internal_type(),
        "may_be_empty": column.null or column.blank,
    }
    if column.remote_field:
        said["refers_to"] = column.remote_field.model._meta.label_lower
    if column.choices:
        said["codes"] = {str(code): str(label) for code, label in column.flatchoices}
    return said
