"""Opens every stored file to its end, and looks for files and rows that have lost each other."""

import hashlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.conf import settings

from guvoh.desk.evidence.models import CaseKey, SealedFile
from guvoh.desk.staff.models import Entry
from guvoh.desk.staff.verification import Finding
from guvoh.instruments.seal import sealedfile

AT_ONCE: Final = 500
# A file that is being kept has no row before its last byte is sealed.
DAY_SECONDS: Final = 24 * 3600


def look_through_files() -> Iterator[Finding]:
    """Open every file that a row knows: it is there, every chunk opens, size and imprint are the row's.

    Of a case sealed under its team's own keys nobody is present here: its files are there, as long as they were.
    """
    vault_key = settings.VAULT.key("file/v1")
    for file in SealedFile.objects.select_related("case").order_by("pk").iterator(AT_ONCE):
        wrong = _wrong_with(file, vault_key) if file.deleted_at is None else _left_of(file)
        if wrong:
            yield Finding("file", file.subject, f"{_named(file)}: {wrong}.")


def _named(file: SealedFile) -> str:
    return f"File {file.pk.hex[:8]} of {file.case.code if file.case else 'no case'}"


def _left_of(file: SealedFile) -> str:
    return "it was deleted, and still lies in the folder" if file.path.exists() else ""


def _wrong_with(file: SealedFile, vault_key: bytes) -> str:
    try:
        if file.sealed_case() is not None:
            as_long = file.path.stat().st_size == sealedfile.length_of(file.size)
            return "" if as_long else "it was cut, or has grown"
        key = sealedfile.unwrap_key(bytes(file.wrapped_key), _vaults_key(file, vault_key))
        digest, size = hashlib.sha256(), 0
        for chunk in sealedfile.read(file.path, key):
            digest.update(chunk)
            size += len(chunk)
    except FileNotFoundError:
        return "it is missing from the folder"
    except (sealedfile.DamagedFile, CaseKey.DoesNotExist):
        return "it does not open: it, or its key, was changed or cut"
    if size != file.size:
        return f"it holds {size} bytes, and {file.size} were kept"
    return "" if digest.hexdigest() == file.sha256 else "its contents are not those that were kept"


def _vaults_key(file: SealedFile, vault_key: bytes) -> bytes:
    if file.case_id is None:
        return vault_key
    return sealedfile.unwrap_key(bytes(CaseKey.objects.get(case=file.case_id).wrapped), vault_key)


def look_for_lost_rows() -> Iterator[Finding]:
    """Files of which the record says that they were kept, and of which no row is left."""
    kept = Entry.objects.filter(act="file.kept").order_by("number").values_list("number", "case", "subject")
    for number, case, subject in kept.iterator(AT_ONCE):
        if not SealedFile.objects.beginning_with(subject.removeprefix("file ")).exists():
            told = (
                f"Entry {number} says that {subject} of {case or 'no case'} was kept, and nothing is left of it."
            )
            yield Finding("file.row", subject, told)


def orphans() -> Iterator[Path]:
    """Files in the folder that no row knows, older than a day. A rollback or a power cut can leave one."""
    before = time.time() - DAY_SECONDS
    for folder in sorted((settings.DESK_DIR / "files").glob("*")):
        found = {path.name: path for path in folder.iterdir()} if folder.is_dir() else {folder.name: folder}
        known = {
            file_id.hex
            for file_id in SealedFile.objects.standing().beginning_with(folder.name).values_list("pk", flat=True)
        }
        for name in sorted(found.keys() - known):
            if found[name].lstat().st_mtime < before:
                yield found[name]


def remove(orphan: Path) -> None:
    """Take one orphan away. Raises OSError."""
    os.unlink(orphan)
