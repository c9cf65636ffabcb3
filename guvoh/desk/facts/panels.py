from django.utils.translation import gettext_lazy as _

from guvoh.desk.facts.access import proposes_rules
from guvoh.desk.staff.panels import add_link


def register() -> None:
    add_link(70, "shield", _("Guard rules"), "guard:rules", proposes_rules)
