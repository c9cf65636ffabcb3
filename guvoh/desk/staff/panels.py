"""What apps above show on pages of apps below: entries of the navigation, panels of the front page and the case.

A lower app draws what is registered here and never knows who registered it. Registered once, at start.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from guvoh.desk.staff.models import Member


@dataclass(frozen=True)
class Link:
    """One entry of the navigation. `open_to` says for whom it is drawn; the view decides for itself."""

    order: int
    icon: str
    label: Any
    url_name: str
    open_to: Callable[[Member], bool]


@dataclass(frozen=True)
class Panel:
    """One block on a page: a template, and the context made for the page's subject."""

    order: int
    template: str
    context: Callable[..., dict[str, Any] | None]


_links: list[Link] = []
_panels: dict[str, list[Panel]] = {}


def add_link(order: int, icon: str, label: Any, url_name: str, open_to: Callable[[Member], bool]) -> None:
    _links.append(Link(order, icon, label, url_name, open_to))
    _links.sort(key=lambda link: link.order)


def links_for(member: Member) -> list[Link]:
    return [link for link in _links if link.open_to(member)]


def add_panel(place: str, order: int, template: str, context: Callable[..., dict[str, Any] | None]) -> None:
    """Register a panel for a place; `context` returns None where the panel has nothing to say to this reader."""
    _panels.setdefault(place, []).append(Panel(order, template, context))
    _panels[place].sort(key=lambda panel: panel.order)


def panels_for(place: str, *subject: Any) -> list[dict[str, Any]]:
    drawn = []
    for panel in _panels.get(place, []):
        context = panel.context(*subject)
        if context is not None:
            drawn.append({"template": panel.template, "context": context})
    return drawn
