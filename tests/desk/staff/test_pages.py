import datetime as dt
import gzip
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.contrib.staticfiles import finders
from django.template import engines
from django.test import Client, RequestFactory
from django.utils import translation
from django.views.defaults import server_error

from guvoh.config.assets import AssetsNotBuilt, without_data_addresses
from guvoh.desk.staff.models import GroupSeat, Hotline, WorkingGroup

PAGES = [
    "/",
    "/account/",
    "/account/passphrase/",
    "/coalition/",
    "/coalition/members/",
    "/coalition/members/invite/",
    "/coalition/permissions/",
    "/second-person/",
    "/second-person/export/",
    "/cases/emergency/",
    "/account/passkeys/add/",
    "/account/recovery-codes/new/",
    "/record/",
    "/nowhere/",
]
LOADED = re.compile(r'(?:<link rel="stylesheet" href|<script src|<img src|<use href)="([^"#]+)')
FORBIDDEN = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script>|javascript:|data:|https?://", re.IGNORECASE)


@pytest.fixture
def coordinator(cast: SimpleNamespace, sign_in: Any) -> Client:
    group = WorkingGroup.objects.create(name_tg="Ҳуқуқ", name_ru="Право", name_en="Law")
    GroupSeat.objects.create(group=group, member=cast.lawyer, seat="coordinator")
    Hotline.objects.create(organisation=cast.ours, region="SU", number="+992 92 000 00 01", audience_en="For all")
    return sign_in(cast.coordinator)


@pytest.mark.parametrize("language", ["tg", "ru", "en"])
def test_every_page_of_the_staff_renders_in_three_languages(
    coordinator: Client, cast: SimpleNamespace, language: str
) -> None:
    coordinator.post("/language/", {"language": language})
    for address in [*PAGES, f"/coalition/members/{cast.doctor.pk}/", f"/coalition/members/{cast.coordinator.pk}/"]:
        answer = coordinator.get(address)
        page = answer.content.decode()
        assert answer.status_code == (404 if address == "/nowhere/" else 200), address
        assert f'<html lang="{language}">' in page
        assert len(re.findall("<h1>", page)) == 1
        assert FORBIDDEN.search(page) is None, (address, FORBIDDEN.search(page))


def test_no_page_is_without_a_way_back(coordinator: Client, cast: SimpleNamespace) -> None:
    in_navigation = {"/", "/coalition/", "/record/"}
    for address in [*PAGES, f"/coalition/members/{cast.doctor.pk}/"]:
        page = coordinator.get(address).content.decode()
        if address not in in_navigation:
            assert any(way in page for way in ('class="back"', 'href="/"', 'href="/account/"')), address
    assert 'aria-current="true"' in coordinator.get("/coalition/members/").content.decode()


def test_navigation_shows_each_role_only_what_it_may_open(cast: SimpleNamespace, sign_in: Any) -> None:
    for name in ("operator", "officer", "lawyer", "psychologist", "doctor", "analyst", "editor", "coordinator"):
        browser = sign_in(getattr(cast, name))
        for entry in browser.get("/").context["navigation"]:
            assert browser.get(entry["address"]).status_code == 200, (name, entry["address"])


def test_first_visit_weighs_at_most_150_kilobytes(coordinator: Client) -> None:
    page = coordinator.get("/coalition/").content
    weight = len(page)
    for address in set(LOADED.findall(page.decode())):
        path = Path(str(finders.find(address.removeprefix("/static/"))))
        packed = path.with_name(f"{path.name}.gz")
        assert not packed.exists() or gzip.decompress(packed.read_bytes()) == path.read_bytes()
        weight += (packed if packed.exists() else path).stat().st_size
    assert weight <= 150_000


def test_no_style_sheet_or_drawing_names_another_place() -> None:
    for sheet in ("vendor/tabler.css", "desk/desk.css", "desk/forms.css", "desk/icons.svg"):
        text = Path(str(finders.find(sheet))).read_text()
        assert "data:" not in text
        assert re.findall(r"url\([\"']?(?:https?:)?//", text) == []


def test_every_icon_named_in_a_template_is_drawn() -> None:
    desk = Path(__file__).resolve().parents[3] / "guvoh" / "desk"
    drawn = set(re.findall(r'symbol id="([a-z-]+)"', (desk / "staff/static/desk/icons.svg").read_text()))
    for template in desk.rglob("templates/**/*.html"):
        asked = set(re.findall(r'{% icon "([a-z-]+)"', template.read_text()))
        asked |= set(re.findall(r'picture="([a-z-]+)"', template.read_text()))
        assert asked <= drawn, (template.name, asked - drawn)


def test_style_sheet_is_emptied_of_data_addresses_and_an_unknown_kind_is_refused() -> None:
    sheet = """a{background:url("data:image/svg+xml,%3csvg fill='%23fff'/%3e")}/*# sourceMappingURL=a.css.map */"""
    changed, drawings = without_data_addresses(sheet)
    assert list(drawings.values()) == ["<svg fill='#fff'/>"]
    assert changed == f'a{{background:url("{next(iter(drawings))}")}}'
    with pytest.raises(AssetsNotBuilt):
        without_data_addresses("a{background:url(data:image/png;base64,AAAA)}")


def test_a_broken_page_says_so_without_the_database() -> None:
    for language in ("tg", "ru", "en"):
        with translation.override(language):
            answer = server_error(RequestFactory().get("/"))
        assert answer.status_code == 500
        assert f'<html lang="{language}">' in answer.content.decode()


def test_a_forged_form_is_refused_in_plain_words(cast: SimpleNamespace) -> None:
    browser = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    answer = browser.post("/sign-in/", {"login": "officer", "password": "x"})
    assert answer.status_code == 403
    assert "403_csrf.html" in {template.name for template in answer.templates}


class Sample(forms.Form):
    place = forms.CharField(help_text="Where it happened.")
    kind = forms.MultipleChoiceField(
        choices=[("a", "Arrest"), ("b", "Search")], widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(required=False)


def test_a_field_is_tied_to_its_help_and_its_error() -> None:
    with translation.override("en"):
        drawn = str(Sample({"note": "kept"}))
    assert 'for="id_place"' in drawn
    assert 'aria-describedby="id_place_helptext id_place_error"' in drawn
    assert 'id="id_place_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'value="kept"' in drawn
    assert drawn.count("(optional)") == 1
    assert '<a href="#id_place">' in drawn


def test_tags_write_dates_in_the_language_of_the_reader() -> None:
    source = '{% load desk %}{% day d %} {% short_day d %} {% moment m %} {% day n %} {% state "overdue" "late" %}'
    facts = {"d": dt.date(2026, 3, 8), "m": dt.datetime(2026, 3, 8, 20, 5, tzinfo=dt.UTC), "n": None}
    with translation.override("tg"):
        drawn = engines["django"].from_string(source).render(facts)
    assert "8 марти соли 2026" in drawn
    assert "09.03.2026, 01:05" in drawn
    assert "—" in drawn
    assert 'class="state state-overdue">late<' in drawn
