"""What a request leaves with the browser, and what becomes of it when the vault is locked under its hands."""

from types import ModuleType

import pytest
from django.contrib import messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from guvoh.config.urls import desk as addresses
from guvoh.desk.staff.middleware import vault_must_be_open
from guvoh.instruments.seal.vault import Vault
from tests.desk.staff.conftest import VAULT_PASSPHRASE


def says_a_name(request: HttpRequest) -> HttpResponse:
    messages.error(request, "Rustam Saidov")
    return HttpResponse()


@pytest.fixture
def one_more_page(settings) -> None:
    pages = ModuleType("pages")
    pages.urlpatterns = [*addresses.urlpatterns, path("says/", says_a_name)]
    settings.ROOT_URLCONF = pages


def test_a_message_that_holds_a_name_is_not_written_into_the_browser(cast, sign_in, one_more_page) -> None:
    browser = sign_in(cast.officer)
    answer = browser.get("/says/")
    assert set(answer.cookies) <= {"session", "csrf", "known"}
    assert "Rustam" not in str(browser.cookies)
    assert "Rustam Saidov" in browser.get("/").content.decode()


@pytest.mark.parametrize(("still_open", "status"), [(False, 503), (True, 500)])
def test_a_desk_locked_in_the_middle_of_a_page_shows_the_locked_page(
    vault_of_its_own: Vault, settings, still_open: bool, status: int
) -> None:
    settings.VAULT = vault_of_its_own
    vault_of_its_own.unlock(VAULT_PASSPHRASE)

    def page(_request: HttpRequest) -> HttpResponse:
        if not still_open:
            vault_of_its_own.lock()
        return HttpResponse(status=500)

    answer = vault_must_be_open(page)(RequestFactory().get("/cases/"))
    assert answer.status_code == status


def test_a_stranger_cannot_fill_the_memory_with_files(db) -> None:
    files = {f"file{number}": SimpleUploadedFile("a", b"x" * 1000) for number in range(3)}
    assert Client().post("/sign-in/", files).status_code == 400
