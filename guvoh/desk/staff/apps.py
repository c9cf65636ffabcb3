from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Staff(AppConfig):
    name = "guvoh.desk.staff"
    label = "staff"

    def ready(self) -> None:
        from guvoh.desk.staff.access import anyone, reads_record  # noqa: PLC0415 - models exist only once apps are ready
        from guvoh.desk.staff.check_in import panel  # noqa: PLC0415
        from guvoh.desk.staff.panels import add_link, add_panel  # noqa: PLC0415
        from guvoh.desk.staff.signing import watch  # noqa: PLC0415

        watch()
        add_link(0, "home", _("Front page"), "home", anyone)
        add_panel("home", 1, "staff/_check_in.html", panel)
        add_link(80, "people", _("Coalition"), "coalition", anyone)
        add_link(90, "record", _("Record"), "record", reads_record)
