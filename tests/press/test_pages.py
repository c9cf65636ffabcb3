"""Every page is safe, whole and in its reader's language."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from guvoh.press.site.bodytext import to_html
from tests.press.conftest import FRONTDOOR, NAMES, NUMBERS

LANGUAGES = ("tg", "ru", "en")


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for found, attributes in self.found if found == tag]


@pytest.fixture
def site(publisher, make) -> Path:
    picture = publisher.picture(10)
    texts = [
        make(n, story="one", language=code, slug="one", pictures=(picture,)) for n, code in enumerate(LANGUAGES)
    ]
    guide = [make(10 + n, story="g", language=c, kind="guide", slug="steps") for n, c in enumerate(LANGUAGES)]
    hotlines = make(20, kind="hotlines", slug="hotlines", numbers=NUMBERS)
    publisher.bring_out(*texts, *guide, hotlines, make(21, language="ru", story="two", slug="two"))
    return publisher.site


def pages(site: Path) -> Iterator[tuple[Path, Tags]]:
    for path in site.rglob("*.html"):
        yield path, Tags(path.read_text())


def test_every_link_is_relative_and_leads_somewhere(site):
    for path, tags in pages(site):
        for tag, attributes in tags.found:
            for link in filter(None, (attributes.get("href"), attributes.get("src"))):
                if link == FRONTDOOR or link.startswith("tel:"):
                    continue
                assert not re.match(r"/|[a-z]+:", link), (path, tag, link)
                target, _, fragment = link.partition("#")
                file = (path.parent / target).resolve() if target else path
                assert file.is_file(), (path, link)
                assert not fragment or f'id="{fragment}"' in file.read_text(), (path, link)


def test_no_page_carries_script_or_inline_style(site):
    for path, tags in pages(site):
        for tag, attributes in tags.found:
            assert tag not in {"script", "style", "iframe", "form", "object", "embed", "base"}, path
            assert "style" not in attributes, path
            assert not [name for name in attributes if name.startswith("on")], path


def test_every_page_says_its_policy_before_it_loads_anything(site):
    for path, tags in pages(site):
        names = [attributes.get("http-equiv") or tag for tag, attributes in tags.found]
        assert names.index("Content-Security-Policy") < names.index("link"), path
        policy = next(a["content"] for a in tags.all("meta") if a.get("http-equiv"))
        assert policy.startswith("default-src 'none'; style-src 'self'; img-src 'self'"), path


def test_every_page_has_one_title_its_language_and_described_pictures(site):
    for path, tags in pages(site):
        folder = path.relative_to(site).parts[0]
        assert tags.all("html")[0]["lang"] == (folder if folder in LANGUAGES else "tg")
        assert len(tags.all("h1")) == 1, path
        assert all("alt" in picture for picture in tags.all("img")), path


def test_the_parts_of_the_site_are_named_in_each_language(publisher, site):
    for language, news in {"tg": "Хабарҳо", "ru": "Новости", "en": "News"}.items():
        page = publisher.read(f"{language}/index.html")
        assert f"<h1>{news}</h1>" in page
        assert NAMES[language] in page
    assert "1 апрели соли 2026" in publisher.read("tg/news/one.html")
    assert "1 марта" not in publisher.read("tg/news/one.html")


def test_a_text_points_to_its_other_languages_only_where_they_exist(publisher, site):
    both, alone = (Tags(publisher.read(f"ru/news/{slug}.html")) for slug in ("one", "two"))
    alternates = {link["hreflang"]: link["href"] for link in both.all("link") if "hreflang" in link}
    assert alternates == {code: f"../../{code}/news/one.html" for code in LANGUAGES}
    assert not [link for link in alone.all("link") if "hreflang" in link]
    assert "На других языках" not in publisher.read("ru/news/two.html")


def test_an_article_ends_with_the_front_door_and_the_numbers(publisher, site):
    article = publisher.read("tg/news/one.html")
    assert f'href="{FRONTDOOR}"' in article
    assert 'href="tel:+992987873333"' in article
    assert 'href="tel:+992933331703"' in article


def test_numbers_stand_by_region_and_in_every_language(publisher, site):
    page = publisher.read("ru/hotlines.html")
    places = [page.index(f'id="{code}"') for code in ("DU", "RA", "SU", "KT", "GB", "TJ")]
    assert places == sorted(places)
    assert "Отдельного номера нет" in page[places[4] : places[5]]
    # these numbers were released in English alone
    assert '<span lang="en">For servicemen and conscripts</span>' in page


def test_guides_are_listed_and_read(publisher, site):
    assert "guide/steps.html" in publisher.read("tg/guide/index.html")
    assert (site / "tg/guide/steps.html").is_file()


@pytest.mark.parametrize(
    ("body", "harmful"),
    [
        ("<script>alert(1)</script>", "<script"),
        ("<img src=x onerror=alert(1)>", "<img"),
        ("[here](javascript:alert(1))", "href"),
        ("[here](data:text/html,x)", "href"),
        ("[here](../../../desk)", "href"),
        ("![tracking](https://example.org/pixel.png)", "<img"),
        ('[here](https://example.org "x" onclick="y")', "<a onclick"),
        ("<a href='javascript:alert(1)'>here</a>", "<a"),
    ],
)
def test_a_text_can_only_be_read(body, harmful):
    assert harmful not in to_html(body)


def test_a_text_keeps_its_form():
    html = to_html("# One\n\n- a\n- **b**\n\n### Three\n\n[law](https://example.org/law)")
    assert html.startswith("<h2>One</h2>")
    assert "<h4>Three</h4>" in html
    assert "<strong>b</strong>" in html
    assert 'href="https://example.org/law" rel="noopener noreferrer"' in html
