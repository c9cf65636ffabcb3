"""The verbs of the newsroom, split by noun."""

from guvoh.desk.newsroom.actions.approvals import approve, send_back, send_to_review
from guvoh.desk.newsroom.actions.catalogue import publish_catalogue
from guvoh.desk.newsroom.actions.marks import clear_mark, replace_all_marks, replace_mark
from guvoh.desk.newsroom.actions.pictures import (
    add_picture,
    answer_for_faces,
    choose_copy,
    describe_picture,
    note_faces,
    remove_picture,
)
from guvoh.desk.newsroom.actions.releases import release, withdraw
from guvoh.desk.newsroom.actions.texts import save_text, start_story

__all__ = [
    "add_picture",
    "answer_for_faces",
    "approve",
    "choose_copy",
    "clear_mark",
    "describe_picture",
    "note_faces",
    "publish_catalogue",
    "release",
    "remove_picture",
    "replace_all_marks",
    "replace_mark",
    "save_text",
    "send_back",
    "send_to_review",
    "start_story",
    "withdraw",
]
