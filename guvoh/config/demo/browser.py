"""A small browser without JavaScript: pages, their forms with what stands in them, and cookies."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

import httpx


@dataclass
class Form:
    """One form of a page: where it goes, how, and its fields as they stand."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    choices: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def value_of(self, name: str, label: str) -> str:
        """The value of the choice whose words contain `label`. Raises LookupError."""
        for value, words in self.choices.get(name, []):
            if label in words:
                return value
        raise LookupError(f"{name} offers no {label!r}")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self.words: list[str] = []
        self._open: Form | None = None
        self._select = self._area = ""
        self._option: list[str] | None = None
        self._link = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._open)
        elif tag == "a":
            self._link = given.get("href", "")
        elif self._open is not None:
            self._start_field(tag, given)

    def _start_field(self, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        fields = self._open.fields if self._open else {}
        if tag == "input" and name:
            if given.get("type") in ("radio", "checkbox"):
                if "checked" in given:
                    fields.setdefault(name, []).append(given.get("value", "on"))
            elif given.get("type") not in ("submit", "file"):
                fields.setdefault(name, []).append(given.get("value", ""))
        elif tag == "textarea":
            self._area = name
            fields[name] = [""]
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._open:
            self._option = [given.get("value", ""), ""]
            self._open.choices.setdefault(self._select, [])
            if "selected" in given or (self._select not in fields and "multiple" not in given):
                fields[self._select] = [given.get("value", "")]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "textarea":
            self._area = ""
        elif tag == "a":
            self._link = ""
        elif tag in ("option", "select") and self._option is not None and self._open:
            self._open.choices[self._select].append((self._option[0], self._option[1].strip()))
            self._option = None

    def handle_data(self, data: str) -> None:
        if self._area and self._open:
            self._open.fields[self._area][0] += data
        elif self._option is not None:
            self._option[1] += data
        else:
            self.words.append(data)
            if self._link:
                self.links.append((self._link, data.strip()))


@dataclass(frozen=True)
class PageRead:
    """A page as it was answered."""

    address: str
    status: int
    headers: httpx.Headers
    body: str
    content: bytes
    forms: list[Form]
    links: list[tuple[str, str]]
    text: str

    def form(self, part_of_action: str) -> Form:
        """The form whose address contains this. Raises LookupError."""
        for form in self.forms:
            if part_of_action in (form.action or self.address):
                return form
        raise LookupError(f"no form for {part_of_action!r} on {self.address}")

    def link(self, part: str) -> str:
        """The first link whose address or words contain this. Raises LookupError."""
        for address, words in self.links:
            if part in address or part in words:
                return urljoin(self.address, address)
        raise LookupError(f"no link {part!r} on {self.address}")


class Browser:
    """One person's browser, with her cookies."""

    def __init__(self, base: str) -> None:
        self._client = httpx.Client(base_url=base, follow_redirects=True, timeout=60, trust_env=False)

    def get(self, address: str) -> PageRead:
        return self._read(self._client.get(address))

    def submit(
        self,
        page: PageRead,
        part_of_action: str,
        files: list[tuple[str, tuple[str, bytes, str]]] | None = None,
        **typed: Any,
    ) -> PageRead:
        """Fill the form and send it; what is not named stays as the page had it."""
        form = page.form(part_of_action)
        fields = {
            **form.fields,
            **{name: value if isinstance(value, list) else [str(value)] for name, value in typed.items()},
        }
        answer = self._client.post(
            urljoin(page.address, form.action or page.address),
            data=fields,
            files=files,
            headers={"Referer": page.address, "Origin": str(self._client.base_url).rstrip("/")},
        )
        return self._read(answer)

    def _read(self, answer: httpx.Response) -> PageRead:
        reader = _Reader()
        html = "html" in answer.headers.get("content-type", "")
        body = answer.text if html else ""
        reader.feed(body)
        return PageRead(
            str(answer.url),
            answer.status_code,
            answer.headers,
            body,
            answer.content,
            reader.forms,
            reader.links,
            " ".join(" ".join(reader.words).split()),
        )
