"""The pages of evidence, split by noun."""

from guvoh.desk.evidence.views.copies import add_face, copy, frame
from guvoh.desk.evidence.views.copies import begin as begin_copy
from guvoh.desk.evidence.views.copies import confirm as confirm_copy
from guvoh.desk.evidence.views.copies import decide as decide_face
from guvoh.desk.evidence.views.custody import confession, confession_take_back, custody, graphic, link, unlink
from guvoh.desk.evidence.views.deletion import delete, said_when_deleted
from guvoh.desk.evidence.views.files import download, item, original
from guvoh.desk.evidence.views.packages import package
from guvoh.desk.evidence.views.readers import readers
from guvoh.desk.evidence.views.safeviews import ask, part, uncover, view
from guvoh.desk.evidence.views.uploads import add, upload, upload_begin, upload_drop, upload_part

__all__ = [
    "add",
    "add_face",
    "ask",
    "begin_copy",
    "confession",
    "confession_take_back",
    "confirm_copy",
    "copy",
    "custody",
    "decide_face",
    "delete",
    "download",
    "frame",
    "graphic",
    "item",
    "link",
    "original",
    "package",
    "part",
    "readers",
    "said_when_deleted",
    "uncover",
    "unlink",
    "upload",
    "upload_begin",
    "upload_drop",
    "upload_part",
    "view",
]
