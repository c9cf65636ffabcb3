"""The body diagrams: own drawings, one file a view, in which every region is an element with an id.

A region is `view-part` or `view-part-side`; sides are the person's own. The words of the parts should be checked
by a clinician. The drawings carry no style attributes, so that the page's security policy lets them be.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any, Final
from xml.etree import ElementTree

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

SVG: Final = "http://www.w3.org/2000/svg"

VIEWS: Final[dict[str, Any]] = {
    "front": _("Body from the front"),
    "back": _("Body from behind"),
    "left": _("Body, left side"),
    "right": _("Body, right side"),
    "face": _("Face"),
    "crown": _("Head from above"),
    "hands_back": _("Backs of the hands"),
    "palms": _("Palms"),
    "feet_top": _("Feet from above"),
    "soles": _("Soles"),
}
# The whole body; the other views are details.
FIGURES: Final = ("front", "back", "left", "right")
SIDES: Final[dict[str, Any]] = {"r": _("right"), "l": _("left")}
PARTS: Final[dict[str, Any]] = {
    "ankle": _("ankle"),
    "back": _("back of the head"),
    "back_of_hand": _("back of the hand"),
    "buttock": _("buttock"),
    "calf": _("calf"),
    "cheek": _("cheek"),
    "chest": _("chest"),
    "chin": _("chin"),
    "ear": _("ear"),
    "elbow": _("elbow"),
    "eye": _("eye"),
    "face": _("face"),
    "fingers": _("fingers"),
    "flank": _("side of the trunk"),
    "foot": _("foot"),
    "forearm": _("forearm"),
    "forehead": _("forehead"),
    "front": _("front of the head"),
    "genital_area": _("genital area"),
    "hairline": _("hairline"),
    "hand": _("hand"),
    "head": _("head"),
    "heel": _("heel"),
    "hip": _("hip"),
    "jaw": _("jaw"),
    "knee": _("knee"),
    "knee_hollow": _("hollow of the knee"),
    "lower_abdomen": _("lower abdomen"),
    "lower_back": _("lower back"),
    "lower_leg": _("lower leg"),
    "mouth": _("mouth and teeth"),
    "neck": _("neck"),
    "nose": _("nose"),
    "palm": _("palm"),
    "shoulder": _("shoulder"),
    "shoulder_blade": _("shoulder blade"),
    "sole": _("sole"),
    "spine": _("spine"),
    "temple": _("temple"),
    "thigh": _("thigh"),
    "thumb": _("thumb"),
    "toes": _("toes"),
    "top": _("crown of the head"),
    "top_of_foot": _("top of the foot"),
    "upper_abdomen": _("upper abdomen"),
    "upper_arm": _("upper arm"),
    "upper_back": _("back below the shoulder blade"),
    "wrist": _("wrist"),
}


@dataclass(frozen=True)
class Region:
    """One region of one view: its outline, and where a mark stands that nobody placed, in percent of the view."""

    code: str
    outline: str
    x: Decimal
    y: Decimal

    @property
    def view(self) -> str:
        return self.code.partition("-")[0]

    @property
    def part(self) -> str:
        return self.code.split("-")[1]

    @property
    def side(self) -> str:
        return (self.code.split("-") + [""])[2]

    @property
    def label(self) -> Any:
        part = PARTS[self.part]
        return format_lazy("{part}, {side}", part=part, side=SIDES[self.side]) if self.side else part


@dataclass(frozen=True)
class Drawing:
    """One view: its size, its regions in the order they are drawn, and the thin lines over them."""

    view: str
    width: float
    height: float
    regions: tuple[Region, ...]
    lines: tuple[str, ...]

    @property
    def label(self) -> Any:
        return VIEWS[self.view]


@dataclass(frozen=True)
class Placed:
    """A numbered mark in a view, in percent from its left and its top."""

    number: int
    x: float
    y: float


@cache
def drawing(view: str) -> Drawing:
    """The drawing of a view. Raises KeyError for a view there is none of."""
    if view not in VIEWS:
        raise KeyError(view)
    text = (resources.files(__package__) / "drawings" / f"{view}.svg").read_text()
    # ours, shipped with the code: no entity, nothing from outside
    root = ElementTree.fromstring(text)  # noqa: S314
    _x, _y, width, height = map(float, root.attrib["viewBox"].split())
    outlines, lines = root.findall(f"{{{SVG}}}g")
    regions = tuple(
        Region(path.attrib["id"], path.attrib["d"], Decimal(path.attrib["data-x"]), Decimal(path.attrib["data-y"]))
        for path in outlines
    )
    return Drawing(view, width, height, regions, tuple(path.attrib["d"] for path in lines))


@cache
def regions() -> dict[str, Region]:
    return {region.code: region for view in VIEWS for region in drawing(view).regions}


def region_choices() -> list[tuple[str, Any]]:
    return [
        (code, format_lazy("{view}: {region}", view=VIEWS[region.view], region=region.label))
        for code, region in regions().items()
    ]


def printed(view: str, marks: Iterable[Placed] = ()) -> str:
    """The view as one SVG document for paper, with its numbered marks."""
    drawn = drawing(view)
    shapes = "".join(f'<path d="{region.outline}"/>' for region in drawn.regions)
    lines = "".join(f'<path d="{line}"/>' for line in drawn.lines)
    dots = "".join(_dot(drawn, mark) for mark in marks)
    return (
        f'<svg xmlns="{SVG}" viewBox="0 0 {drawn.width:g} {drawn.height:g}" '
        f'width="{drawn.width:g}" height="{drawn.height:g}">'
        f'<g fill="#fbf9f6" stroke="#7c8286" stroke-width="0.9" stroke-linejoin="round">{shapes}</g>'
        f'<g fill="none" stroke="#7c8286" stroke-width="0.9" stroke-linecap="round">{lines}</g>{dots}</svg>'
    )


def mark_size(drawn: Drawing) -> float:
    """The radius of a mark: about the same on paper for a body and for a hand, which is drawn half as high."""
    return drawn.height / (60 if drawn.view in FIGURES else 30)


def _dot(drawn: Drawing, mark: Placed) -> str:
    x, y, r = mark.x * drawn.width / 100, mark.y * drawn.height / 100, mark_size(drawn)
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" fill="#9c1c1c" stroke="#ffffff" stroke-width="1.5"/>'
        f'<text x="{x:.1f}" y="{y + r * 0.45:.1f}" font-family="Libertinus Serif" font-size="{r * 1.35:.1f}" '
        f'font-weight="bold" fill="#ffffff" text-anchor="middle">{mark.number}</text>'
    )
