"""The pages of evidence, split by noun."""

from guvoh.desk.evidence.views.custody import confession, confession_take_back, custody, graphic, link, unlink
from guvoh.desk.evidence.views.files import download, item, original
from guvoh.desk.evidence.views.readers import readers
from guvoh.desk.evidence.views.uploads import add, upload, upload_begin, upload_drop, upload_part

__all__ = [
    "add",
    "confession",
    "confession_take_back",
    "custody",
    "download",
    "graphic",
    "item",
    "link",
    "original",
    "readers",
    "unlink",
    "upload",
    "upload_begin",
    "upload_drop",
    "upload_part",
]
