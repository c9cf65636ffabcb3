"""Asks a time-stamping authority. Imported only where that is done: no other command of the desk goes out."""

import os
from typing import Final

import httpx

SECONDS: Final = 60


class NoAnswer(Exception):
    """No authority is configured, or it gave no answer. The text says what to do."""


def ask(query: bytes) -> bytes:
    """The authority's answer to a query, through the proxy that the operator named. Raises NoAnswer."""
    address = os.environ.get("TSA_URL", "")
    if not address:
        raise NoAnswer("No authority is configured in TSA_URL. Carry the query yourself: --query FILE.")
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    try:
        # trust_env off: the proxy is the one that the operator named for this, or none
        with httpx.Client(
            proxy=os.environ.get("TSA_PROXY") or None, trust_env=False, timeout=SECONDS, headers=headers
        ) as browser:
            return browser.post(address, content=query).raise_for_status().content
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise NoAnswer(
            f"The authority gave no answer: {error}. The head stays signed; try again later."
        ) from error
