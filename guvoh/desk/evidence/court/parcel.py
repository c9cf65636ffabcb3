"""A package as it is sent: what was written for it, then the item straight from its sealed chunks."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from guvoh.desk.evidence.models import SealedFile
from guvoh.instruments.seal import sealedfile, streamzip

SUMS: Final = "SHA256SUMS"


@dataclass(frozen=True)
class Parcel:
    """`texts` by name; `item` is the item's name inside. Nothing of it is ever written to the desk's disk."""

    file: SealedFile
    key: bytes
    item: str
    texts: dict[str, bytes]

    @property
    def name(self) -> str:
        """What the archive is called: it says nothing."""
        return f"evidence-{self.file.pk.hex[:8]}.zip"

    def stream(self) -> Iterator[bytes]:
        """The archive. Raises sealedfile.DamagedFile, FileNotFoundError, and is then cut off before its end."""
        sums = {name: hashlib.sha256(text).hexdigest() for name, text in self.texts.items()}
        sums[self.item] = self.file.sha256
        lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items())).encode()
        written = [streamzip.Member(name, len(text), [text]) for name, text in {**self.texts, SUMS: lines}.items()]
        return streamzip.stream([*written, streamzip.Member(self.item, self.file.size, self._item())])

    def _item(self) -> Iterator[bytes]:
        digest = hashlib.sha256()
        for chunk in sealedfile.read(self.file.path, self.key):
            digest.update(chunk)
            yield chunk
        if digest.hexdigest() != self.file.sha256:
            raise sealedfile.DamagedFile
