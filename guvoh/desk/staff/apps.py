from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Staff(AppConfig):
    name = "guvoh.desk.staff"
    label = "staff"

    def ready(self) -> None:
        from guvoh.desk.staff.access import anyone, reads_record, sees_coalition  # noqa: PLC0415 - models exist only once apps are ready
        from guvoh.desk.staff.agreed import register_kinds  # noqa: PLC0415
        from guvoh.desk.staff.home import register as register_panels  # noqa: PLC0415
        from guvoh.desk.staff.panels import add_link  # noqa: PLC0415
        from guvoh.desk.staff.signing import watch  # noqa: PLC0415

        watch()
        register_kinds()
        register_panels()
        add_link(0, "home", _("Front page"), "home", anyone)
        add_link(80, "people", _("Coalition"), "coalition", sees_coalition)
        add_link(90, "record", _("Record"), "record", reads_record)
