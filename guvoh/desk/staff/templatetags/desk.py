import datetime as dt
from typing import Any

import segno
from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate, localtime
from django.utils.translation import get_language

from guvoh.desk.staff.acts import worded
from guvoh.desk.staff.entries import detail_worded, subject_worded
from guvoh.desk.staff.permissions import Right
from guvoh.desk.staff.roles import Section
from guvoh.instruments.terms import dates

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One drawing of the sprite. Without a label it is decoration, and a screen reader passes over it."""
    address = f"{static('desk/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="ic" role="img" aria-label="{}"><use href="{}"></use></svg>', label, address
        )
    return format_html('<svg class="ic" aria-hidden="true"><use href="{}"></use></svg>', address)


@register.simple_tag
def state(kind: str, label: str) -> SafeString:
    """A state in words, coloured: see `.state-*` in desk.css for the kinds."""
    return format_html('<span class="state state-{}">{}</span>', kind, label)


@register.simple_tag
def today_in_words() -> str:
    """The day of the week and the date, in the reader's language."""
    today, language = localdate(), get_language()
    weekday = dates.weekday_name(today, language)
    return f"{weekday[0].upper()}{weekday[1:]}, {dates.format_date(today, language)}"


@register.simple_tag
def act(code: str) -> str:
    """An act of the record in words."""
    return worded(code)


@register.filter
def words(code: str) -> str:
    """A key of an entry's detail in words."""
    return detail_worded(code)


@register.filter
def subject(written: str) -> str:
    """What an entry of the record speaks of, in words."""
    return subject_worded(written)


@register.simple_tag
def groups_of_four(text: str) -> str:
    """A long secret as people can type it."""
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


@register.simple_tag(takes_context=True)
def panel(context: template.Context, drawn: dict[str, Any]) -> SafeString:
    """One block of `panels_for(...)`, with the names of its own context on top of the page's."""
    with context.push(**drawn["context"]):
        return context.template.engine.get_template(drawn["template"]).render(context)


@register.simple_tag
def section_names(sections: frozenset[str]) -> str:
    """Sections of a case in words, in their usual order; a dash for none."""
    return ", ".join(str(section.label) for section in Section if section in sections) or "—"


@register.simple_tag
def right_names(rights: frozenset[str]) -> str:
    return "; ".join(str(right.label) for right in Right if right in rights) or "—"


def _day_of(value: dt.date) -> dt.date:
    return localtime(value).date() if isinstance(value, dt.datetime) else value


@register.simple_tag
def day(value: dt.date | None) -> SafeString:
    """A date in full, in the reader's language; a dash where there is none."""
    if value is None:
        return mark_safe("—")
    when = _day_of(value)
    # the "г." of a Russian date stays on the line of its year
    written = dates.format_date(when, get_language()).replace(" г.", "\u00a0г.")
    return format_html('<time datetime="{}">{}</time>', when.isoformat(), written)


@register.simple_tag
def short_day(value: dt.date | None) -> SafeString:
    """A date for tables, narrow and equally wide."""
    if value is None:
        return mark_safe("—")
    when = _day_of(value)
    written = dates.format_short(when, get_language())
    return format_html('<time datetime="{}">{}</time>', when.isoformat(), written)


@register.simple_tag
def moment(value: dt.datetime | None) -> SafeString:
    """Date and time of day, as clocks in Dushanbe show them."""
    if value is None:
        return mark_safe("—")
    local = localtime(value)
    written = f"{dates.format_short(local.date(), get_language())}, {local:%H:%M}"
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), written)


@register.simple_tag
def qr(text: str) -> SafeString:
    """The text as a QR code, drawn into the page: no request, no style attribute, nothing stored."""
    drawing = segno.make(text, error="m").svg_inline(
        scale=5, border=3, dark="#000", light="#fff", svgclass="qr", lineclass=None, omitsize=True
    )
    return mark_safe(drawing)  # noqa: S308 - segno draws paths of its own and puts no text into them
