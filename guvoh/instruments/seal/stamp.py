"""Time stamps of heads by an outside authority (RFC 3161): the query, and what came back.

Only the SHA-256 of a head goes out. There is no nonce, since an answer may be carried back on a stick days later;
a head is new each time, so that an old answer does not fit it.
"""

import datetime as dt
import hashlib
from typing import Final

from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    PKIStatus,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from guvoh.instruments.seal.heads import Head

SHA256: Final = x509.ObjectIdentifier("2.16.840.1.101.3.4.2.1")


class BadStamp(Exception):
    """The answer stamps another head, was refused, or is not signed by an authority under the given roots."""


class OtherHead(BadStamp):
    """The answer is sound, and stamps something else than this head."""


def query(head: Head) -> bytes:
    """Return the time-stamp query over a head, DER, as it is sent with `application/timestamp-query`."""
    return (
        TimestampRequestBuilder(head.content, HashAlgorithm.SHA256, nonce=False, cert_req=True).build().as_bytes()
    )


def stamped_at(head: Head, response: bytes) -> dt.datetime:
    """Return the time an authority's answer (DER) gives to this head; its signature is not looked at.

    Raises BadStamp when it is no answer, was refused, or speaks of something else.
    """
    return _read(head, response).tst_info.gen_time


def verify(head: Head, response: bytes, roots: bytes) -> dt.datetime:
    """Return the time of a stamp that an authority under one of the roots (PEM) signed. Raises BadStamp."""
    answer = _read(head, response)
    try:
        certificates = x509.load_pem_x509_certificates(roots)
        VerifierBuilder(roots=certificates).build().verify_message(answer, head.content)
    except (VerificationError, ValueError) as error:
        raise BadStamp(str(error)) from error
    return answer.tst_info.gen_time


def _read(head: Head, response: bytes) -> TimeStampResponse:
    try:
        answer = decode_timestamp_response(response)
        if PKIStatus(answer.status) not in (PKIStatus.GRANTED, PKIStatus.GRANTED_WITH_MODS):
            raise BadStamp("the authority refused the query")
        imprint = answer.tst_info.message_imprint
    except ValueError as error:
        raise BadStamp("this is no answer of a time-stamping authority") from error
    if imprint.hash_algorithm != SHA256 or imprint.message != hashlib.sha256(head.content).digest():
        raise OtherHead("the answer stamps something else than a head of this desk")
    return answer
