from django.urls import path

from guvoh.desk.evidence.views import medical as views

app_name = "medical"
urlpatterns = [
    path("", views.index, name="index"),
    path("sheet/<str:language>/", views.sheet, name="sheet"),
    path("<str:code>/new/", views.start, name="start"),
    path("<str:code>/<int:pk>/", views.examination, name="examination"),
    path("<str:code>/<int:pk>/write/<str:part>/", views.write, name="write"),
    path("<str:code>/<int:pk>/finding/", views.finding_add, name="finding_add"),
    path("<str:code>/<int:pk>/finding/<int:finding>/", views.finding_change, name="finding_change"),
    path("<str:code>/<int:pk>/finding/<int:finding>/drop/", views.finding_drop, name="finding_drop"),
    path("<str:code>/<int:pk>/finding/<int:finding>/photograph/", views.photograph_add, name="photograph_add"),
    path(
        "<str:code>/<int:pk>/finding/<int:finding>/photograph/<int:shown>/drop/",
        views.photograph_drop,
        name="photograph_drop",
    ),
    path("<str:code>/<int:pk>/photograph/<uuid:file_id>/", views.photograph, name="photograph"),
    path("<str:code>/<int:pk>/sign/", views.sign, name="sign"),
    path("<str:code>/<int:pk>/amend/", views.amend, name="amend"),
    path("<str:code>/<int:pk>/discard/", views.discard, name="discard"),
    path("<str:code>/<int:pk>/report/", views.report, name="report"),
]
