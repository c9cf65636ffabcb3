from django.apps import AppConfig


class Casework(AppConfig):
    name = "guvoh.desk.casework"
    label = "casework"
