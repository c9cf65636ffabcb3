from django.apps import AppConfig


class Evidence(AppConfig):
    name = "guvoh.desk.evidence"
    label = "evidence"

    def ready(self) -> None:
        from guvoh.desk.evidence.panels import register  # noqa: PLC0415 - models exist only once apps are ready

        register()
