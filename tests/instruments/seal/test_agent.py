"""The agent counts what is tried, answers everybody meanwhile, and locks by itself."""

import json
import os
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from guvoh.instruments.seal import attempts, shares
from guvoh.instruments.seal.keyslots import Pair, Shares, WrongPassphrase
from guvoh.instruments.seal.vault import CannotTry, MustWait, Vault
from tests import vault_agent
from tests.instruments.seal.conftest import Keyring

Start = Callable[..., Vault]


@pytest.fixture
def start(ring: Keyring) -> Iterator[Start]:
    """Starts the vault's agent; one that runs already is ended first."""
    running = []

    def anew(**terms: float) -> Vault:
        end()
        agent, vault = vault_agent.start(ring.folder, **terms)
        running.append(agent)
        return vault

    def end() -> None:
        while running:
            agent = running.pop()
            agent.terminate()
            agent.wait()

    yield anew
    end()


def try_wrong(vault: Vault) -> None:
    """A wrong attempt that costs no Argon2id run."""
    vault.unlock(Shares(tuple(shares.split(os.urandom(32))[:3])))


def wrong_until_limited(vault: Vault) -> MustWait:
    for _ in range(attempts.FREE):
        with pytest.raises(WrongPassphrase):
            try_wrong(vault)
    with pytest.raises(MustWait) as limited:
        try_wrong(vault)
    return limited.value


def test_every_way_opens_it_through_the_agent(start: Start, ring: Keyring) -> None:
    vault, keys = start(), set()
    either_order = Pair(ring.pair.second, ring.pair.first)
    for way in (ring.passphrase, ring.with_file, either_order, ring.sheets):
        vault.unlock(way)
        keys.add(vault.key("db/v1"))
        vault.lock()
    assert len(keys) == 1


def test_wrong_attempts_are_limited_and_a_restart_forgets_none(start: Start, ring: Keyring) -> None:
    assert 0 < wrong_until_limited(start()).seconds <= attempts.FIRST_PAUSE
    vault = start()
    with pytest.raises(MustWait):
        vault.unlock(ring.sheets)
    assert not vault.status().unlocked


def test_after_many_wrong_attempts_nobody_is_let_in_for_long(start: Start, ring: Keyring) -> None:
    kept = {"wrong": attempts.CLOSED_AFTER, "boot": attempts._boot(), "until": attempts.now() + 1e9}
    (ring.folder / "attempts.json").write_text(json.dumps(kept))
    with pytest.raises(MustWait) as closed:
        start().unlock(ring.sheets)
    # a time that somebody wrote into the file makes it no longer than it is
    assert attempts.CLOSED_SECONDS - 30 < closed.value.seconds <= attempts.CLOSED_SECONDS


@pytest.mark.parametrize("content", ["", '{"wrong": "many"}'])
def test_a_changed_count_gains_nothing(start: Start, ring: Keyring, content: str) -> None:
    (ring.folder / "attempts.json").write_text(content)
    with pytest.raises(MustWait):
        start().unlock(ring.sheets)


def test_a_machine_started_anew_waits_the_whole_pause_again(ring: Keyring) -> None:
    path = ring.folder / "attempts.json"
    path.write_text(json.dumps({"wrong": attempts.FREE, "boot": "of yesterday", "until": 0}))
    assert attempts.Attempts(path).wait() == attempts.FIRST_PAUSE


def test_the_right_one_forgets_the_wrong_ones(start: Start, ring: Keyring) -> None:
    vault = start()
    for _ in range(attempts.FREE - 1):
        with pytest.raises(WrongPassphrase):
            try_wrong(vault)
    vault.unlock(ring.sheets)
    vault.lock()
    wrong_until_limited(vault)


def test_pauses_grow_up_to_a_long_one() -> None:
    pauses = [attempts.pause_after(wrong) for wrong in range(15)]
    assert pauses[: attempts.FREE] == [0] * attempts.FREE
    assert pauses == sorted(pauses)
    assert pauses[-1] == attempts.CLOSED_SECONDS


def test_status_is_answered_while_somebody_unlocks(start: Start, ring: Keyring) -> None:
    vault = start()
    unlocking = threading.Thread(target=vault.unlock, args=(ring.pair,))
    unlocking.start()
    slowest, asked = 0.0, 0
    while unlocking.is_alive():
        began = time.monotonic()
        vault.status()
        slowest, asked = max(slowest, time.monotonic() - began), asked + 1
        time.sleep(0.005)
    unlocking.join()
    assert vault.status().unlocked
    assert asked > 20
    assert slowest < 0.5


def test_lock_ends_an_attempt_that_runs(start: Start, ring: Keyring) -> None:
    vault, outcome = start(), []

    def unlock() -> None:
        try:
            vault.unlock(ring.pair)
        except CannotTry as ended:
            outcome.append(ended.why)

    unlocking = threading.Thread(target=unlock)
    unlocking.start()
    time.sleep(0.15)
    vault.lock()
    unlocking.join(2)
    assert outcome == ["busy"]
    assert not vault.status().unlocked


def until_locked(vault: Vault, meanwhile: Callable[[], object]) -> float:
    began = time.monotonic()
    while vault.status().unlocked:
        meanwhile()
        time.sleep(0.05)
        assert time.monotonic() - began < 10
    return time.monotonic() - began


def test_it_locks_when_nobody_works_and_asking_is_no_work(start: Start, ring: Keyring) -> None:
    vault = start(idle=0.6)
    vault.unlock(ring.sheets)
    assert 0.5 < until_locked(vault, vault.status) < 2


def test_work_keeps_it_open_but_not_for_ever(start: Start, ring: Keyring) -> None:
    vault = start(idle=0.5, longest=1.5)
    vault.unlock(ring.sheets)
    assert 1.4 < until_locked(vault, vault.active) < 3


def test_it_locks_when_nobody_checks_in_however_hard_they_work(start: Start, ring: Keyring) -> None:
    vault = start(idle=5, check_in=0.6)
    vault.unlock(ring.sheets)
    assert set(vault.left()) == {"idle", "longest", "check_in"}
    assert 0.5 < until_locked(vault, vault.active) < 2
    assert vault.left() == {}
    vault.unlock(ring.sheets)
    for _ in range(4):
        time.sleep(0.3)
        vault.check_in()
    assert vault.status().unlocked


def test_what_is_no_secret_is_refused(start: Start, ring: Keyring) -> None:
    vault = start()
    for rude in (
        b"unlock",
        b"unlock {}",
        b'unlock {"kind": "pair", "texts": ["one"]}',
        b"unlock \xff",
        b"nonsense",
    ):
        assert vault._ask(rude) == b"error request"
    assert "walnut" not in repr((ring.passphrase, ring.with_file, ring.pair))
