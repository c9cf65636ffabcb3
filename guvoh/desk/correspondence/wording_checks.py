"""Whether a wording can become a letter: each fault with the field it stands in and how it is mended."""

import difflib
from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guvoh.desk.correspondence.kinds import ASKED, FIELD, TABLE, Wording, merge_fields, wording_of
from guvoh.desk.correspondence.models import AskedPoint, Letter
from guvoh.desk.correspondence.setting import UnprintableSign, as_pdf
from guvoh.desk.correspondence.specimen import specimen

Texts = dict[str, Any]
Fault = tuple[str, str]

LONGEST_HEADING: Final = Letter._meta.get_field("heading").max_length
LONGEST_DEMAND: Final = AskedPoint._meta.get_field("text").max_length
# About four printed pages; no letter of ours comes near.
LONGEST_TEXT: Final = 15_000
MOST_DEMANDS: Final = 30
LONGEST_LINE: Final = 200
EMPTY: Final = {
    "heading": gettext_lazy("Write the heading: it stands above the letter and in the lists."),
    "paragraphs": gettext_lazy("Write the text: an empty line starts a new paragraph."),
    "demands": gettext_lazy("Write at least one demand: a letter that asks for nothing gets no answer."),
    "sign_off": gettext_lazy("Write the last lines: who signs, and where."),
}
_BLOCKS: Final = {FIELD.search(block)[1]: block for block in (ASKED, TABLE)}


def as_typed(name: str) -> str:
    """How a field is written into a text."""
    return f"{{{{ {name} }}}}"


def tidied(texts: Texts) -> Texts:
    """Without the spaces around its parts, and with the two blocks spelled as they are looked for."""
    return {
        "heading": texts["heading"].strip(),
        **{name: _parts(texts[name]) for name in ("paragraphs", "demands", "sign_off")},
    }


def _parts(parts: Sequence[str]) -> list[str]:
    return [_block(part.strip()) for part in parts if part.strip()]


def _block(part: str) -> str:
    found = FIELD.fullmatch(part)
    return _BLOCKS.get(found[1], part) if found else part


def refuse_unfit(texts: Texts, language: str, original: Wording) -> Wording:
    """The wording of tidied texts. Raises ValidationError by field."""
    faults: dict[str, list[str]] = {}
    for field, message in _faults(texts, original):
        faults.setdefault(field, []).append(message)
    if faults:
        raise ValidationError(faults)
    wording = wording_of(texts)
    try:
        as_pdf(specimen(wording, language))
    except UnprintableSign as sign:
        raise ValidationError(_unprintable(texts, str(sign))) from sign
    return wording


def _faults(texts: Texts, original: Wording) -> Iterator[Fault]:
    yield from _empty_or_long(texts)
    for field in ("heading", "paragraphs", "demands", "sign_off"):
        said = "\n\n".join(_lines(texts[field]))
        yield from ((field, message) for message in _field_faults(field, said))
    yield from (("paragraphs", message) for message in _block_faults(texts["paragraphs"], original.paragraphs))


def _lines(value: str | Sequence[str]) -> Sequence[str]:
    return [value] if isinstance(value, str) else value


def _empty_or_long(texts: Texts) -> Iterator[Fault]:
    yield from ((field, str(message)) for field, message in EMPTY.items() if not texts[field])
    lengths = {
        "heading": (len(texts["heading"]), LONGEST_HEADING),
        "paragraphs": (sum(map(len, texts["paragraphs"])), LONGEST_TEXT),
        "sign_off": (max(map(len, texts["sign_off"]), default=0), LONGEST_LINE),
    }
    for field, (length, most) in lengths.items():
        if length > most:
            yield (
                field,
                _("%(length)d letters are too many here: at most %(most)d. Shorten it.")
                % {"length": length, "most": most},
            )
    if len(texts["demands"]) > MOST_DEMANDS:
        yield "demands", _("At most %(most)d demands. Put some of them together.") % {"most": MOST_DEMANDS}
    if any(len(demand) > LONGEST_DEMAND for demand in texts["demands"]):
        yield (
            "demands",
            _("A demand has at most %(most)d letters. Split it in two.") % {"most": LONGEST_DEMAND},
        )


def _field_faults(field: str, said: str) -> Iterator[str]:
    left = FIELD.sub("", said)
    if "{" in left or "}" in left:
        yield _("There is a brace that belongs to no field. A field is written like this: {{ client_name }}.")
    for name in dict.fromkeys(FIELD.findall(said)):
        typed = as_typed(name)
        if field == "heading":
            yield _("A heading takes no fields, since it stands in lists. Take %(field)s out.") % {"field": typed}
        elif field == "demands":
            yield _("A demand takes no fields. Take %(field)s out and write it in words.") % {"field": typed}
        elif name in _BLOCKS:
            if field != "paragraphs":
                yield _("%(field)s stands in the text only. Take it out here.") % {"field": typed}
        elif name not in merge_fields():
            yield _unknown(name, typed)


def _unknown(name: str, typed: str) -> str:
    near = difflib.get_close_matches(name, merge_fields(), n=1)
    if near:
        return _("There is no field %(field)s. The nearest one is %(near)s.") % {
            "field": typed,
            "near": as_typed(near[0]),
        }
    return _("There is no field %(field)s. Take one from the list of fields, or write it in words.") % {
        "field": typed
    }


def _block_faults(paragraphs: Sequence[str], original: Sequence[str]) -> Iterator[str]:
    for name, block in _BLOCKS.items():
        alone = paragraphs.count(block)
        among = sum(name in FIELD.findall(paragraph) for paragraph in paragraphs) - alone
        if among:
            yield _("%(block)s stands in a paragraph of its own, with an empty line before and after it.") % {
                "block": block
            }
        elif block not in original and alone:
            yield _(
                "This kind of letter has no %(block)s. Take it out: "
                "where a letter follows another one, the table comes by itself."
            ) % {"block": block}
        elif block in original and not alone:
            yield _missing(block)
        elif alone > 1:
            yield _("%(block)s stands here more than once. Leave one.") % {"block": block}
    if paragraphs.count(ASKED) == 1:
        yield from _order_faults(paragraphs)


def _missing(block: str) -> str:
    if block == ASKED:
        return _("%(block)s is missing: the demands stand there. Put it back as a paragraph of its own.") % {
            "block": block
        }
    return _(
        "%(block)s is missing: what was asked and what was answered stands there. "
        "Put it back as a paragraph of its own."
    ) % {"block": block}


def _order_faults(paragraphs: Sequence[str]) -> Iterator[str]:
    before = paragraphs[: paragraphs.index(ASKED)]
    if paragraphs.count(TABLE) == 1 and (TABLE not in before or not before.index(TABLE)):
        yield _("%(table)s comes after the words that announce it and before %(asked)s.") % {
            "table": TABLE,
            "asked": ASKED,
        }
    elif not before or before[-1] == TABLE:
        yield _("Write before %(asked)s what the letter is about.") % {"asked": ASKED}


def _unprintable(texts: Texts, sign: str) -> dict[str | None, list[str]]:
    message = _("This cannot be printed: %(sign)s. The letter's font has no such sign. Take it out.") % {
        "sign": sign
    }
    holding = [field for field, value in texts.items() if any(sign in line for line in _lines(value))]
    return {field: [message] for field in holding or ["paragraphs"]}
