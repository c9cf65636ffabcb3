from django.apps import AppConfig


class Facts(AppConfig):
    name = "guvoh.desk.facts"
    label = "facts"
