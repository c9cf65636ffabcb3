"""`guvoh vault rotate` on a desk with real tables: what it holds is there afterwards, and opens."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models
from sqlcipher3 import dbapi2 as sqlcipher

from guvoh.config.backing_up import back_up, restore
from guvoh.config.vaulting.rotating import COLUMNS
from guvoh.desk.casework.models import Case
from guvoh.desk.evidence.actions import FileCard, keep_file
from guvoh.desk.evidence.models import SealedFile
from guvoh.desk.facts.matching import sealed_by_kind
from guvoh.desk.inbox.actions import issue_intake_key, set_recovery_key
from guvoh.desk.staff.models import Entry
from guvoh.instruments.seal import age, keyslots
from guvoh.instruments.seal.derive import CARRIED
from guvoh.instruments.seal.vault import Vault
from tests import vault_agent

GUVOH = Path(sys.executable).with_name("guvoh")
PLAIN = "Ин акси дасти шикастаи ӯ аст. ".encode() * 500
# columns of bytes that no key of the vault wraps
OTHERS = {
    # wrapped by members' own keys, by the key of a file or a case, or by a passphrase
    "casework_casekeywrap.wrapped",
    "casework_recoveryhalf.wrapped",
    "evidence_copyframe.wrapped_key",
    "evidence_safepart.wrapped_key",
    "evidence_upload.wrapped_key",
    "staff_memberkey.wrapped",
    # no keys at all
    "evidence_upload.file_id",
    "evidence_upload.prefixes",
    "staff_entry.hashes",
    "staff_entry.salt",
    "staff_memberkey.public",
    "staff_memberkey.salt",
    "staff_rightedge.peaks",
    "staff_signedhead.stamp",
}
# a second process looks at the desk, as its workers will
LOOK = """
import django, json
django.setup()
from django.apps import apps
from django.conf import settings
from guvoh.desk.evidence.actions import read_file
from guvoh.desk.evidence.models import SealedFile
from guvoh.desk.facts.matching import sealed_by_kind
from guvoh.desk.inbox.identities import identity_of
from guvoh.desk.inbox.models import IntakeKey
from guvoh.desk.staff.models import Member
rows = {model._meta.db_table: model._base_manager.count() for model in apps.get_models()}
by = Member.objects.get(username="officer")
files = [b"".join(read_file(file, by=by)).decode() for file in SealedFile.objects.order_by("name")]
print(json.dumps({
    "rows": rows, "files": files, "identity": identity_of(IntakeKey.objects.get()),
    "recipient": IntakeKey.objects.get().recipient, "index": sealed_by_kind(["phone:1"]),
    "release": settings.VAULT.key("release/v1").hex(),
}))
"""


def test_every_column_of_bytes_is_placed() -> None:
    """A key that the vault wraps and a rotation leaves behind could never be opened again."""
    of_models = {
        f"{model._meta.db_table}.{field.column}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.BinaryField)
    }
    assert of_models - {f"{column.table}.{column.column}" for column in COLUMNS} == OTHERS


@pytest.fixture
def own_folder(settings) -> Iterator[Path]:
    # a short path, since the vault's socket is reached through it
    with tempfile.TemporaryDirectory(prefix="guvoh-") as name:
        slots = (settings.DESK_DIR / "keyslots.json").read_bytes()
        (Path(name) / "keyslots.json").write_bytes(slots)
        settings.DESK_DIR = settings.INTAKE_SPOOL = Path(name)
        yield Path(name)


@pytest.fixture
def desk(own_folder: Path, case: Case, cast) -> Path:
    """A copy of this test's desk, with a file of a case, one of no case, and an intake key."""
    for name, of in (("a", case), ("b", None)):
        keep_file(FileCard(name, "text/plain", SealedFile.Origin.UPLOAD), [PLAIN], by=cast.officer, case=of)
    set_recovery_key(age.recipient_of(age.new_identity()), by=cast.coordinator)
    issue_intake_key(by=cast.coordinator)
    copy = sqlcipher.connect(own_folder / "desk.db")
    copy.set_key(f"x'{settings.VAULT.key('db/v1').hex()}'")
    connection.connection.backup(copy)
    copy.close()
    return own_folder


@pytest.fixture
def vault(desk: Path) -> Iterator[Vault]:
    agent, vault = vault_agent.start(desk)
    yield vault
    agent.terminate()
    agent.wait()


def run(desk: Path, *command: str | Path, typed: str = "") -> str:
    surroundings = {**os.environ, "DESK_DIR": str(desk)}
    # a session of its own has no terminal: the passphrase is then read from standard input
    done = subprocess.run(
        command, env=surroundings, input=typed, capture_output=True, text=True, start_new_session=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def assert_comes_back(desk: Path, secret: keyslots.Secret, rows: dict[str, int]) -> None:
    """A backup that is made now brings back every row, and the keys that were carried over."""
    path, _manifest = back_up(desk, desk / "no spool", desk.parent / f"{desk.name}.backups", desk / "card.json")
    empty = desk.parent / f"{desk.name}.restored"
    try:
        opened = keyslots.open_with(desk / "keyslots.json", secret)
        assert restore(path, desk / "card.json", empty, empty / "intake", opened).rows >= sum(rows.values())
        again = keyslots.open_with(empty / "keyslots.json", secret)
        assert {label: again.key(label) for label in CARRIED} == {label: opened.key(label) for label in CARRIED}
    finally:
        shutil.rmtree(empty, ignore_errors=True)
        shutil.rmtree(path.parent)


@pytest.mark.django_db(transaction=True)
def test_the_desk_holds_everything_under_its_new_key(desk: Path, vault: Vault) -> None:
    passphrase = os.environ["TEST_PASSPHRASE"]
    vault.unlock(passphrase)
    before = {model._meta.db_table: model._base_manager.count() for model in apps.get_models()}
    told = run(desk, GUVOH, "vault", "rotate", typed=passphrase + "\n")
    assert "has a new master key" in told
    assert not vault.status().unlocked
    vault.unlock(passphrase)
    assert_comes_back(desk, keyslots.Passphrase(passphrase), before)
    assert vault.key("db/v1") != settings.VAULT.key("db/v1")
    seen = json.loads(run(desk, sys.executable, "-c", LOOK))
    assert seen["rows"] == before
    assert before[Entry._meta.db_table] > 5
    assert seen["files"] == [PLAIN.decode()] * 2
    assert age.recipient_of(seen["identity"]) == seen["recipient"]
    assert (seen["index"], seen["release"]) == (
        sealed_by_kind(["phone:1"]),
        settings.VAULT.key("release/v1").hex(),
    )
