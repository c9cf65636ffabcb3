"""The Merkle tree beside RFC 6962's published vectors and beside pymerkle."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from guvoh.instruments.seal.log import (
    BadProof,
    Edge,
    Subtree,
    Tree,
    consistency_runs,
    inclusion_runs,
    leaf_hash,
    node_hash,
    proof,
    verify_consistency,
    verify_inclusion,
)

# The leaves and roots of the reference tests of Certificate Transparency (RFC 6962, whose tree RFC 9162 keeps).
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def grown(count: int) -> tuple[Tree, list[bytes]]:
    tree, leaves = Tree(), [leaf_hash(str(number).encode()) for number in range(count)]
    for leaf in leaves:
        tree.append(leaf)
    return tree, leaves


def oracle(count: int) -> InmemoryTree:
    other = InmemoryTree(algorithm="sha256")
    for number in range(count):
        other.append_entry(str(number).encode())
    return other


def test_roots_are_those_of_the_reference_tests() -> None:
    edge = Edge()
    assert edge.root == hashlib.sha256(b"").digest()
    for leaf, root in zip(LEAVES, ROOTS, strict=True):
        edge, _completed = edge.appended(leaf_hash(leaf))
        assert edge.root.hex() == root


def test_roots_of_every_size_are_pymerkles() -> None:
    tree, _leaves = grown(70)
    other = oracle(70)
    assert [tree.root(size) for size in range(1, 71)] == [other.get_root(size) for size in range(1, 71)]


def test_every_leaf_of_every_small_tree_proves_its_place() -> None:
    tree, leaves = grown(35)
    for size in range(1, 36):
        for index in range(size):
            verify_inclusion(leaves[index], index, size, tree.inclusion(index, size), tree.root(size))


def test_every_small_tree_proves_that_it_extends_every_smaller_one() -> None:
    tree, _leaves = grown(35)
    for size in range(1, 36):
        for old in range(1, size + 1):
            verify_consistency(old, tree.root(old), size, tree.root(size), tree.consistency(old, size))


@given(st.integers(1, 300), st.data())
def test_a_proof_holds_for_its_own_leaf_place_and_root_alone(size: int, data: st.DataObject) -> None:
    tree, leaves = grown(size)
    index = data.draw(st.integers(0, size - 1))
    path, root = tree.inclusion(index, size), tree.root(size)
    verify_inclusion(leaves[index], index, size, path, root)
    wrong = [
        (leaf_hash(b"another"), index, size, path, root),
        (leaves[index], index, size, [*path, root], root),
        (leaves[index], index, size, path, leaf_hash(b"root")),
        (leaves[index], size, size, path, root),
        (leaves[index], -1, size, path, root),
    ]
    if size > 1:
        wrong.append((leaves[index], (index + 1) % size, size, path, root))
        wrong.append((leaves[index], index, size, path[:-1], root))
        flipped = data.draw(st.integers(0, len(path) - 1))
        wrong.append((leaves[index], index, size, [*path[:flipped], root, *path[flipped + 1 :]], root))
    for arguments in wrong:
        with pytest.raises(BadProof):
            verify_inclusion(*arguments)


@given(st.integers(2, 300), st.data())
def test_a_rewritten_tree_does_not_extend_the_one_before(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, size - 1))
    changed = data.draw(st.integers(0, old - 1))
    tree, leaves = grown(size)
    rewritten = Tree()
    for number, leaf in enumerate(leaves):
        rewritten.append(leaf_hash(b"other") if number == changed else leaf)
    path = tree.consistency(old, size)
    verify_consistency(old, tree.root(old), size, tree.root(size), path)
    wrong = [
        (old, tree.root(old), size, rewritten.root(size), rewritten.consistency(old, size)),
        (old, tree.root(old), size, tree.root(size), [*path, path[0]]),
        (old, tree.root(old), size, tree.root(size), path[:-1]),
        (old, rewritten.root(old), size, tree.root(size), path),
        (size, tree.root(size), old, tree.root(old), path),
        (size, tree.root(size), size, rewritten.root(size), []),
        (0, tree.root(old), size, tree.root(size), path),
    ]
    for arguments in wrong:
        with pytest.raises(BadProof):
            verify_consistency(*arguments)


def test_an_edge_is_packed_and_taken_up_again() -> None:
    tree, _leaves = grown(21)
    taken_up = Edge.unpacked(21, tree.edge.packed)
    assert taken_up == tree.edge
    assert len(tree.edge.packed) == 3 * 32
    with pytest.raises(ValueError, match="does not fit"):
        Edge.unpacked(22, tree.edge.packed[:-1])


def test_a_leaf_brings_the_hashes_of_all_subtrees_it_completes() -> None:
    edge, kept = Edge(), []
    for number in range(8):
        edge, completed = edge.appended(leaf_hash(bytes([number])))
        kept.append(completed)
    assert [len(completed) for completed in kept] == [1, 2, 1, 3, 1, 2, 1, 4]
    assert kept[3][2] == node_hash(kept[1][1], kept[3][1])
    assert Subtree(2, 1).last_leaf == 7
    assert kept[7][3] == edge.root


def test_a_proof_of_a_million_leaves_needs_few_hashes() -> None:
    size = 1_000_000
    for leaf in (0, 1, 524_287, 524_288, 999_999):
        runs = inclusion_runs(leaf, size)
        assert len(runs) <= 20
        assert sum(map(len, runs)) <= 40
    assert sum(map(len, consistency_runs(500_001, size))) <= 60


def test_proofs_of_what_is_not_there_are_refused() -> None:
    for ask in (lambda: inclusion_runs(3, 3), lambda: consistency_runs(4, 3), lambda: consistency_runs(0, 3)):
        with pytest.raises(IndexError):
            ask()
    with pytest.raises(KeyError):
        proof(inclusion_runs(0, 2), {})
