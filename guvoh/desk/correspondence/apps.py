from django.apps import AppConfig


class Correspondence(AppConfig):
    name = "guvoh.desk.correspondence"
    label = "correspondence"

    def ready(self) -> None:
        from guvoh.desk.correspondence.panels import register  # noqa: PLC0415 - models exist only once apps are ready

        register()
