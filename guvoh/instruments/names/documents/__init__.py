"""What a file says: every word a receiver of it could read, and where it stands.

Owns the readers of text, web pages, office documents, books, PDF, pictures and archives, one module a kind.
Never writes a file, never decodes pixels, and never keeps silent about what it could not read.
"""

from guvoh.instruments.names.documents.kinds import FILE_MAX, parts_of, read
from guvoh.instruments.names.documents.reading import CouldNotLook, Gap, Notice, Part, Place, Reading, Where

__all__ = ["FILE_MAX", "CouldNotLook", "Gap", "Notice", "Part", "Place", "Reading", "Where", "parts_of", "read"]
