"""What was done to three relatives of one family, each by himself: the map of elements of their detention."""

from typing import Any, Final

from guvoh.config.demo.casefile import CaseFile
from guvoh.desk.correspondence import actions as letters
from guvoh.desk.correspondence.vocabulary import ElementPurpose, Grade, Heading
from guvoh.desk.facts.models import Event
from guvoh.desk.facts.vocabulary import Certainty, SourceKind

WORDS: Final = {
    "grandfather": "They stood me by the wall from morning until it got dark. I said I am an old man, I need my "
    "heart pills. One of them laughed: let your grandson bring them.",
    "brother": "They gave me a paper and said read it to the camera or you will not go home today.",
}
# Whom it is about (None: all of them), what it bears on, how far, what is known, and what would change it.
FACTS: Final[tuple[tuple[str | None, Heading, Grade, str, str], ...]] = (
    (
        "grandfather",
        Heading.SEVERITY,
        Grade.SUPPORTED,
        "Eighty-two years old, with a heart condition. Kept on his feet in a corridor from morning until dark, "
        "his medicine refused; he fainted twice and could not get up the next day.",
        "An examination by a doctor, and the card of the clinic that treats his heart.",
    ),
    (
        "grandfather",
        Heading.INTENTION,
        Grade.SUPPORTED,
        "He asked for his pills and to sit down, several times; he was told to stand and answer first.",
        "The names of those on duty that day; who else was in the corridor.",
    ),
    (
        "father",
        Heading.SEVERITY,
        Grade.NO_INFORMATION,
        "Nine days in custody. He does not want to speak of them on the telephone.",
        "A talk face to face, if he wishes, outside the region.",
    ),
    (
        "brother",
        Heading.SEVERITY,
        Grade.PARTLY,
        "A whole school day and an evening at the age of twelve, without his parents; he does not sleep and has "
        "stopped going to school.",
        "What the psychologist finds, with the mother's agreement.",
    ),
    (
        None,
        Heading.PURPOSE,
        Grade.SUPPORTED,
        "All three were asked where the activist lives and told that it ends when he is silent.",
        "The videos in full; the words of the other families who were taken on the same days.",
    ),
    (
        None,
        Heading.OFFICIAL,
        Grade.SUPPORTED,
        "Taken and held by men in uniform, in the building of the police of the region.",
        "The register of those brought in on these days.",
    ),
    (
        None,
        Heading.POWERLESSNESS,
        Grade.SUPPORTED,
        "None of them could leave or call anybody; the family learned where they were from a neighbour.",
        "The time of entry and of release in the register.",
    ),
)


def map_elements(file: CaseFile, detentions: Event) -> None:
    """Write down what each of them says, and the facts that bear on each element."""
    by, people = file.cast["zebo"], file.cast.people
    source = detentions.sources.get(kind=SourceKind.RELATIVE)
    for kin, words in WORDS.items():
        letters.write_allegation(file.case, detentions, by=by, victim=people[kin], words=words, source=source)
    for kin, heading, grade, statement, would_change in FACTS:
        fields: dict[str, Any] = {"purpose": ElementPurpose.COERCION} if heading == Heading.PURPOSE else {}
        letters.add_fact(
            file.case,
            detentions,
            by=by,
            victim=people[kin] if kin else None,
            heading=heading,
            grade=grade,
            statement=statement,
            would_change=would_change,
            source=source,
            standard=Certainty.CREDIBLE,
            **fields,
        )
