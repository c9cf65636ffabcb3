from django.apps import AppConfig


class Inbox(AppConfig):
    name = "guvoh.desk.inbox"
    label = "inbox"
