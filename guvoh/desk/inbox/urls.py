from django.urls import path

from guvoh.desk.inbox import views

app_name = "inbox"
urlpatterns = [
    path("", views.index, name="index"),
    path("keys/", views.keys, name="keys"),
    path("<str:envelope_id>/", views.envelope, name="envelope"),
    path("<str:envelope_id>/open/", views.open_one, name="open"),
    path("<str:envelope_id>/accept/", views.accept, name="accept"),
    path("<str:envelope_id>/join/", views.join, name="join"),
    path("<str:envelope_id>/refer/", views.refer, name="refer"),
    path("<str:envelope_id>/information/", views.information, name="information"),
    path("<str:envelope_id>/settle/", views.settle, name="settle"),
    path("<str:envelope_id>/answer/", views.answer, name="answer"),
    path("<str:envelope_id>/files/<uuid:file_id>/", views.file, name="file"),
]
