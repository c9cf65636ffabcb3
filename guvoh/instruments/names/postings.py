"""Who stands under which key: the tables of the index, of which a copy costs next to nothing."""

from collections.abc import Set
from typing import Any

_NOBODY: Set[str] = frozenset()


class Postings:
    """Names or ids by key. Most keys have one, which is kept without a set around it.

    A copy shares all there is with its original and keeps by itself what changes afterwards, as the original does:
    so a register of any size takes in one person at once, and whoever holds the old table sees it unchanged.
    """

    __slots__ = ("_own", "_shared")

    def __init__(self) -> None:
        self._own: dict[Any, str | set[str]] = {}
        # Never changed. What `_own` says of a key, be it nobody, goes before what stands here.
        self._shared: dict[Any, str | set[str]] = {}

    def __copy__(self) -> "Postings":
        if not self._shared:
            self._shared, self._own = self._own, {}
        other = Postings()
        other._shared = self._shared
        other._own = {key: found if isinstance(found, str) else found.copy() for key, found in self._own.items()}
        return other

    def __contains__(self, key: object) -> bool:
        # asked once: a copy made in another thread meanwhile moves what is here over to `_shared`
        own = self._own.get(key)
        return key in self._shared if own is None else bool(own)

    def meets(self, keys: Set[Any]) -> bool:
        """Whether something may stand under one of `keys`: never false when something does."""
        return not (self._own.keys().isdisjoint(keys) and self._shared.keys().isdisjoint(keys))

    def __getitem__(self, key: Any) -> Set[str]:
        """What stands under `key`: nothing, if nobody put it there."""
        found = self._own.get(key)
        if found is None:
            found = self._shared.get(key)
        if found is None:
            return _NOBODY
        return {found} if isinstance(found, str) else found

    def add(self, key: Any, one: str) -> None:
        if self._shared and key in self._shared and key not in self._own:
            self._own[key] = set(self[key])
        known = self._own.setdefault(key, one)
        if isinstance(known, set):
            known.add(one)
        elif known != one:
            self._own[key] = {known, one}

    def discard(self, key: Any, one: str) -> None:
        rest = set(self[key]) - {one}
        if rest or key in self._shared:
            self._own[key] = rest
        else:
            self._own.pop(key, None)
