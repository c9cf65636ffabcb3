"""A release's Markdown as HTML that can do nothing but be read."""

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

# Indented or fenced "code" in a news text is a slip of the keyboard, never meant.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(["code", "fence"])
_CLEANER = nh3.Cleaner(
    tags={"p", "br", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "blockquote", "a", "hr"},
    attributes={"a": {"href"}, "ol": {"start"}},
    url_schemes={"http", "https", "mailto", "tel"},
    # a page is read at many addresses and from disk, so a writer's relative link would lead anywhere
    url_relative="deny",
)


def to_html(body: str) -> str:
    """Return HTML of Markdown: paragraphs, headings from level 2, lists, quotations, links. No picture."""
    tokens = _MARKDOWN.parse(body)
    _fit_headings_under_title(tokens)
    return _CLEANER.clean(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))


def _fit_headings_under_title(tokens: list[Token]) -> None:
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    highest = min((int(token.tag[1]) for token in headings), default=0)
    for token in headings:
        token.tag = f"h{min(4, int(token.tag[1]) - highest + 2)}"
