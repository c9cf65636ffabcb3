"""Keys one slip of the pen away: a letter left out, put in, mistaken, or changed places with its neighbour."""

from collections.abc import Iterable, Iterator
from copy import copy

from guvoh.instruments.names.postings import Postings

KEY_MIN = 4
# Two slips (one letter too many here, one too few there) still tell a long name.
LONG_KEY = 7
KEY_MAX = 24
# Keys are looked for by their heads: the outlines of one family share theirs, and where two keys are a slip apart
# their heads are so too, or are the same.
HEAD = 7


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


def _rests(key: str) -> set[str]:
    """`key` whole and with a letter missing: two keys a slip apart share one of these."""
    return {key, *shortened(key)}


class Near:
    """Keys by what is left of their heads when a letter is missing: finding one takes as long among few as among
    many.
    """

    def __init__(self) -> None:
        self._heads = Postings()
        self._keys = Postings()

    def __copy__(self) -> "Near":
        other = Near()
        other._heads, other._keys = copy(self._heads), copy(self._keys)
        return other

    def add(self, key: str) -> None:
        if not KEY_MIN <= len(key) <= KEY_MAX:
            return
        head = key[:HEAD]
        if head not in self._keys:
            for rest in _rests(head):
                self._heads.add(rest, head)
        self._keys.add(head, key)

    def discard(self, key: str) -> None:
        head = key[:HEAD]
        if key not in self._keys[head]:
            return
        self._keys.discard(head, key)
        if head not in self._keys:
            for rest in _rests(head):
                self._heads.discard(rest, head)

    def of(self, forms: Iterable[str]) -> Iterator[str]:
        """Keys a slip away from one of `forms`; of long keys also those two slips away."""
        asked = [form for form in forms if KEY_MIN - 1 <= len(form) <= KEY_MAX]
        rests = {rest for head in {form[:HEAD] for form in asked} for rest in _rests(head)}
        heads = {head for rest in rests for head in self._heads[rest]}
        for key in {key for head in heads for key in self._keys[head]}:
            if any(_a_slip_apart(form, key) for form in asked):
                yield key


def _a_slip_apart(form: str, key: str) -> bool:
    if form == key or abs(len(form) - len(key)) > 1:
        return False
    if len(form) >= LONG_KEY and len(key) >= LONG_KEY:
        return not _rests(form).isdisjoint(_rests(key))
    return one_error_apart(form, key)
