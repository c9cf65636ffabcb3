"""But for the last test none asks for the database: pytest-django fails any of them that runs a query."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from guvoh.desk.staff.models import Entry
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
