"""The nouns of evidence, split."""

from guvoh.desk.evidence.models.copies import CopyFrame, FaceGroup, PublicationCopy
from guvoh.desk.evidence.models.custody import Confession, CustodyNote, FileLink
from guvoh.desk.evidence.models.files import CaseKey, SealedFile
from guvoh.desk.evidence.models.medical import (
    Examination,
    ExaminationCall,
    ExaminationExport,
    Finding,
    FindingPhotograph,
    PsychologicalPart,
)
from guvoh.desk.evidence.models.safeviews import SafePart, SafeView, State
from guvoh.desk.evidence.models.uploads import Upload

__all__ = [
    "CaseKey",
    "Confession",
    "CopyFrame",
    "CustodyNote",
    "Examination",
    "ExaminationCall",
    "ExaminationExport",
    "FaceGroup",
    "FileLink",
    "Finding",
    "FindingPhotograph",
    "PsychologicalPart",
    "PublicationCopy",
    "SafePart",
    "SafeView",
    "SealedFile",
    "State",
    "Upload",
]
