"""The custody of a file as a list, the proof of each of its entries, and the signed heads apart for openssl."""

import base64
import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from guvoh.desk.evidence.court.labels import Labels
from guvoh.desk.staff.heads import proof_of
from guvoh.desk.staff.models import Entry, SignedHead
from guvoh.instruments.seal.leaves import moment
from guvoh.instruments.seal.verify_offline import ED25519_PREFIX

BOUND: Final = "bound.json"


def custody_of(subject: str, entries: Iterable[Entry], labels: Labels) -> dict[str, Any]:
    """Moment, act and label of every entry: no case, no words."""
    rows = [
        {
            "number": entry.number,
            "at": moment(entry.at),
            "act": entry.act,
            "member": labels.of(entry.member),
            "proof": proof_name(entry),
        }
        for entry in entries
    ]
    return {"record": subject, "entries": rows}


def proof_name(entry: Entry) -> str:
    return f"proofs/{entry.number}.json"


def proofs_of(entries: Iterable[Entry], bound: Entry) -> dict[str, bytes]:
    """Proof files by name, and of each head what openssl checks it by. Raises RecordRewritten."""
    proofs = {proof_name(entry): proof_of(entry, reveal=frozenset({"subject"})) for entry in entries}
    proofs[BOUND] = proof_of(bound, reveal=frozenset({"subject", "detail"}))
    numbers = {proof["head"]["number"] for proof in proofs.values()}
    heads = SignedHead.objects.filter(number__in=numbers)
    return {name: as_json(proof) for name, proof in proofs.items()} | dict(
        part for head in heads for part in _for_openssl(head)
    )


def _for_openssl(head: SignedHead) -> Iterator[tuple[str, bytes]]:
    signed = head.signed
    yield f"heads/{head.number}.json", signed.head.content
    yield f"heads/{head.number}.sig", bytes.fromhex(head.signature)
    yield f"heads/{head.number}.key.der", ED25519_PREFIX + bytes.fromhex(head.public)
    if signed.stamp:
        yield f"heads/{head.number}.tsr", base64.b64decode(signed.stamp)


def as_json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"
