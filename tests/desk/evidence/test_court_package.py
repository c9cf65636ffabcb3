"""A package for a court: made from a real file, checked by the standard library, sha256sum and openssl alone."""

import argparse
import io
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse

from guvoh.config import evidence as command
from guvoh.desk.casework import actions as casework
from guvoh.desk.evidence import actions
from guvoh.desk.evidence.court.manifest import Order
from guvoh.desk.evidence.models import Confession, CustodyNote, SealedFile
from guvoh.desk.evidence.reading import note_reading
from guvoh.desk.staff.heads import sign_head
from guvoh.desk.staff.models import Entry
from guvoh.desk.staff.sealed_text import CaseNotOpen
from guvoh.instruments.seal import sealedfile, streamzip
from guvoh.instruments.seal.signature import public_half
from tests.desk.evidence.conftest import PLAIN, just_confirmed

ORDER = Order("lawyer", "Asked for by the defence")


@pytest.fixture
def agreed(cast, case, client_of_case):
    """The client has let the file go to a lawyer, under the pseudonym."""
    return casework.give_consent(
        case, client_of_case, purpose="lawyer", identification="anonymised", how="written", by=cast.officer
    )


@pytest.fixture
def item(cast, case, client_of_case, agreed, kept) -> SealedFile:
    """A file that two members have worked on; they and the client have names that must not leave."""
    for member, name in ((cast.officer, "Zarina Rahimova"), (cast.lawyer, "Farrukh Odinaev")):
        member.full_name = name
        member.save()
    casework.add_to_team(case, cast.lawyer, by=cast.officer)
    file = kept(name="video.mp4")
    note = CustodyNote(
        file=file,
        source_actor=client_of_case,
        how="handed_over",
        purpose="Evidence of beating",
        collector="zarina  rahimova",
        tool="yt-dlp 2026.10.26",
        note="Farrukh Odinaev held it for a day",
    )
    actions.note_custody(note, by=cast.officer)
    note_reading(file, by=cast.lawyer, act="file.looked_up")
    sign_head()
    confession = Confession(file=file, ground="Саидов reads", signs=["reads"])
    actions.qualify_confession(confession, by=cast.lawyer)
    return SealedFile.objects.get(pk=file.pk)


def archive(file: SealedFile, by, order: Order = ORDER) -> bytes:
    return b"".join(actions.pack_for_court(file, order, by=by).stream())


@pytest.fixture
def unpacked(item, cast, tmp_path) -> Path:
    folder = tmp_path / "out"
    with zipfile.ZipFile(io.BytesIO(archive(item, cast.officer))) as packed:
        assert packed.testzip() is None
        assert {entry.compress_type for entry in packed.infolist()} == {zipfile.ZIP_STORED}
        packed.extractall(folder)
    return folder


def offline(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    told = [sys.executable, "-I", "-S", "verify_offline.py", ".", *more]
    return subprocess.run(told, cwd=folder, capture_output=True, text=True, check=False)


def sums(folder: Path) -> int:
    return subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, check=False
    ).returncode


def sums_written_anew(folder: Path) -> None:
    named = sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    listed = subprocess.run(
        ["sha256sum", *(name for name in named if name.name != "SHA256SUMS")],
        cwd=folder,
        capture_output=True,
        check=True,
    )
    (folder / "SHA256SUMS").write_bytes(listed.stdout)


def test_it_is_checked_offline_by_what_every_machine_has(unpacked: Path, item: SealedFile) -> None:
    assert sums(unpacked) == 0
    run = offline(unpacked, "--key", public_half(settings.VAULT.key("log/v1")))
    assert run.returncode == 0, run.stdout + run.stderr
    assert (unpacked / "item" / f"{item.pk.hex[:8]}.mp4").read_bytes() == PLAIN
    number = json.loads((unpacked / "bound.json").read_text())["head"]["number"]
    asked = f"-verify -pubin -keyform DER -inkey {number}.key.der -rawin -in {number}.json -sigfile {number}.sig"
    subprocess.run(["openssl", "pkeyutl", *asked.split()], cwd=unpacked / "heads", check=True, capture_output=True)
    assert "another key than yours" in offline(unpacked, "--key", "11" * 32).stdout


def test_its_custody_is_the_whole_of_it_and_says_who_only_by_labels(unpacked: Path, item: SealedFile) -> None:
    rows = json.loads((unpacked / "custody.json").read_text())["entries"]
    entries = Entry.objects.filter(subject=item.subject).exclude(act="file.package_bound").order_by("number")
    assert [(row["number"], row["act"]) for row in rows] == list(entries.values_list("number", "act"))
    assert [row["member"] for row in rows] == ["M1", "M1", "M2", "M2", "M1"]
    manifest = json.loads((unpacked / "manifest.json").read_text())
    assert manifest["members"] == {"M1": ["officer"], "M2": ["lawyer"]}
    collection = manifest["collection"]
    assert collection["source_person"].startswith("P-")
    assert collection["collector"] == "M1"
    assert collection["software_and_version"] == "yt-dlp 2026.10.26"
    assert "url" in collection["not_recorded"]
    assert manifest["qualified_as"]["signs"] == ["reads"]


def test_no_name_and_no_word_of_the_case_is_in_it(unpacked: Path, case) -> None:
    everything = b"\n".join(path.read_bytes() for path in unpacked.rglob("*") if path.is_file()).lower()
    for words in (
        "Zarina",
        "Rahimova",
        "Farrukh",
        "Odinaev",
        "Саидов",
        "Saidov",
        "Рустам",
        "Asked for by",
        case.code,
    ):
        assert words.lower().encode() not in everything.replace(words.encode(), words.lower().encode()), words
    assert case.title.lower().encode() not in everything


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def edit(name: str, change):
    def changed(folder: Path) -> None:
        found = json.loads((folder / name).read_text())
        change(found)
        (folder / name).write_text(json.dumps(found))

    return changed


TAMPERED = {
    "a byte of the item": lambda folder: flip(next((folder / "item").iterdir())),
    "an act of the custody": edit("custody.json", lambda found: found["entries"][0].update(act="file.moved")),
    "an entry taken out": edit("custody.json", lambda found: found["entries"].pop(1)),
    "the manifest": edit("manifest.json", lambda found: found["collection"].update(tool="other")),
    "the imprint in the manifest": edit("manifest.json", lambda found: found["item"].update(sha256="0" * 64)),
    "a file added": lambda folder: (folder / "more.txt").write_text("x"),
    "a proof taken away": lambda folder: next((folder / "proofs").iterdir()).unlink(),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_whatever_is_changed_is_refused_even_with_new_sums(unpacked: Path, what: str) -> None:
    TAMPERED[what](unpacked)
    assert offline(unpacked).returncode != 0
    if what == "a file added":
        return
    assert sums(unpacked) != 0
    sums_written_anew(unpacked)
    assert sums(unpacked) == 0
    assert offline(unpacked).returncode != 0


def test_a_protected_name_in_our_words_stops_it_and_the_field_is_named(item, cast, agreed, client_of_case) -> None:
    item.name, item.description = "акс Саидов.jpg", "Video of the yard"
    item.save()
    with pytest.raises(ValidationError, match="File name names a protected person"):
        archive(item, cast.officer)
    assert not Entry.objects.filter(act="file.packaged").exists()
    packed = archive(item, cast.officer, Order("lawyer", "Asked for", frozenset({"name"})))
    with zipfile.ZipFile(io.BytesIO(packed)) as found:
        manifest = json.loads(found.read("manifest.json"))
    assert manifest["left_out_to_protect_people"] == ["name"]
    assert manifest["item"]["name_as_received"] is None
    casework.withdraw_consent(agreed, by=cast.officer, reason="Asked anew")
    casework.give_consent(
        item.case, client_of_case, purpose="lawyer", identification="full_name", how="written", by=cast.officer
    )
    with zipfile.ZipFile(io.BytesIO(archive(item, cast.officer))) as found:
        manifest = json.loads(found.read("manifest.json"))
    assert manifest["item"]["name_as_received"] == "акс Саидов.jpg"
    assert "Saidov" in manifest["collection"]["source_person"]


@pytest.mark.parametrize(
    ("order", "sentence"),
    [
        (Order("state_body", "x"), "has not consented"),
        (Order("lawyer", " "), "Say why"),
        (Order("publication", "x"), "to whom"),
    ],
)
def test_without_consent_reason_or_recipient_nothing_leaves(item, cast, order: Order, sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        archive(item, cast.officer, order)
    assert not Entry.objects.filter(act="file.packaged").exists()


def test_the_button_asks_for_a_fresh_factor_and_a_reason_and_sends_the_archive(
    item, cast, sign_in, tmp_path
) -> None:
    address, typed = (
        reverse("evidence:package", args=[item.pk]),
        {"purpose": "lawyer", "reason": "For the defence"},
    )
    browser = just_confirmed(sign_in(cast.officer))
    assert address in browser.get(reverse("evidence:item", args=[item.pk])).content.decode()
    assert "Say why it is handed over" in browser.post(address, {**typed, "reason": ""}).content.decode()
    answer = browser.post(address, typed)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="evidence-{item.pk.hex[:8]}.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as packed:
        assert packed.testzip() is None
    assert Entry.objects.get(act="file.packaged").detail == {"purpose": "lawyer", "reason": "For the defence"}
    session = browser.session
    session["account_authentication_methods"] = []
    session.save()
    assert browser.post(address, typed).status_code == 403
    flip(item.path)
    broken = just_confirmed(browser).post(address, typed)
    with pytest.raises(sealedfile.DamagedFile):
        broken.getvalue()
    assert Entry.objects.filter(act="file.found_damaged", subject=item.subject).exists()
    item.path.write_bytes(item.path.read_bytes()[:-1])
    assert b"damaged" in browser.post(address, typed).content


def test_of_a_sealed_case_it_is_made_only_while_somebody_of_it_is_present(item, cast, own_keys, tmp_path) -> None:
    with own_keys.here(cast.officer):
        own_keys.of(cast.lawyer)
        casework.seal_case(item.case, by=cast.officer, reason="danger")
    sealed = SealedFile.objects.get(pk=item.pk)
    with pytest.raises(CaseNotOpen):
        archive(sealed, cast.officer)
    with own_keys.here(cast.officer):
        packed = archive(SealedFile.objects.get(pk=item.pk), cast.officer)
    with zipfile.ZipFile(io.BytesIO(packed)) as found:
        found.extractall(tmp_path / "out")
    assert offline(tmp_path / "out").returncode == 0


@pytest.fixture
def desk_folder() -> Iterator[Path]:
    """A desk's folder that leads to the vault of this test, by a short path."""
    with tempfile.TemporaryDirectory(prefix="guvoh-") as name:
        (Path(name) / "vault.sock").symlink_to(settings.VAULT.socket_path)
        yield Path(name)


def test_the_command_writes_the_archive_for_a_member_who_works_the_case(
    item, cast, tmp_path, desk_folder, monkeypatch, capsys
) -> None:
    parser = argparse.ArgumentParser()
    command.register(parser.add_subparsers())
    monkeypatch.setenv("DESK_DIR", str(desk_folder))
    out = tmp_path / "out.zip"

    def run(by: str) -> int:
        words = ["evidence", "package", str(item.pk), str(out), "--by", by, "--reason", "x", "--purpose", "lawyer"]
        return command.package(parser.parse_args(words))

    assert run("stranger") == 1
    assert "no file of this number" in capsys.readouterr().err
    assert not out.exists()
    assert run("officer") == 0
    assert out.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(out) as packed:
        assert packed.testzip() is None
    assert run("officer") == 1
    assert "was not written" in capsys.readouterr().err


def test_an_archive_whose_item_breaks_off_has_no_directory() -> None:
    def broken():
        yield b"a"
        raise OSError("cut")

    pieces = streamzip.stream([streamzip.Member("a", 9, broken())])
    made = next(pieces)
    with pytest.raises(OSError, match="cut"):
        list(pieces)
    assert not zipfile.is_zipfile(io.BytesIO(made))
