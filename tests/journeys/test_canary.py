"""A planted phrase goes through the whole house; afterwards it, and every secret, is in no file of the machine."""

import base64

import pytest

from guvoh.config.demo.place import VAULT_PASSPHRASE
from guvoh.instruments.seal.derive import LABELS
from guvoh.instruments.seal.vault import Vault
from tests.journeys import planted
from tests.journeys.planted import PHRASE, forms_of
from tests.journeys.running import wait_until


@pytest.fixture(scope="module")
def receipt(demo, members) -> str:
    """The receipt of a report that holds the phrase, once all work on it is done."""
    content, spool = planted.heavy_file(), demo.place.root / "spool" / "intake" / "in"
    before = set(spool.iterdir())
    receipt = planted.send_report(demo, content)
    [envelope] = set(spool.iterdir()) - before
    planted.work(members, planted.accept(members, envelope.name), content[:700_000])
    return receipt


@pytest.mark.parametrize("folder", ["root", "tmp", "home"])
def test_the_search_finds_what_is_planted(demo, folder):
    place = {"root": demo.place.root / "spool", "tmp": demo.tmp, "home": demo.home}[folder]
    for number, form in enumerate(forms_of(PHRASE)):
        file = place / f"planted-{number}"
        file.write_bytes(b"before " + form + b" after")
        assert planted.files_with(demo, forms_of(PHRASE)) == {str(file)}
        file.unlink()


def test_the_phrase_is_in_no_file_after_a_whole_case(demo, receipt):
    assert len(planted.written_files(demo)) > 20
    assert planted.files_with(demo, forms_of(PHRASE)) == set()


def test_the_phrase_is_in_no_file_during_an_upload_and_after_it_broke_off(demo):
    line = planted.break_off_upload(demo, planted.heavy_file())
    wait_until(
        lambda: any(path.stat().st_size > 10**6 for folder in planted.stagings(demo) for path in folder.iterdir()),
        "the upload is being sealed",
    )
    assert planted.files_with(demo, forms_of(PHRASE)) == set()
    line.close()
    wait_until(lambda: planted.stagings(demo) == [], "what broke off is removed")
    assert planted.files_with(demo, forms_of(PHRASE)) == set()


def test_no_passphrase_second_factor_or_receipt_is_in_any_file(demo, members, receipt):
    passphrases = [VAULT_PASSPHRASE, *(row["passphrase"] for row in members.cast)]
    secrets = [row["totp_secret"] for row in members.cast]
    digits = "".join(receipt.split())
    needles = [form for words in [*passphrases, *secrets, receipt, digits] for form in forms_of(words)]
    needles += [base64.b32decode(secret) for secret in secrets]
    assert planted.files_with(demo, needles) == set()


def test_no_key_of_the_desk_is_in_any_file(demo):
    vault = Vault(demo.place.desk / "vault.sock")
    keys = [vault.key(label) for label in LABELS]
    needles = [form for key in keys for form in (key, key.hex().encode(), base64.b64encode(key)[:-2])]
    recovery = (demo.place.paper / "recovery-key.txt").read_bytes().strip()
    assert planted.files_with(demo, [*needles, recovery]) == set()
