"""Canonical JSON, entries as leaves, signed heads and the document a partner keeps."""

import copy
import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guvoh.instruments.seal import heads
from guvoh.instruments.seal.canonical import NotCanonical, canonical
from guvoh.instruments.seal.leaves import Leaf, commitment, new_salt
from guvoh.instruments.seal.log import Tree, leaf_hash
from guvoh.instruments.seal.signature import public_half

SEED = b"s" * 32
NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
ENTRY = Leaf(7, NOON, "case.read", {"member": "17", "case": "GV-2026-0007", "detail": {"why": "даъват"}})

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abҳ€😀"), inner, max_size=4),
    max_leaves=12,
)


def test_keys_are_sorted_by_utf16_units_and_nothing_is_spaced() -> None:
    # the example of RFC 8785, 3.2.3, but for its Hebrew letter, which NFC takes apart
    example = {"\u20ac": 1, "\r": 2, "\uff21": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7}
    assert (
        canonical(example).decode() == '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\U0001f600":5,"\uff21":3}'
    )
    assert canonical({"b": [True, None, "ҳ\n"], "a": {}}) == '{"a":{},"b":[true,null,"ҳ\\n"]}'.encode()


def test_one_word_typed_in_two_ways_is_one() -> None:
    assert canonical("\u0438\u0306") == canonical("\u0439")


@given(values)
def test_canonical_json_is_read_back_and_written_the_same(value: object) -> None:
    assert canonical(json.loads(canonical(value))) == canonical(value)


@pytest.mark.parametrize(
    "value", [1.5, float("nan"), 2**53, "\ud800", {"a": b""}, {1: 2}, {"\u0439": 1, "\u0438\u0306": 2}]
)
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical(value)


def test_a_leaf_names_nobody_and_opens_field_by_field() -> None:
    salt = new_salt()
    content = ENTRY.content(salt)
    for word in ("GV-2026", "даъват", '"17"'):
        assert word not in content.decode()
    opened = ENTRY.openings(salt, {"case"})
    assert opened["case"]["value"] == "GV-2026-0007"
    sealed = json.loads(content)["sealed"]
    assert commitment(bytes.fromhex(opened["case"]["key"]), "GV-2026-0007").hex() == sealed["case"]
    # the key of one field opens no other, and the salt is not given away
    assert commitment(bytes.fromhex(opened["case"]["key"]), "17").hex() != sealed["member"]
    assert salt.hex() not in json.dumps(opened)


def test_the_same_entry_twice_makes_two_leaves_that_cannot_be_told_alike() -> None:
    one, two = (json.loads(ENTRY.content(new_salt()))["sealed"] for _ in range(2))
    assert all(one[name] != two[name] for name in one)


def document_of(*sizes: int, changed: int = -1) -> heads.Document:
    tree = Tree()
    for number in range(max(sizes)):
        tree.append(leaf_hash(b"changed" if number == changed else str(number).encode()))
    signed = [
        heads.signed_head(hour, size, tree.root(size), NOON + dt.timedelta(hours=hour), SEED)
        for hour, size in enumerate(sizes, 1)
    ]
    proofs = [
        [item.hex() for item in tree.consistency(old, new)] for old, new in zip(sizes, sizes[1:], strict=False)
    ]
    public = public_half(SEED)
    return heads.Document({heads.key_id(public): public}, signed, proofs)


def test_a_document_of_heads_is_written_read_and_holds() -> None:
    document = document_of(3, 3, 8, 21)
    read = heads.parse(json.loads(json.dumps(document.as_json())))
    assert read == document
    heads.check(read)
    heads.check(read, kept=document_of(3, 3, 8))


@pytest.mark.parametrize(
    ("path", "value", "why"),
    [
        (("heads", 1, "size"), 9, "signature"),
        (("heads", 1, "root"), "00" * 32, "signature"),
        (("heads", 1, "at"), "2020-01-01T00:00:00.000000Z", "signature"),
        (("heads", 1, "key"), "0" * 16, "key is not in the file"),
        (("proofs", 0, 0), "00" * 32, "does not extend"),
    ],
)
def test_a_changed_head_is_named(path: tuple[str | int, ...], value: object, why: str) -> None:
    written = copy.deepcopy(document_of(3, 8, 21).as_json())
    *way, last = path
    place = written
    for step in way:
        place = place[step]
    place[last] = value
    with pytest.raises(heads.BadHead, match=why) as bad:
        heads.check(heads.parse(written))
    assert bad.value.place == 2


def test_a_log_rewritten_after_a_head_does_not_extend_it() -> None:
    honest, rewritten = document_of(3, 8), document_of(3, 8, 21, changed=5)
    mixed = heads.Document(honest.keys, [*honest.heads, rewritten.heads[2]], rewritten.proofs)
    with pytest.raises(heads.BadHead) as bad:
        heads.check(mixed)
    assert bad.value.place == 2 or bad.value.place == 3


def test_a_partner_finds_a_rewritten_and_a_cut_log_by_the_file_it_kept() -> None:
    kept = document_of(3, 8)
    for newer in (document_of(3, 8, 21, changed=2), document_of(3)):
        heads.check(newer)
        with pytest.raises(heads.BadHead, match="missing from the newer file"):
            heads.check(newer, kept=kept)


@pytest.mark.parametrize(
    "written",
    [
        [],
        None,
        {"format": "another"},
        {"format": heads.DOCUMENT_FORMAT, "heads": [], "proofs": [[]], "keys": {}},
        {"format": heads.DOCUMENT_FORMAT, "heads": [{"size": True}], "proofs": [], "keys": {}},
        {"format": heads.DOCUMENT_FORMAT, "heads": [{"size": 1, "root": "zz"}], "proofs": [], "keys": {}},
    ],
)
def test_a_file_that_is_no_document_of_heads_is_refused(written: object) -> None:
    with pytest.raises(heads.NotHeads):
        heads.parse(written)
