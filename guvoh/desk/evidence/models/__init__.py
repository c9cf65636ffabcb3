"""The nouns of evidence, split."""

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
from guvoh.desk.evidence.models.uploads import Upload

__all__ = [
    "CaseKey",
    "Confession",
    "CustodyNote",
    "Examination",
    "ExaminationCall",
    "ExaminationExport",
    "FileLink",
    "Finding",
    "FindingPhotograph",
    "PsychologicalPart",
    "SealedFile",
    "Upload",
]
