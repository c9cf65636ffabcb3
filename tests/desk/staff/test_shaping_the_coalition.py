"""A coordinator shapes the coalition through the screens."""

import pytest
from django.urls import reverse

from guvoh.desk.staff.models import Entry, Hotline, Organisation, WorkingGroup

ORGANISATION = {"name_tg": "Сипар", "name_ru": "Щит", "name_en": "Shield", "standing": "member", "region": "KT"}


@pytest.fixture
def coordinator(cast, sign_in):
    return sign_in(cast.coordinator)


def add(browser, what: str, **typed):
    return browser.post(reverse("coalition_add", args=[what]), typed)


def test_an_organisation_a_group_a_seat_and_a_hotline(cast, coordinator) -> None:
    assert add(coordinator, "organisation", **ORGANISATION).status_code == 302
    shield = Organisation.objects.get(name_en="Shield")
    assert add(coordinator, "group", name_tg="Гурӯҳ", name_ru="Группа", name_en="Group").status_code == 302
    group = WorkingGroup.objects.get()
    assert add(coordinator, "seat", group=group.pk, member=cast.editor.pk, seat="secretariat").status_code == 302
    assert add(coordinator, "hotline", organisation=shield.pk, number="+992 900 11 22 33").status_code == 302
    page = coordinator.get(reverse("coalition")).content.decode()
    assert all(words in page for words in ("Shield", "Group", "Editor", "+992 900 11 22 33"))
    coordinator.post(reverse("hotline_remove", args=[Hotline.objects.get().pk]))
    assert not Hotline.objects.exists()
    acts = set(Entry.objects.values_list("act", flat=True))
    assert {
        "organisation.added",
        "working_group.added",
        "working_group.joined",
        "hotline.added",
        "hotline.removed",
    } <= acts


def test_a_seat_taken_twice_is_refused_in_words(cast, coordinator) -> None:
    add(coordinator, "group", name_tg="Гурӯҳ", name_ru="Группа", name_en="Group")
    seat = {"group": WorkingGroup.objects.get().pk, "member": cast.editor.pk, "seat": "member"}
    add(coordinator, "seat", **seat)
    answer = add(coordinator, "seat", **seat)
    assert answer.status_code == 422
    assert WorkingGroup.objects.get().seats.count() == 1


def test_a_second_coalition_is_not_offered(coordinator) -> None:
    answer = add(coordinator, "organisation", **{**ORGANISATION, "standing": "coalition"})
    assert answer.status_code == 422
    assert Organisation.objects.filter(standing="coalition").count() == 1


def test_a_half_filled_form_keeps_what_was_typed(coordinator) -> None:
    answer = add(coordinator, "organisation", **{**ORGANISATION, "name_tg": ""})
    assert answer.status_code == 422
    assert 'value="Shield"' in answer.content.decode()
