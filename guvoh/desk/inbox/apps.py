from django.apps import AppConfig


class Inbox(AppConfig):
    name = "guvoh.desk.inbox"
    label = "inbox"

    def ready(self) -> None:
        from guvoh.desk.inbox.panels import register  # noqa: PLC0415 - models exist only once apps are ready

        register()
