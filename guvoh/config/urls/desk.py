from django.urls import path

from guvoh.desk.staff.vault import unlock

urlpatterns = [path("unlock/", unlock, name="unlock")]
