"""A member's own key, what is wrapped to it, and what the agent holds while she is present."""

from pathlib import Path

import pytest

from guvoh.instruments.seal import held, personal, sealedtext
from guvoh.instruments.seal.agent import Agent
from guvoh.instruments.seal.keyslots import Argon2Cost, WrongPassphrase

CHEAP = Argon2Cost(memory_kib=1024, passes=1, lanes=1)
PASSPHRASE = "four words and then some"
KEY = bytes(range(32))


@pytest.fixture(scope="module")
def pair() -> personal.Pair:
    return personal.new_pair()


def test_her_own_passphrase_opens_her_key_and_no_other_does(pair: personal.Pair) -> None:
    locked = personal.lock_up(pair, PASSPHRASE, CHEAP)
    assert pair.private not in locked.wrapped
    assert personal.unlock(locked, pair.public, PASSPHRASE, floor=CHEAP) == pair
    for public, passphrase in ((pair.public, PASSPHRASE + "."), (personal.new_pair().public, PASSPHRASE)):
        with pytest.raises(WrongPassphrase):
            personal.unlock(locked, public, passphrase, floor=CHEAP)


def test_a_key_whose_cost_was_lowered_is_refused_and_the_house_makes_none(pair: personal.Pair) -> None:
    with pytest.raises(personal.DamagedOwnKey):
        personal.unlock(personal.lock_up(pair, PASSPHRASE, CHEAP), pair.public, PASSPHRASE)
    assert personal.lock_up(pair, PASSPHRASE).cost == personal.FLOOR


def test_a_box_opens_for_its_member_and_its_purpose_alone(pair: personal.Pair) -> None:
    box = personal.wrap_to(pair.public, KEY, "case 1 member 2")
    assert personal.open_box(pair, box, "case 1 member 2") == KEY
    assert personal.wrap_to(pair.public, KEY, "case 1 member 2") != box
    changed = box[:-1] + bytes([box[-1] ^ 1])
    for opener, given, bound in (
        (personal.new_pair(), box, "case 1 member 2"),
        (pair, box, "case 1 member 3"),
        (pair, changed, "case 1 member 2"),
        (pair, bytes(80), "case 1 member 2"),
        (pair, b"", "case 1 member 2"),
    ):
        with pytest.raises(personal.NotHers):
            personal.open_box(opener, given, bound)


def test_a_text_opens_in_its_place_alone() -> None:
    sealed = sealedtext.seal(KEY, "Ӯро заданд", "case.summary.1")
    assert sealedtext.unseal(KEY, sealed, "case.summary.1") == "Ӯро заданд"
    for key, text, place in (
        (bytes(32), sealed, "case.summary.1"),
        (KEY, sealed, "case.title.1"),
        (KEY, sealed[:-8] + "AAAAAAA=", "case.summary.1"),
        (KEY, "not base64!", "case.summary.1"),
        (KEY, "", "case.summary.1"),
    ):
        with pytest.raises(sealedtext.DamagedText):
            sealedtext.unseal(key, text, place)
    assert sealedtext.files_key(KEY) not in (KEY, sealedtext.files_key(bytes(32)))


def test_one_half_says_nothing_and_two_make_the_key() -> None:
    one, other = sealedtext.halves(KEY)
    assert sealedtext.joined(one, other) == KEY
    assert KEY not in (one, other)
    assert sealedtext.halves(KEY)[0] != one


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_what_is_held_goes_after_idle_time_and_after_eight_hours() -> None:
    clock = Clock()
    keys = held.HeldKeys(clock)
    keys.hold("a", b"key", 300)
    clock.now += 299
    assert keys.held("a") == b"key"
    clock.now += held.IDLE_SECONDS - 1
    assert keys.held("a") == b"key"
    clock.now += held.IDLE_SECONDS
    assert keys.held("a") is None
    keys.hold("a", b"key", 300)
    began = clock.now
    while keys.held("a") is not None:
        clock.now += 60
    assert clock.now - began == pytest.approx(held.LONGEST_SECONDS, abs=60)
    keys.hold("never asked for", b"key", 300)
    clock.now += 300
    assert keys.held("never asked for") is None


def test_the_one_longest_unused_makes_room() -> None:
    clock = Clock()
    keys = held.HeldKeys(clock)
    for number in range(held.MOST + 1):
        clock.now += 0.1
        keys.hold(str(number), b"key", 300)
        if number:
            assert keys.held("1") == b"key"
    assert keys.held("0") is None
    assert keys.held("2") == b"key"


def test_the_agent_gives_back_drops_and_forgets_at_lock(tmp_path: Path) -> None:
    agent = Agent(tmp_path / "keyslots.json")
    assert agent.answer(b"hold aa 300 key") == b"error locked"
    agent.master = bytearray(32)
    assert agent.answer(b"hold aa 300 a key with spaces") == b"held"
    assert agent.answer(b"held aa") == b"held a key with spaces"
    assert agent.answer(b"drop aa") == b"dropped"
    assert agent.answer(b"held aa") == b"error nothing"
    agent.answer(b"hold bb 300 key")
    agent.answer(b"lock")
    agent.master = bytearray(32)
    assert agent.answer(b"held bb") == b"error nothing"


@pytest.mark.parametrize(
    "request_", [b"hold", b"hold a", b"hold a x key", b"hold a 9 ", b"hold A! 9 k", b"held ", b"drop ../x"]
)
def test_a_malformed_request_is_refused(tmp_path: Path, request_: bytes) -> None:
    agent = Agent(tmp_path / "keyslots.json")
    agent.master = bytearray(32)
    assert agent.answer(request_) == b"error request"
    assert agent.answer(b"hold a 9 " + bytes(held.LARGEST + 1)) == b"error request"


def test_the_agents_memory_without_the_browser_gives_nothing() -> None:
    token = bytes(31) + b"t"
    kept = held.under(token, KEY)
    assert KEY not in kept
    assert held.out_of(token, kept) == KEY
    assert held.out_of(bytes(32), kept) is None
    assert token.hex() not in held.name_of(token)
