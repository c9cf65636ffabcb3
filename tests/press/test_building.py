"""What stands in the signed catalogue is on the site, and nothing else."""

import datetime as dt
import gzip
import hashlib
import json
from xml.etree import ElementTree

import pytest

from guvoh.handover.release import Catalogue, MalformedRelease, Release, StaleCatalogue
from guvoh.instruments.seal.signature import BadSignature, public_half
from guvoh.press.site.builder import build
from tests.press.conftest import NAMES

ATOM = "{http://www.w3.org/2005/Atom}"


def test_a_release_is_an_article_in_the_list_the_feed_and_the_year(publisher, make):
    picture = publisher.picture(10)
    publisher.bring_out(make(1, pictures=(picture,)))
    article = publisher.read("en/news/a-door-opens-1.html")
    assert "<h1>A door opens 1</h1>" in article
    assert "2 March 2026" in article
    assert (
        f'src="../../media/{picture.file_name}" alt="A closed door" width="64" height="48" loading="lazy"'
        in article
    )
    for page in ("en/index.html", "en/feed.xml", "en/archive/2026.html"):
        assert "A door opens 1" in publisher.read(page)


def test_a_withdrawn_story_leaves_no_trace(publisher, make):
    kept, gone = make(1), make(2, title="Withdrawn later", pictures=(publisher.picture(20),))
    publisher.bring_out(kept, gone)
    assert "Withdrawn later" in publisher.everything()
    publisher.bring_out(kept)
    everything = publisher.everything()
    assert "Withdrawn later" not in everything
    assert gone.slug not in everything
    assert not (publisher.site / "media").exists()
    assert sorted(path.name for path in publisher.folder.iterdir()) == [
        ".site.lock",
        ".site.sequence",
        "site",
        "spool",
    ]


def test_newest_comes_first_and_old_news_stay_in_their_year(publisher, make):
    old = [make(n, published_on=dt.date(2024, 1, n)) for n in range(1, 25)]
    publisher.bring_out(*old, make(30, published_on=dt.date(2026, 1, 1)))
    front = publisher.read("en/index.html")
    assert front.index("A door opens 30") < front.index("A door opens 24") < front.index("A door opens 23")
    assert "A door opens 2<" not in front
    assert "A door opens 2<" in publisher.read("en/archive/2024.html")


def test_a_correction_is_said(publisher, make):
    publisher.bring_out(make(1, language="ru", corrected_on=dt.date(2026, 3, 12)), make(2))
    assert "12 марта 2026 г." in publisher.read("ru/news/a-door-opens-1.html")
    assert "corrected" not in publisher.read("en/news/a-door-opens-2.html")


def test_an_empty_catalogue_is_a_site_too(publisher):
    publisher.bring_out()
    assert "Nothing has been published in this language yet." in publisher.read("en/index.html")
    assert "No numbers have been published yet." in publisher.read("en/hotlines.html")


@pytest.mark.parametrize("folder", ["releases", "media"])
def test_what_was_changed_in_the_spool_is_refused_and_the_old_site_stays(publisher, make, folder):
    publisher.bring_out(make(1))
    before = publisher.everything()
    publisher.publish(make(1), make(2, pictures=(publisher.picture(30),)))
    changed = sorted((publisher.spool.root / folder).iterdir())[-1]
    changed.write_bytes(changed.read_bytes() + b" ")
    with pytest.raises(MalformedRelease):
        publisher.build()
    assert publisher.everything() == before


def test_another_desks_catalogue_is_refused(publisher, make):
    publisher.publish(make(1))
    with pytest.raises(BadSignature):
        build(publisher.spool, publisher.site, public_half(b"x" * 32), "")
    assert list(publisher.site.iterdir()) == []


def test_an_older_catalogue_is_refused(publisher, make):
    publisher.bring_out(make(1))
    publisher.bring_out()
    publisher.sequence = 0
    publisher.publish(make(1))
    with pytest.raises(StaleCatalogue):
        publisher.build()
    assert "A door opens 1" not in publisher.everything()


def test_the_same_catalogue_gives_the_same_bytes(publisher, make):
    publisher.bring_out(make(1, pictures=(publisher.picture(10),)), make(2))
    before = publisher.everything()
    publisher.build()
    assert publisher.everything() == before


def test_a_build_that_was_cut_off_is_put_right(publisher, make):
    publisher.bring_out(make(1))
    publisher.site.rename(publisher.folder / ".site.old")
    (publisher.folder / ".site.new").mkdir()
    (publisher.spool.root / "catalogue.json").unlink()
    with pytest.raises(FileNotFoundError):
        publisher.build()
    assert "A door opens 1" in publisher.read("en/index.html")


def test_every_file_can_be_checked_against_the_list(publisher, make):
    publisher.bring_out(make(1, pictures=(publisher.picture(10),)))
    listed = json.loads(publisher.read("hashes.json"))["sha256"]
    files = {
        str(path.relative_to(publisher.site)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in publisher.site.rglob("*")
        if path.is_file() and path.name != "hashes.json"
    }
    assert listed == files


def test_the_feed_is_well_formed_and_keeps_its_ids_through_a_correction(publisher, make):
    publisher.bring_out(make(1, title="Right & <wrong>"))
    first = ElementTree.fromstring(publisher.read("en/feed.xml"))
    entry = first.find(f"{ATOM}entry")
    assert entry.find(f"{ATOM}title").text == "Right & <wrong>"
    assert entry.find(f"{ATOM}link").get("href") == "../en/news/a-door-opens-1.html"
    corrected = make(9, story="story-1", slug="a-door-opens-1", corrected_on=dt.date(2026, 3, 20))
    publisher.bring_out(corrected)
    second = ElementTree.fromstring(publisher.read("en/feed.xml")).find(f"{ATOM}entry")
    assert second.find(f"{ATOM}id").text == entry.find(f"{ATOM}id").text
    assert second.find(f"{ATOM}id").text.startswith("urn:uuid:")
    assert second.find(f"{ATOM}updated").text == "2026-03-20T00:00:00+05:00"


def test_an_article_with_its_style_fits_a_slow_line(publisher, make):
    words = " ".join(f"{n * 7919 % 10007}калимаи {n * 104729 % 9973}дароз" for n in range(500))
    publisher.bring_out(make(1, language="tg", body=words))
    sent = [
        gzip.compress((publisher.site / path).read_bytes())
        for path in ("tg/news/a-door-opens-1.html", "site.css", "mark.svg")
    ]
    assert sum(map(len, sent)) <= 15_000


def test_a_catalogue_cannot_hold_two_texts_at_one_address(make):
    names = {"tg": "а", "ru": "б", "en": "c"}
    with pytest.raises(MalformedRelease):
        Catalogue(1, dt.date(2026, 1, 1), names, (make(1, slug="same"), make(2, slug="same")))


@pytest.mark.parametrize(
    "changed",
    [{"slug": "../up"}, {"id": "../../x"}, {"kind": "other"}, {"title": "a\x0bb"}, {"language": "de"}],
)
def test_a_release_that_could_not_be_a_page_is_not_made(make, changed):
    with pytest.raises(MalformedRelease):
        make(1, **changed)


def test_a_release_survives_its_own_bytes(make, publisher):
    release = make(1, pictures=(publisher.picture(1),), corrected_on=dt.date(2026, 5, 1))
    assert Release.from_bytes(release.to_bytes()) == release


def test_a_desk_with_a_new_key_starts_its_own_count(publisher, make):
    publisher.bring_out(make(1))
    publisher.bring_out(make(2))
    publisher.spool.publish([make(3)], {}, 1, dt.date(2026, 5, 1), b"n" * 32, names=NAMES)
    built = build(publisher.spool, publisher.site, public_half(b"n" * 32), "")
    assert (built.sequence, built.releases) == (1, 1)
    assert "A door opens 3" in publisher.everything()
