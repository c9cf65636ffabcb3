"""The nouns of evidence, split."""

from guvoh.desk.evidence.models.files import CaseKey, SealedFile

__all__ = ["CaseKey", "SealedFile"]
