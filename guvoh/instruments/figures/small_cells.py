"""Which cells of a table stay unsaid, so that a small one can neither be read nor worked out from the others.

Rule: Handbook on Statistical Disclosure Control (Eurostat, ESSnet SDC, 2010): primary suppression of cells below a
threshold, secondary suppression of further cells where a total less the cells that are shown gives a hidden one.
"""

from collections.abc import Hashable, Mapping
from typing import TypeVar

Name = TypeVar("Name", bound=Hashable)


def hidden(counts: Mapping[Name, int], least: int) -> frozenset[Name]:
    """The cells to leave out of a row whose total is shown.

    counts: how many stand in each cell, 0 or more. least: the smallest number that may be shown, 1 or more.
    Every cell below `least` is hidden; where the hidden ones together stay below it too, the total less the rest
    would give them away, so the smallest cells that are shown are hidden until they do not.
    An empty cell is neither hidden nor hides another.
    Raises ValueError when `least` is below 1.
    """
    if least < 1:
        raise ValueError("The smallest number that may be shown is below 1.")
    filled = sorted((name for name in counts if counts[name]), key=lambda name: counts[name])
    left_out = [name for name in filled if counts[name] < least]
    shown = filled[len(left_out) :]
    while left_out and shown and sum(counts[name] for name in left_out) < least:
        left_out.append(shown.pop(0))
    return frozenset(left_out)
