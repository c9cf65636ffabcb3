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
    path("<uuid:file_id>/package/", views.package, name="package"),
    path("<uuid:file_id>/delete/", views.delete, name="delete"),
    path("<uuid:file_id>/custody/", views.custody, name="custody"),
    path("<uuid:file_id>/link/", views.link, name="link"),
    path("<uuid:file_id>/link/<int:pk>/out/", views.unlink, name="unlink"),
    path("<uuid:file_id>/graphic/", views.graphic, name="graphic"),
    path("<uuid:file_id>/confession/", views.confession, name="confession"),
    path("<uuid:file_id>/confession/take-back/", views.confession_take_back, name="confession_take_back"),
    path("<uuid:file_id>/view/", views.view, name="view"),
    path("<uuid:file_id>/view/ask/", views.ask, name="view_ask"),
    path("<uuid:file_id>/view/uncover/", views.uncover, name="view_uncover"),
    path("part/<uuid:part_id>/", views.part, name="part"),
    path("<uuid:file_id>/copy/", views.begin_copy, name="copy_begin"),
    path("copy/<int:pk>/", views.copy, name="copy"),
    path("copy/<int:pk>/face/<int:number>/", views.decide_face, name="copy_face"),
    path("copy/<int:pk>/add/", views.add_face, name="copy_add_face"),
    path("copy/<int:pk>/confirm/", views.confirm_copy, name="copy_confirm"),
    path("frame/<uuid:frame_id>/", views.frame, name="frame"),
]
for address in urlpatterns:
    address.callback = views.said_when_deleted(address.callback)
