from django.urls import path, register_converter

from guvoh.desk.newsroom.access import LANGUAGES
from guvoh.desk.newsroom.views import pictures, releases, stories, texts


class LanguageConverter:
    regex = "|".join(LANGUAGES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(LanguageConverter, "language")

app_name = "newsroom"
urlpatterns = [
    path("", stories.stories, name="stories"),
    path("new/", stories.start, name="start"),
    path("catalogue/", stories.issue_catalogue, name="issue_catalogue"),
    path("<str:public_id>/", stories.story, name="story"),
    path("<str:public_id>/<language:language>/", texts.edit, name="edit"),
    path("<str:public_id>/<language:language>/preview/", texts.preview, name="preview"),
    path("<str:public_id>/<language:language>/history/", texts.history, name="history"),
    path("<str:public_id>/<language:language>/review/", releases.review, name="review"),
    path("<str:public_id>/<language:language>/clear/", releases.clear, name="clear"),
    path("<str:public_id>/<language:language>/approve/", releases.approve, name="approve"),
    path("<str:public_id>/<language:language>/back/", releases.send_back, name="send_back"),
    path("<str:public_id>/<language:language>/release/", releases.release, name="release"),
    path("<str:public_id>/releases/<str:release_id>/withdraw/", releases.withdraw, name="withdraw"),
    path("<str:public_id>/pictures/add/", pictures.add, name="add_picture"),
    path("<str:public_id>/pictures/choose/", pictures.choose, name="choose_copy"),
    path("<str:public_id>/pictures/<int:pk>/faces/", pictures.faces, name="answer_faces"),
    path("<str:public_id>/pictures/<int:pk>/", pictures.show, name="picture"),
    path("<str:public_id>/pictures/<int:pk>/describe/", pictures.describe, name="describe_picture"),
    path("<str:public_id>/pictures/<int:pk>/remove/", pictures.remove, name="remove_picture"),
]
