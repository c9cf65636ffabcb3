from django.apps import AppConfig


class Casework(AppConfig):
    name = "guvoh.desk.casework"
    label = "casework"

    def ready(self) -> None:
        from guvoh.desk.casework.panels import register  # noqa: PLC0415 - models exist only once apps are ready

        register()
