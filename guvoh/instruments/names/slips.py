"""Keys one slip of the pen away: a letter left out, put in, mistaken, or changed places with its neighbour."""

from collections import Counter
from collections.abc import Iterable, Iterator

KEY_MIN = 4
# Two slips (one letter too many here, one too few there) still tell a long name.
LONG_KEY = 7
KEY_MAX = 24


def one_error_apart(one: str, other: str) -> bool:
    """Whether one letter put in, left out, mistaken or changed places with its neighbour tells the two apart."""
    shorter, longer = sorted((one, other), key=len)
    if len(longer) - len(shorter) > 1 or one == other:
        return False
    same = next((n for n, letter in enumerate(shorter) if letter != longer[n]), len(shorter))
    if len(shorter) < len(longer):
        return shorter[same:] == longer[same + 1 :]
    swapped = one[same + 1 : same + 2] + one[same : same + 1] + one[same + 2 :]
    return one[same + 1 :] == other[same + 1 :] or swapped == other[same:]


def shortened(key: str) -> set[str]:
    """`key` with each of its letters left out in turn."""
    return {key[:place] + key[place + 1 :] for place in range(len(key))}


class Near:
    """Keys by what is left of them when a letter is missing: finding one takes as long among few as among many."""

    def __init__(self) -> None:
        self._by_rest: dict[str, tuple[str, ...]] = {}
        self._uses: Counter[str] = Counter()

    def add(self, key: str) -> None:
        self._uses[key] += 1
        if self._uses[key] == 1:
            for rest in self._rests(key):
                self._by_rest[rest] = (*self._by_rest.get(rest, ()), key)

    def discard(self, key: str) -> None:
        """Take `key` back once; it is forgotten when it was taken back as often as it was added."""
        self._uses[key] -= 1
        if self._uses[key]:
            return
        del self._uses[key]
        for rest in self._rests(key):
            self._by_rest[rest] = tuple(each for each in self._by_rest[rest] if each != key)
            if not self._by_rest[rest]:
                del self._by_rest[rest]

    def of(self, forms: Iterable[str]) -> Iterator[str]:
        """Keys a slip away from one of `forms`; of long keys also those two slips away."""
        found: dict[str, None] = {}
        for form in forms:
            if not KEY_MIN - 1 <= len(form) <= KEY_MAX:
                continue
            for rest in (form, *shortened(form)):
                for key in self._by_rest.get(rest, ()):
                    long = len(key) >= LONG_KEY and len(form) >= LONG_KEY
                    if key != form and (long or one_error_apart(form, key)):
                        found[key] = None
        yield from found

    def _rests(self, key: str) -> set[str]:
        return {key} | shortened(key) if KEY_MIN <= len(key) <= KEY_MAX else set()
