"""The nouns of evidence, split."""

from guvoh.desk.evidence.models.files import CaseKey, SealedFile
from guvoh.desk.evidence.models.medical import (
    Examination,
    ExaminationCall,
    ExaminationExport,
    Finding,
    FindingPhotograph,
    PsychologicalPart,
)

__all__ = [
    "CaseKey",
    "Examination",
    "ExaminationCall",
    "ExaminationExport",
    "Finding",
    "FindingPhotograph",
    "PsychologicalPart",
    "SealedFile",
]
