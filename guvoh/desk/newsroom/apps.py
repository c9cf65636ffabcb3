from django.apps import AppConfig


class Newsroom(AppConfig):
    name = "guvoh.desk.newsroom"
    label = "newsroom"

    def ready(self) -> None:
        from guvoh.desk.newsroom.panels import register  # noqa: PLC0415 - models exist only once apps are ready

        register()
