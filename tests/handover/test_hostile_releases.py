"""What lies in the press spool in the place of a release is refused, whatever its shape."""

import pytest

from guvoh.handover.release import MalformedRelease, Release


@pytest.mark.parametrize("document", [b"7", b'"a word"', b"[]", b"null", b"[" * 200_000, b"\xff", b"{}"])
def test_a_document_of_another_shape_is_no_release(document: bytes) -> None:
    with pytest.raises(MalformedRelease):
        Release.from_bytes(document)
