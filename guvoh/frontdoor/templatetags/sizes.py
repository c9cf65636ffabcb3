from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from guvoh.frontdoor.uploads import MEGABYTE

register = template.Library()


@register.filter
def megabytes(size: int) -> str:
    """The size of a file in words; Django's own filter has no Tajik for small ones."""
    return _("%(size)s MB") % {"size": number_format(max(size / MEGABYTE, 0.1), 1)}
