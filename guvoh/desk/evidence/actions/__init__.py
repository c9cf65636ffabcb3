"""The verbs of evidence, split by noun."""

from guvoh.desk.evidence.actions.files import FileCard, keep_file, move_to_case, read_file

__all__ = ["FileCard", "keep_file", "move_to_case", "read_file"]
