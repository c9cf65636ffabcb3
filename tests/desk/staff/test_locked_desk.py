"""But for the last test none asks for the database: pytest-django fails any of them that runs a query."""

import os
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from guvoh.desk.staff.models import Entry
from guvoh.desk.staff.vault import MOST_BYTES
from guvoh.instruments.seal import shares
from guvoh.instruments.seal.vault import Vault

VAULT_PASSPHRASE = "the passphrase of a vault of its own"


@pytest.fixture
def locked(vault_of_its_own: Vault, settings: Any) -> Vault:
    vault_of_its_own.lock()
    settings.VAULT = vault_of_its_own
    return vault_of_its_own


def test_walk_finds_the_pages_of_the_desk(addresses: list[str]) -> None:
    assert "/record/" in addresses
    assert len(addresses) > 40


@pytest.mark.parametrize("method", ["get", "post"])
def test_locked_desk_serves_nothing_but_the_unlock_page(locked: Vault, method: str, addresses: list[str]) -> None:
    for address in addresses:
        answer = getattr(Client(), method)(address)
        assert answer.status_code == 503, address
        used = {template.name for template in answer.templates}
        assert ("staff/unlock.html" if address == "/unlock/" else "staff/locked.html") in used, address
        assert answer["Cache-Control"] == "no-store"


def test_desk_without_an_agent_says_so_and_opens_nothing(
    no_vault: Vault, settings: Any, addresses: list[str]
) -> None:
    settings.VAULT = no_vault
    for address in addresses:
        answer = Client().get(address)
        assert answer.status_code == 503
        assert answer.templates[0].name == "staff/no_vault.html"


@pytest.mark.parametrize("language", ["tg", "ru", "en"])
def test_unlock_page_keeps_the_language_chosen_on_it(locked: Vault, language: str) -> None:
    browser = Client()
    assert browser.post("/unlock/", {"language": language})["Location"] == "/unlock/"
    assert f'<html lang="{language}">' in browser.get("/unlock/").content.decode()


def test_wrong_vault_passphrase_is_refused_and_not_echoed(locked: Vault) -> None:
    answer = Client(headers={"accept-language": "en"}).post("/unlock/", {"passphrase": "certainly not this one"})
    assert answer.status_code == 503
    assert "does not open the vault" in answer.content.decode()
    assert "certainly not" not in answer.content.decode()
    assert not locked.status().unlocked


def words_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize(
    ("way", "fields"),
    [
        ("passphrase", ["passphrase"]),
        ("keyfile", ["passphrase", "key_file"]),
        ("pair", ["first", "second"]),
        ("recovery", ["sheet1", "sheet2", "sheet3"]),
    ],
)
def test_each_way_has_its_page_and_needs_what_it_asks_for(locked: Vault, way: str, fields: list[str]) -> None:
    browser = Client(headers={"accept-language": "en"})
    page = browser.get(f"/unlock/?way={way}").content.decode()
    assert [name for name in ALL_FIELDS if f'name="{name}"' in page] == fields
    answer = browser.post("/unlock/", {"way": way, **dict.fromkeys(fields, "")})
    assert 'role="alert"' in answer.content.decode()
    assert not locked.status().unlocked


ALL_FIELDS = ("passphrase", "key_file", "first", "second", "sheet1", "sheet2", "sheet3")


@pytest.mark.parametrize(
    ("size", "said"), [(31, "too short to be a key file"), (64 * 1024 + 1, "64 KB"), (MOST_BYTES, "64 KB")]
)
def test_a_key_file_too_short_or_too_large_is_refused(locked: Vault, size: int, said: str) -> None:
    key_file = SimpleUploadedFile("holiday.jpg", b"x" * size)
    typed = {"way": "keyfile", "passphrase": "certainly not this one", "key_file": key_file}
    answer = Client(headers={"accept-language": "en"}).post("/unlock/", typed)
    assert said in words_of(answer)
    assert "certainly not" not in words_of(answer)


@pytest.mark.parametrize("language", ["tg", "ru", "en"])
def test_a_slip_on_a_recovery_sheet_is_named_and_nothing_typed_is_shown(locked: Vault, language: str) -> None:
    first, second, third = (sheet.split() for sheet in shares.split(os.urandom(32))[:3])
    second[9] = "slipoffingers"
    sheets = {f"sheet{number}": " ".join(words) for number, words in enumerate((first, second, third), 1)}
    browser = Client(headers={"accept-language": language})
    answer = words_of(browser.post("/unlock/", {"way": "recovery", **sheets}))
    alert = answer.split('role="alert"')[1].split("</ul>")[0]
    assert "2" in alert
    assert "10" in alert
    assert not any(word in answer for word in ("slipoffingers", " ".join(first)))


def test_right_vault_passphrase_leads_to_sign_in(locked: Vault) -> None:
    answer = Client().post("/unlock/", {"passphrase": VAULT_PASSPHRASE})
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/")
    assert locked.status().unlocked


def test_unlock_needs_the_token_of_its_own_page(locked: Vault) -> None:
    answer = Client(enforce_csrf_checks=True).post("/unlock/", {"passphrase": VAULT_PASSPHRASE})
    assert answer.status_code == 403
    assert not locked.status().unlocked


def test_any_member_locks_the_desk_and_the_record_says_who(
    cast: SimpleNamespace, sign_in: Any, vault_of_its_own: Vault, settings: Any
) -> None:
    browser = sign_in(cast.psychologist)
    vault_of_its_own.unlock(VAULT_PASSPHRASE)
    settings.VAULT = vault_of_its_own
    assert browser.get("/lock/").status_code == 405
    assert vault_of_its_own.status().unlocked
    assert browser.post("/lock/")["Location"] == "/unlock/"
    assert not vault_of_its_own.status().unlocked
    assert Entry.objects.filter(act="desk.locked", member=cast.psychologist).count() == 1


def test_a_member_checks_in_where_the_vault_waits_for_it_and_the_record_says_so(
    cast: SimpleNamespace, sign_in: Any, vault_that_waits: Vault, settings: Any
) -> None:
    browser = sign_in(cast.psychologist)
    assert "/check-in/" not in browser.get("/").content.decode()
    settings.VAULT = vault_that_waits
    assert "/check-in/" in browser.get("/").content.decode()
    before = vault_that_waits.left()["check_in"]
    assert browser.post("/check-in/")["Location"] == "/"
    assert vault_that_waits.left()["check_in"] > before
    assert Entry.objects.filter(act="desk.checked_in", member=cast.psychologist).count() == 1


def test_a_member_at_work_keeps_the_desk_open_and_the_sign_in_page_does_not(
    cast: SimpleNamespace, sign_in: Any, vault_that_waits: Vault, settings: Any
) -> None:
    browser = sign_in(cast.psychologist)
    settings.VAULT = vault_that_waits
    first = vault_that_waits.left()["idle"]
    Client().get("/sign-in/")
    second = vault_that_waits.left()["idle"]
    browser.get("/account/")
    assert second < first
    assert vault_that_waits.left()["idle"] > second


# the last one, since its vault is closed afterwards
def test_who_tries_too_often_is_told_how_long_to_wait(locked: Vault) -> None:
    browser = Client(headers={"accept-language": "en"})
    for _ in range(4):
        sheets = dict(zip(("sheet1", "sheet2", "sheet3"), shares.split(os.urandom(32)), strict=False))
        answer = words_of(browser.post("/unlock/", {"way": "recovery", **sheets}))
    assert "Too many wrong attempts. Try again in 5 seconds." in answer
