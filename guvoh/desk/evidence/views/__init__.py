"""The pages of evidence, split by noun."""

from guvoh.desk.evidence.views.files import add, as_attachment, download
from guvoh.desk.evidence.views.readers import readers

__all__ = ["add", "as_attachment", "download", "readers"]
