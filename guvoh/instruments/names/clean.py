"""A text as a reader sees it, with the way back: every cleaned character knows its place in the original."""

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote

from guvoh.instruments.names.skeleton import KEPT_LATIN_MARKS, KNOWN_LETTERS

# The signs that library transliterations have for ь, ъ and ع are passed over like what cannot be seen.
_SOFT_SIGNS = "\u02b9\u02ba\u02bd\u02be\u02bf\u02c8\u02ca\u02cb\u02ee"
INVISIBLE = frozenset("\u00ad\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc" + _SOFT_SIGNS)
# Escapes are also met escaped a second time (&amp;#1057; %25D0) and as a script writes them (\\u0421, %u0421).
_ESCAPES = (
    r"&(?:amp;)*#(?:\d{1,7}|[xX][0-9a-fA-F]{1,6});?|&[a-zA-Z]{2,31};"
    r"|(?:%(?:25)*[0-9a-fA-F]{2})+|[\\%]u[0-9a-fA-F]{4}"
)
_TWICE = re.compile(r"(?<=&)(?:amp;)+(?=#)|(?<=%)(?:25)+(?=[0-9a-fA-F]{2})")
_TAG = r"<(?:/?[a-zA-Z]|!--)[^<>]{0,2000}>"
_MARKUP = r"\*{1,3}|~~|``?|__+|\[/?[a-z]{1,6}\]"
_HYPHENATION = r"[\u00ad\u2010-\u2012-][ \t\u200b-\u200d\u2060]*\r?\n\s*"
# Letters and signs that stand for themselves. What rides on the last of a run belongs to it.
_PLAIN_RUN = re.compile(r"[ -~\t\nА-яЁёӢӣӮӯҚқҒғҲҳҶҷ«»—–№]+")
_ESCAPE = re.compile(_ESCAPES)
_BREAK = re.compile(f"{_HYPHENATION}|(?:{_TAG})+|{_MARKUP}")


@dataclass(frozen=True)
class Cleaned:
    """`text` with, for each of its characters, where the original characters it stands for start and end."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original span of the cleaned characters from `start` up to `end` (which must be greater)."""
        return self.starts[start], self.ends[end - 1]


def readings(text: str) -> list[Cleaned]:
    """`text` cleaned as it stands and, where tags, markup or hyphenation cut into it, once more without these.

    Tags and markup that stand there as escapes themselves (&lt;b&gt;) cut into it like others.
    """
    plain = clean(text)
    if _ESCAPE.search(text):
        if _ESCAPE.search(plain.text):
            plain = _through(plain, clean(plain.text))
        breaks = list(_BREAK.finditer(plain.text))
        return [plain, _through(plain, clean(plain.text, breaks))] if breaks else [plain]
    breaks = list(_BREAK.finditer(text))
    return [plain, clean(text, breaks)] if breaks else [plain]


def _through(first: Cleaned, second: Cleaned) -> Cleaned:
    """What was cleaned twice, with its places in the original text."""
    starts = [first.starts[start] for start in second.starts]
    return Cleaned(second.text, starts, [first.ends[end - 1] for end in second.ends])


def clean(text: str, breaks: list[re.Match[str]] | None = None) -> Cleaned:
    """Normalise `text`: compatibility forms to plain letters, escapes decoded, marks and invisible characters off.

    What `breaks` match is taken out between letters and becomes one space elsewhere. Source of the
    normal forms: Unicode Standard Annex 15.
    """
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for piece in _pieces(text, breaks or []):
        letters.append(piece.text)
        starts += piece.starts
        ends += piece.ends
    return Cleaned("".join(letters), starts, ends)


def _in_place_of(text: str, start: int, end: int) -> Cleaned:
    return Cleaned(text, (start,) * len(text), (end,) * len(text))


def _pieces(text: str, breaks: list[re.Match[str]]) -> Iterator[Cleaned]:
    position = 0
    jumps = sorted(
        [(match.start(), match.end(), _gap(text, match)) for match in breaks]
        + [(match.start(), match.end(), _unescaped(match[0])) for match in _ESCAPE.finditer(text)]
    )
    for start, end, replacement in jumps:
        if start < position:
            continue
        yield from _clusters(text, position, start)
        if replacement:
            yield _in_place_of(_settled(replacement), start, end)
        position = end
    yield from _clusters(text, position, len(text))


def _gap(text: str, match: re.Match[str]) -> str:
    before, after = match.start() - 1, match.end()
    while before >= 0 and _rides(text[before]):
        before -= 1
    while after < len(text) and _rides(text[after]):
        after += 1
    return "" if text[max(before, 0)].isalpha() and text[after : after + 1].isalpha() else " "


def _unescaped(escape: str) -> str:
    if escape[1] == "u":
        return chr(int(escape[2:], 16))
    plain = _TWICE.sub("", escape)
    return html.unescape(plain) if plain.startswith("&") else unquote(plain, errors="replace")


def _clusters(text: str, position: int, stop: int) -> Iterator[Cleaned]:
    """Each visible character with the marks and invisible characters that ride on it; plain ones in runs."""
    while position < stop:
        start = position
        if plain := _PLAIN_RUN.match(text, position, stop):
            position = plain.end() - (plain.end() < stop and _rides(text[plain.end()]))
            if start < position:
                yield Cleaned(text[start:position], range(start, position), range(start + 1, position + 1))
                continue
        position += 1
        base = text[start]
        if _rides(base):
            continue
        riders = position
        while position < stop and _rides(text[position]):
            position += 1
        marks = "".join(mark for mark in text[riders:position] if unicodedata.category(mark)[0] == "M")
        yield _in_place_of(_settled(base + marks) if marks else _plain(base), start, position)


@cache
def _rides(letter: str) -> bool:
    return unicodedata.category(letter) in {"Mn", "Me", "Cf"} or letter in INVISIBLE


@cache
def _plain(letter: str) -> str:
    return _settled(letter)


def _settled(text: str) -> str:
    """Plain letters of `text`; a mark stays only where it makes another letter (й, ӯ, ç)."""
    if text in "\n\t " or text == "\r":
        return " " if text == "\r" else text
    if text == "№":
        return text
    settled = []
    for letter in unicodedata.normalize("NFKC", text):
        if letter.casefold() in KNOWN_LETTERS or letter.casefold() in KEPT_LATIN_MARKS:
            settled.append(letter)
        elif not _rides(letter):
            settled.append(_stripped(letter))
    return "".join(settled)


def _stripped(letter: str) -> str:
    if letter in "\u2028\u2029\x0b\x0c\x85":
        return "\n"
    category = unicodedata.category(letter)
    if category == "Zs" or category == "Cc" and letter != "\n":
        return " "
    if category == "Nd":
        return str(unicodedata.digit(letter))
    bare = [part for part in unicodedata.normalize("NFKD", letter) if not _rides(part)]
    return "".join(bare) or letter
