from django.urls import path

from guvoh.desk.evidence import views

app_name = "evidence"
urlpatterns = [
    path("add/<str:code>/", views.add, name="add"),
    path("<uuid:file_id>/", views.download, name="download"),
    path("<uuid:file_id>/readers/", views.readers, name="readers"),
]
