from django.apps import AppConfig


class Facts(AppConfig):
    name = "guvoh.desk.facts"
    label = "facts"

    def ready(self) -> None:
        from guvoh.desk.facts.panels import register  # noqa: PLC0415 - models exist only once apps are ready

        register()
