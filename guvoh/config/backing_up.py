"""`guvoh backup` and `guvoh restore`: one sealed package of everything a desk keeps, and the way back from it."""

import argparse
import contextlib
import datetime as dt
import json
import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from guvoh.config.sqlcipher.copying import DamagedDatabase, copy_database, rows_by_table
from guvoh.config.vaulting import saying
from guvoh.config.vaulting.asking import WANTED, ask
from guvoh.instruments.seal import backupkeys, keyslots, package
from guvoh.instruments.seal.backupkeys import BackupKeys
from guvoh.instruments.seal.keyslots import KINDS, Opened
from guvoh.instruments.seal.keyslots.edits import VaultInUse, one_change
from guvoh.instruments.seal.keyslots.ways import ShortKeyFile
from guvoh.instruments.seal.shares import ShareFault
from guvoh.instruments.seal.vault import Vault, VaultLocked, VaultUnreachable
from guvoh.instruments.seal.wholefile import sync_folder

KEYS_FILE: Final = "backup-keys.json"
CARD: Final = "guvoh-backup-keys.json"
KEPT_DAYS: Final = 180
RESTORING: Final = "restoring"
# A database is copied page by page, not as files; the others live for a moment, or are kept out of every package.
NEVER_COPIED: Final = ("desk.db", "desk.db-wal", "desk.db-shm", "test.db", "attempts.json", KEYS_FILE, RESTORING)
ENDINGS_NEVER_COPIED: Final = (".part", ".sock", ".lock")

FAILURES: Final = {
    VaultLocked: "The desk is locked. Nothing was copied: unlock it first.",
    VaultUnreachable: "No vault agent answers in DESK_DIR. Nothing was copied.",
    VaultInUse: "A key of the vault is being changed, or another backup is being made. Nothing was copied: try "
    "again, and where it stays so run `guvoh vault rotate --resume`.",
    keyslots.WrongPassphrase: "This does not open the vault of this backup.",
    keyslots.DamagedKeyslots: "The key slots in this backup are damaged.",
    backupkeys.UnknownBackupKey: (
        "The card does not hold the key of this backup: it is another desk's card, or the key was destroyed since."
    ),
    backupkeys.DamagedBackupKeys: "The card of backup keys is damaged.",
    package.DamagedPackage: "This backup is damaged, cut short, or sealed with other keys.",
    package.ChangedMeanwhile: "A file changed while it was copied. Run the backup again.",
    DamagedDatabase: "The copied database is damaged. Look at the disk.",
}


class NotEmpty(Exception):
    """There is a desk in the folder already."""


@dataclass(frozen=True)
class Restored:
    """What a package brought back: files, and rows in all tables together."""

    files: int
    rows: int


def back_up(desk: Path, spool: Path, target: Path, card: Path) -> tuple[Path, package.Manifest]:
    """Write one package of the unlocked desk into the folder `target`, and the card of backup keys.

    Meanwhile no slot and no master key is changed. Raises VaultLocked, VaultUnreachable, VaultInUse,
    DamagedDatabase, package.ChangedMeanwhile, OSError.
    """
    with one_change(desk):
        return _back_up(desk, spool, target, card)


def _back_up(desk: Path, spool: Path, target: Path, card: Path) -> tuple[Path, package.Manifest]:
    vault, now = Vault(desk / "vault.sock"), dt.datetime.now(dt.UTC)
    keys = BackupKeys(desk / KEYS_FILE)
    keys.destroy_before(now.date() - dt.timedelta(days=KEPT_DAYS))
    backup_key, package_id = keys.current(now.date()), secrets.token_hex(8)
    header = {
        "id": package_id,
        "backup_key": backup_key.id,
        "made_on": now.date().isoformat(),
        "keyslots": json.loads((desk / "keyslots.json").read_text()),
    }
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = target / f"guvoh-{now:%Y-%m-%d}-{package_id}.backup"
    sealing = package.package_key(vault.key("backup/v1"), backup_key.secret, package_id)
    # on the desk's own disk, and sealed as the desk's database is
    copied = desk / f"backup-{package_id}.part"
    try:
        rows = copy_database(desk / "desk.db", copied, vault.key("db/v1"))
        facts = {"rows": rows, "made_at": now.isoformat(timespec="seconds")}
        manifest = package.write(path, header, _parts(desk, spool, copied), facts, sealing)
    finally:
        copied.unlink(missing_ok=True)
    keys.copy_to(card)
    return path, manifest


def _parts(desk: Path, spool: Path, copied: Path) -> Iterator[package.Part]:
    """The spool comes after the database: a report opened meanwhile is in both copies, never in none.

    The desk is gone through again for what was put in its place since its folders were listed.
    """
    yield package.part_of(copied, "desk.db")
    packed: set[Path] = set()
    for name, folder in (("desk", desk), ("desk", desk), ("intake", spool)):
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder)
            if path in packed or not path.is_file() or path.is_symlink() or _left_out(inside):
                continue
            # what somebody took away since the folder was listed is in the database's copy no more, or opened
            with contextlib.suppress(FileNotFoundError):
                part = package.part_of(path, f"{name}/{inside.as_posix()}")
                packed.add(path)
                yield part


def _left_out(inside: Path) -> bool:
    hidden = any(part.startswith(".") for part in inside.parts)
    return hidden or inside.parts[0] in NEVER_COPIED or inside.name.endswith(ENDINGS_NEVER_COPIED)


def verify(path: Path, card: Path, vault: Opened) -> package.Manifest:
    """Read a whole package and open its database, changing nothing. Raises what FAILURES names."""
    with tempfile.TemporaryDirectory(prefix="guvoh-backup-", dir=path.parent) as folder:
        manifest = _unpack(path, card, vault, Path(folder))
        _agree(Path(folder), manifest, vault)
    return manifest


def restore(path: Path, card: Path, desk: Path, spool: Path, vault: Opened) -> Restored:
    """Bring a desk back into an empty folder, `keyslots.json` last: until then there is no desk.

    One that was killed begins anew, and replaces what it had brought already.

    Reports that wait in the package come back into the spool unless one of the same name lies there. Raises
    NotEmpty, and what FAILURES names.
    """
    restoring = desk / RESTORING
    if (desk / "keyslots.json").exists() or ((desk / "desk.db").exists() and not restoring.exists()):
        raise NotEmpty
    desk.mkdir(mode=0o700, parents=True, exist_ok=True)
    killed = restoring.exists()
    shutil.rmtree(restoring, ignore_errors=True)
    restoring.mkdir(mode=0o700)
    manifest = _unpack(path, card, vault, restoring)
    _agree(restoring, manifest, vault)
    for folder in (restoring / "desk").iterdir() if killed else ():
        shutil.rmtree(desk / folder.name, ignore_errors=True)
    # before there is a desk: its next backup would otherwise put a card without the older keys in this one's place
    BackupKeys(card).copy_to(desk / KEYS_FILE)
    _move_in(restoring, desk, spool)
    return Restored(len(manifest.parts), sum(manifest.facts["rows"].values()))


def _unpack(path: Path, card: Path, vault: Opened, folder: Path) -> package.Manifest:
    header = package.header_of(path)
    secret = BackupKeys(card).find(str(header["backup_key"])).secret
    key = package.package_key(vault.key("backup/v1"), secret, str(header["id"]))

    def put(name: str, chunks: Iterator[bytes]) -> None:
        target = (folder / name).resolve()
        if not target.is_relative_to(folder.resolve()):
            raise package.DamagedPackage("a name leads out of the folder")
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with target.open("xb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())

    return package.read(path, key, put)


def _agree(folder: Path, manifest: package.Manifest, vault: Opened) -> None:
    if rows_by_table(folder / "desk.db", vault.key("db/v1")) != manifest.facts["rows"]:
        raise DamagedDatabase


def _move_in(restoring: Path, desk: Path, spool: Path) -> None:
    for kept in sorted((restoring / "intake").rglob("*")):
        target = spool / kept.relative_to(restoring / "intake")
        if kept.is_file() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            _copy_whole(kept, target)
    for kept in sorted((restoring / "desk").iterdir(), key=lambda kept: kept.name == "keyslots.json"):
        if kept.name == "keyslots.json":
            (restoring / "desk.db").replace(desk / "desk.db")
            sync_folder(desk)
        kept.replace(desk / kept.name)
    sync_folder(desk)
    shutil.rmtree(restoring)


def _copy_whole(kept: Path, target: Path) -> None:
    """Whole or not at all: a report that lies in the spool is not brought again."""
    beside = target.with_name(f"{target.name}.part")
    shutil.copyfile(kept, beside)
    with beside.open("rb") as file:
        os.fsync(file.fileno())
    beside.replace(target)
    sync_folder(target.parent)


def _card(chosen: argparse.Namespace, folder: Path) -> Path:
    return chosen.keys or folder / CARD


def _vault(path: Path, kind: keyslots.Kind) -> Opened:
    """The vault in a package, by what its holders type. Raises WrongPassphrase, DamagedPackage, ShareFault."""
    sys.stderr.write(f"What opened the vault on the day of the backup: {WANTED[kind]}.\n")
    with tempfile.TemporaryDirectory(prefix="guvoh-slots-") as folder:
        slots = Path(folder) / "keyslots.json"
        slots.write_text(json.dumps(package.header_of(path).get("keyslots")))
        return keyslots.open_with(slots, ask(kind))


def _backup(chosen: argparse.Namespace) -> int:
    desk = Path(os.environ["DESK_DIR"])
    card = _card(chosen, chosen.folder)
    path, manifest = back_up(desk, Path(os.environ["INTAKE_SPOOL"]), chosen.folder, card)
    sys.stdout.write(
        f"{path}\n{_counted(manifest)}\n"
        f"Keep {card} away from the backups: none opens without it, nor without a way to open the vault.\n"
    )
    return 0


def _counted(manifest: package.Manifest) -> str:
    rows = manifest.facts["rows"]
    return f"{len(manifest.parts)} files; database whole, {sum(rows.values())} rows in {len(rows)} tables."


def _verify(chosen: argparse.Namespace) -> int:
    manifest = verify(chosen.package, _card(chosen, chosen.package.parent), _vault(chosen.package, chosen.proof))
    sys.stdout.write(f"Whole, made {manifest.facts['made_at']}. {_counted(manifest)}\n")
    return 0


def _restore(chosen: argparse.Namespace) -> int:
    desk, spool = Path(os.environ["DESK_DIR"]), Path(os.environ["INTAKE_SPOOL"])
    try:
        card = _card(chosen, chosen.package.parent)
        restored = restore(chosen.package, card, desk, spool, _vault(chosen.package, chosen.proof))
    except NotEmpty:
        sys.stderr.write("There is a desk in DESK_DIR already. Nothing was changed.\n")
        return 2
    sys.stdout.write(
        f"The desk is back: {restored.files} files, {restored.rows} rows, all as the backup says.\n"
        "Start the agent and the desk, unlock, and issue a new catalogue if the press has stories.\n"
    )
    return 0


def _expire(chosen: argparse.Namespace) -> int:
    keys = BackupKeys(Path(os.environ["DESK_DIR"]) / KEYS_FILE)
    gone = keys.destroy_all() if chosen.before is None else keys.destroy_before(chosen.before)
    if chosen.keys:
        keys.copy_to(chosen.keys)
    said = ", ".join(f"{key.id} (from {key.since})" for key in gone) or "none"
    sys.stdout.write(
        f"Backup keys destroyed: {said}. What was made under them opens no more, once every old copy of the card\n"
        "is destroyed too. Make a new backup now.\n"
    )
    return 0


def _told(act: Any) -> Any:
    """Run an act; a failure that is expected is told in a sentence."""

    def run(chosen: argparse.Namespace) -> int:
        try:
            return int(act(chosen))
        except tuple(FAILURES) as error:
            sys.stderr.write(FAILURES[type(error)] + "\n")
            return 1
        except (ShareFault, ShortKeyFile, MemoryError) as error:
            sys.stderr.write(saying.sentence(error) + "\n")
            return 1
        except OSError as error:
            sys.stderr.write(f"Not everything could be read or written: {error.strerror}.\n")
            return 1

    return run


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    make = subparsers.add_parser("backup", help="write one sealed package of an unlocked desk into a folder")
    make.add_argument("folder", type=Path)
    make.set_defaults(func=_told(_backup))
    check = subparsers.add_parser("backup-verify", help="read a whole backup and open its database")
    check.add_argument("package", type=Path)
    check.set_defaults(func=_told(_verify))
    back = subparsers.add_parser("restore", help="bring a desk back from a backup into an empty DESK_DIR")
    back.add_argument("package", type=Path)
    back.set_defaults(func=_told(_restore))
    expire = subparsers.add_parser("backup-expire", help="destroy the keys of old backups, so that none opens")
    expire.add_argument("--before", type=dt.date.fromisoformat, help="keep those used since DAY; without it none")
    expire.set_defaults(func=_told(_expire))
    for parser in (check, back):
        parser.add_argument(
            "--with", dest="proof", choices=KINDS, default="passphrase", help="what opens its vault (passphrase)"
        )
    for parser in (make, check, back, expire):
        parser.add_argument(
            "--keys", type=Path, help=f"the card of backup keys; otherwise {CARD} beside the backup"
        )
