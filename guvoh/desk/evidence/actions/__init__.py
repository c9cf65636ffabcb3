"""The verbs of evidence, split by noun."""

from guvoh.desk.evidence.actions.calls import call_for_examination
from guvoh.desk.evidence.actions.files import FileCard, keep_file, move_to_case, read_file
from guvoh.desk.evidence.actions.medical import (
    add_finding,
    amend_examination,
    assess_mind,
    change_finding,
    conclude,
    describe_examination,
    discard_examination,
    drop_finding,
    drop_photograph,
    link_photograph,
    sign_examination,
    start_examination,
    take_photograph,
)
from guvoh.desk.evidence.actions.reports import export_report, print_sheet

__all__ = [
    "FileCard",
    "add_finding",
    "amend_examination",
    "assess_mind",
    "call_for_examination",
    "change_finding",
    "conclude",
    "describe_examination",
    "discard_examination",
    "drop_finding",
    "drop_photograph",
    "export_report",
    "keep_file",
    "link_photograph",
    "move_to_case",
    "print_sheet",
    "read_file",
    "sign_examination",
    "start_examination",
    "take_photograph",
]
