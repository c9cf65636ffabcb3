import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from guvoh.instruments.seal import keyslots
from guvoh.instruments.seal.vault import Vault
from tests import vault_agent

SAMPLES = ["1", "tg", "6f1c0a64-5f2e-4a6e-9c53-0d8a4a0a7d11"]
VAULT_PASSPHRASE = "the passphrase of a vault of its own"


@pytest.fixture(scope="module")
def vault_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    """A second agent, locked: the one that all tests share must stay open for the others."""
    folder = tmp_path_factory.mktemp("vault")
    keyslots.create(folder / "keyslots.json", VAULT_PASSPHRASE)
    agent, vault = vault_agent.start(folder)
    yield vault
    agent.terminate()
    agent.wait()


@pytest.fixture(scope="module")
def vault_that_waits(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    """An open vault with the keys of the shared one, that waits for members to check in."""
    folder = tmp_path_factory.mktemp("waiting")
    (folder / "keyslots.json").write_bytes((settings.DESK_DIR / "keyslots.json").read_bytes())
    agent, vault = vault_agent.start(folder, check_in=3600)
    vault.unlock(os.environ["TEST_PASSPHRASE"])
    yield vault
    agent.terminate()
    agent.wait()


@pytest.fixture
def no_vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "nobody-listens.sock")


def _walked(patterns: list[Any], before: str = "/") -> Iterator[str]:
    for found in patterns:
        route = str(found.pattern)
        for name, converter in found.pattern.converters.items():
            sample = next(text for text in SAMPLES if re.fullmatch(converter.regex, text))
            route = re.sub(rf"<[^<>]*:?{name}>", sample, route)
        if isinstance(found, URLResolver):
            yield from _walked(found.url_patterns, before + route)
        elif isinstance(found, URLPattern):
            yield before + route


@pytest.fixture(scope="session")
def addresses() -> list[str]:
    """Every address of the desk, with samples where an address carries something."""
    return sorted(_walked(get_resolver().url_patterns))
