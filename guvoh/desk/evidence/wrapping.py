"""What the keys of files are wrapped by: the vault's file key and a key per case, or a sealed case's own key."""

from django.conf import settings

from guvoh.desk.casework.keyring import case_key
from guvoh.desk.casework.models import Case
from guvoh.desk.evidence.models import CaseKey, SealedFile, Upload
from guvoh.instruments.seal import sealedfile, sealedtext


def wrapping_key(case: Case | None) -> bytes:
    """The key that wraps a case's file keys, made at its first file; for files of no case, the vault's.

    A sealed case's comes from its own key: raises CaseNotOpen where nobody present has it.
    """
    if case is not None and case.sealed_in is not None:
        return sealedtext.files_key(case_key(case))
    return settings.VAULT.key("file/v1") if case is None else _vaults_case_key(case)


def _vaults_case_key(case: Case) -> bytes:
    vault_key = settings.VAULT.key("file/v1")
    row = CaseKey.objects.filter(case=case).first()
    if row is None:
        row = CaseKey.objects.create(case=case, wrapped=sealedfile.wrap_key(sealedfile.new_key(), vault_key))
    return sealedfile.unwrap_key(bytes(row.wrapped), vault_key)


def wrapped(key: bytes, case: Case | None) -> bytes:
    """The key of a file as it is kept from now on, under what the case is sealed by at this moment."""
    if case is not None:
        case.look_again()
    return sealedfile.wrap_key(key, wrapping_key(case))


def key_of(sealed: SealedFile | Upload) -> bytes:
    """The key of one file. Raises sealedfile.DamagedFile, CaseNotOpen."""
    return sealedfile.unwrap_key(bytes(sealed.wrapped_key), wrapping_key(sealed.case))


def rewrap_files(case: Case, before: bytes | None, after: bytes | None) -> None:
    """Wrap the keys of a case's files anew when the case gets another key of its own; None is the vault's.

    Pictures of stories leave a case that is sealed: they are for outside, and published with nobody of it present.
    """
    old = _vaults_case_key(case) if before is None else sealedtext.files_key(before)
    new = _vaults_case_key(case) if after is None else sealedtext.files_key(after)
    for file in SealedFile.objects.standing().filter(case=case).only("origin", "wrapped_key"):
        leaves = after is not None and file.origin == SealedFile.Origin.STORY
        key = sealedfile.unwrap_key(bytes(file.wrapped_key), old)
        anew = sealedfile.wrap_key(key, wrapping_key(None) if leaves else new)
        SealedFile.objects.filter(pk=file.pk).update(wrapped_key=anew, case=None if leaves else case)
    for upload in Upload.objects.filter(case=case).only("wrapped_key"):
        key = sealedfile.unwrap_key(bytes(upload.wrapped_key), old)
        Upload.objects.filter(pk=upload.pk).update(wrapped_key=sealedfile.wrap_key(key, new))
    if after is not None:
        CaseKey.objects.filter(case=case).delete()
