from django.urls import path

from guvoh.desk.evidence import views

app_name = "evidence"
urlpatterns = [
    path("add/<str:code>/", views.add, name="add"),
    path("<uuid:file_id>/readers/", views.readers, name="readers"),
    path("add/<str:code>/begin/", views.upload_begin, name="upload_begin"),
    path("uploads/<uuid:upload_id>/", views.upload, name="upload"),
    path("uploads/<uuid:upload_id>/<int:offset>/", views.upload_part, name="upload_part"),
    path("uploads/<uuid:upload_id>/drop/", views.upload_drop, name="upload_drop"),
    path("<uuid:file_id>/", views.item, name="item"),
    path("<uuid:file_id>/original/", views.download, name="download"),
    path("<uuid:file_id>/custody/", views.custody, name="custody"),
    path("<uuid:file_id>/link/", views.link, name="link"),
    path("<uuid:file_id>/link/<int:pk>/out/", views.unlink, name="unlink"),
    path("<uuid:file_id>/graphic/", views.graphic, name="graphic"),
    path("<uuid:file_id>/confession/", views.confession, name="confession"),
    path("<uuid:file_id>/confession/take-back/", views.confession_take_back, name="confession_take_back"),
]
