"""What the demo has published, and what still waits."""

import json

import pytest
from django.conf import settings

from guvoh.desk.facts.register import current_register
from guvoh.desk.newsroom import actions
from guvoh.desk.newsroom.guarding import look_at
from guvoh.desk.newsroom.models import ReleaseRow
from guvoh.desk.newsroom.vocabulary import State
from guvoh.handover.release import PressSpool
from guvoh.instruments.names.guard import scan
from guvoh.instruments.seal.signature import public_half

ADDRESSES = {
    f"{language}/{page}"
    for language, pages in {
        "tg": ("news/telefon-bargashtonda-shud.html", "guide/agar-bozdosht-yo-latukub-kunand.html"),
        "ru": ("news/telefon-vernuli-delo-zakryli.html", "guide/esli-zaderzhali-ili-izbili.html"),
        "en": ("news/phone-returned-case-closed.html", "guide/if-you-are-detained-or-beaten.html"),
    }.items()
    for page in (*pages, "hotlines.html")
}


def test_story_guide_and_hotlines_are_out_in_three_languages(demo):
    catalogue = PressSpool(settings.PRESS_SPOOL).read(public_half(settings.VAULT.key("release/v1")))
    assert {release.address for release in catalogue.releases} == ADDRESSES
    assert all(release.numbers for release in catalogue.releases if release.kind == "hotlines")


def test_somebody_else_approved_every_release(demo):
    rows = ReleaseRow.objects.select_related("text__author")
    assert all(row.approved_by != row.text.author for row in rows)


def test_no_release_names_anybody(demo):
    register = current_register()
    for row in ReleaseRow.objects.all():
        for words in json.loads(row.document).values():
            if isinstance(words, str):
                assert not scan(words, register.index, register.persons)


@pytest.mark.parametrize(
    "part", ["Рустам", "Сафолов", "Safolov", "Rustam", "Гавхар", "Ҷалолова", "Холиқов", "555 01"]
)
def test_no_release_holds_a_part_of_a_name(demo, part):
    assert not ReleaseRow.objects.filter(document__icontains=part).exists()


def test_the_interview_waits_for_its_marks(demo):
    text = demo.stories["interview"].texts.get()
    assert text.state == State.DRAFT
    marked = {finding.mark.person for finding in look_at(text).must_go}
    assert demo.people["rustam"].pseudonym in marked
    for pseudonym in marked:
        text = actions.replace_all_marks(text, pseudonym, "role", by=demo["daler"])
    assert look_at(text).must_go == []
    assert not any(name in text.body for name in ("Рустам", "Сафолов", "Гавхар", "555"))


def test_a_text_waits_for_a_second_reader(demo):
    assert demo.stories["consultations"].texts.get().state == State.REVIEW
