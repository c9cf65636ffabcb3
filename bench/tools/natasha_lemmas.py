"""natasha: persons recognised in the text, their words brought to the dictionary form."""

import warnings
from collections import defaultdict
from collections.abc import Iterable

from natasha import PER, Doc, MorphVocab, NewsEmbedding, NewsMorphTagger, NewsNERTagger, Segmenter

from bench.tools import exact
from guvoh.instruments.names.person import Protected
from tests.instruments.names.texts import Text

TOLD = (
    "natasha: its person spans, normalised and lemmatised, Tajik letters read as Russian ones, against the lemmas "
    "of given name and surname; numbers, e-mails and aliases by exact search"
)
HOME = "По словам адвоката, Рустама Саидова держат под стражей."
RUSSIAN = str.maketrans(
    {"ӯ": "у", "қ": "к", "ғ": "г", "ҳ": "х", "ҷ": "дж", "ӣ": "и", "ё": "е"}
    | {"Ӯ": "У", "Қ": "К", "Ғ": "Г", "Ҳ": "Х", "Ҷ": "Дж", "Ӣ": "И", "Ё": "Е"}
)


class Finder:
    def __init__(self, people: Iterable[Protected]) -> None:
        people = list(people)
        self.exact = exact.Finder(people)
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="pkg_resources is deprecated")
            self.vocabulary = MorphVocab()
        embedding = NewsEmbedding()
        self.segmenter, self.morphology = Segmenter(), NewsMorphTagger(embedding)
        self.persons = NewsNERTagger(embedding)
        self.lemmas: dict[str, frozenset[str]] = {}
        self.given: dict[str, set[str]] = defaultdict(set)
        self.surname: dict[str, set[str]] = defaultdict(set)
        for person in people:
            if person.given and person.surname:
                for lemma in self._lemmas(person.given):
                    self.given[lemma].add(person.id)
                for lemma in self._lemmas(person.surname):
                    self.surname[lemma].add(person.id)

    def find(self, text: Text) -> dict[str, set[str]]:
        found = self.exact.find(text)["exact"]
        doc = Doc(text.text.translate(RUSSIAN))
        doc.segment(self.segmenter)
        doc.tag_morph(self.morphology)
        doc.tag_ner(self.persons)
        for span in doc.spans:
            if span.type == PER:
                span.normalize(self.vocabulary)
                found |= self._bearers(f"{span.text} {span.normal}".split())
        return {"found": found}

    def _bearers(self, words: list[str]) -> set[str]:
        lemmas = {lemma for word in words for lemma in self._lemmas(word)}
        return _bearing(self.given, lemmas) & _bearing(self.surname, lemmas)

    def _lemmas(self, word: str) -> frozenset[str]:
        folded = word.translate(RUSSIAN).lower().strip(".,;:!?«»\"'()")
        if folded not in self.lemmas:
            parses = self.vocabulary.parse(folded)
            self.lemmas[folded] = frozenset({folded, *(parse.normal for parse in parses)})
        return self.lemmas[folded]


def _bearing(names: dict[str, set[str]], lemmas: set[str]) -> set[str]:
    return set[str]().union(*(names[lemma] for lemma in lemmas if lemma in names))
