"""A phrase that occurs nowhere else, carried through the whole house, and the search for it in every file."""

import base64
import json
import re
import socket
import stat
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from guvoh.config.demo.browser import Browser
from guvoh.config.demo.walking import RECEIPT, add
from tests.journeys.people import KeptBrowser, Members
from tests.journeys.running import Demo

PHRASE = "тутии ҳафтзабони боғи Қӯрғонқул"
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")
FILE_BYTES = 5 * 1024 * 1024
SHARED_MEMORY = Path("/dev/shm")


def forms_of(words: str) -> list[bytes]:
    """The bytes by which a text, or a part of it in the middle of something, would be seen on a disk."""
    plain = [words.encode(encoding) for encoding in ENCODINGS]
    escaped = [quote(words).encode(), json.dumps(words)[1:-1].encode()]
    return plain + escaped + [piece for encoding in plain[:2] for piece in base64_pieces(encoding)]


def base64_pieces(content: bytes) -> list[bytes]:
    """What base64 makes of the content at each of its three alignments, without the edges others share."""
    return [base64.b64encode(b"\0" * shift + content)[4:-4] for shift in range(3)]


def regular(paths: Iterable[Path]) -> list[Path]:
    found = []
    for path in paths:
        try:
            kind = path.stat().st_mode
        except FileNotFoundError:
            # a file that a process has closed meanwhile
            continue
        if stat.S_ISREG(kind):
            found.append(path)
    return found


def written_files(demo: Demo) -> list[Path]:
    """Every file of the demo, its home, its temporary folder and shared memory, and every file a process has open.

    What would be on paper is left out.
    """
    folders = (demo.place.root, demo.home, demo.tmp, SHARED_MEMORY)
    inside = [path for folder in folders for path in folder.rglob("*") if demo.place.paper not in path.parents]
    handles = [handle for pid in demo.processes() for handle in Path(f"/proc/{pid}/fd").iterdir()]
    return regular(inside + handles)


def files_with(demo: Demo, needles: Iterable[bytes]) -> set[str]:
    needles, found = list(needles), set()
    for path in written_files(demo):
        try:
            content = path.read_bytes() + str(path).encode()
        except FileNotFoundError:
            # closed or renamed between the look and the reading
            continue
        found |= {str(path) for needle in needles if needle in content}
    return found


def heavy_file() -> bytes:
    line = b"".join(forms_of(PHRASE)[:3])
    return line * (FILE_BYTES // len(line) + 1)


def send_report(demo: Demo, content: bytes) -> str:
    """A report whose every word and file holds the phrase; return the receipt."""
    typed = dict.fromkeys(("what", "when", "where", "whom", "contact_how"), PHRASE)
    files = [("files", (f"{PHRASE}.mp4", content, "video/mp4"))]
    with closing(KeptBrowser(demo.place.addresses["frontdoor"])) as reporter:
        form = reporter.get("/tg/report/")
        page = reporter.submit(form, "report", files=files, contact_safety="no", **typed)
    return RECEIPT.search(page.text).group()


def break_off_upload(demo: Demo, content: bytes) -> socket.socket:
    """Begin to send a report by hand and stop in the middle of its file; the connection stays open."""
    port = demo.place.frontdoor_port
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(f"GET /tg/report/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode())
        form = b"".join(iter(lambda: line.recv(65536), b"")).decode()
    cookie = re.search(r"Set-Cookie: (\w+=\w+)", form).group(1)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form).group(1)
    body = _field("csrfmiddlewaretoken", token) + _field("what", PHRASE)
    body += f'--line\r\nContent-Disposition: form-data; name="files"; filename="{PHRASE}.mp4"\r\n'
    body += "Content-Type: video/mp4\r\n\r\n"
    head = f"POST /tg/report/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n"
    head += f"Content-Type: multipart/form-data; boundary=line\r\nContent-Length: {2 * len(content)}\r\n\r\n"
    line = socket.create_connection(("127.0.0.1", port), timeout=20)
    line.sendall((head + body).encode() + content)
    return line


def _field(name: str, value: str) -> str:
    return f'--line\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'


def stagings(demo: Demo) -> list[Path]:
    return list((demo.place.root / "spool" / "intake" / "in").glob(".staging-*"))


def accept(members: Members, envelope: str) -> str:
    """Open the report, answer it and make a case of it with the phrase in its words; return the case's code."""
    officer = members.browser("farhod")
    page = officer.submit(officer.get(f"/inbox/{envelope}/"), "open/")
    assert PHRASE in page.text
    officer.submit(page, "answer/", **{"answer-text": PHRASE})
    page = officer.submit(officer.get(f"/inbox/{envelope}/"), "accept/", **{"accept-title": PHRASE})
    code = re.search(r"/cases/([\d-]+)/", page.address).group(1)
    add(officer, f"/cases/{code}/describe/", summary=PHRASE)
    return code


def work(members: Members, code: str, content: bytes) -> None:
    """Client, consents, a letter set as PDF and DOCX, a file, and a story that is looked at as it would be."""
    officer, base = members.browser("farhod"), f"/cases/{code}"
    name = {"surname_tg": "Қӯрғонқулов", "given_tg": "Ҳафтзабон", "alias": PHRASE, "village": PHRASE}
    add(officer, f"{base}/people/add/", role="client", gender="m", **name)
    client = officer.get(f"{base}/consents/add/").form("consents/add").value_of("actor", name["surname_tg"])
    today = {"how": "oral", "given_on": "2026-01-15", "identification": "full_name", "actor": client}
    for purpose in ("state_body", "publication"):
        add(officer, f"{base}/consents/add/", purpose=purpose, **today)
    write_letter(officer, code)
    files = [("file", (f"{PHRASE}.txt", content, "text/plain"))]
    page = officer.get(f"/files/add/{code}/")
    assert officer.submit(page, f"/files/add/{code}/", files=files, description=PHRASE).address != page.address
    editor_name = members.row("daler")["full_name"]
    seat = officer.get(f"{base}/team/add/").form("team/add").value_of("member", editor_name)
    add(officer, f"{base}/team/add/", member=seat)
    write_story(members.browser("daler"), code)


def write_letter(lawyer: Browser, code: str) -> None:
    body = lawyer.get(f"/letters/new/{code}/").form("new").value_of("body", "рокуратура")
    plan = {
        "kind_id": "complaint-prosecutor",
        "language": "tg",
        "body": body,
        "addressee": PHRASE,
        "asked": PHRASE,
    }
    page = add(lawyer, f"/letters/new/{code}/", written_on="2026-01-16", **plan)
    letter = re.search(r"/letters/\d+/", page.address).group()
    assert lawyer.get(f"{letter}letter.pdf").content.startswith(b"%PDF")
    assert lawyer.get(f"{letter}letter.docx").content.startswith(b"PK")
    lawyer.submit(lawyer.get(letter), "final/")


def write_story(editor: Browser, code: str) -> None:
    page = add(editor, f"/stories/new/?case={code}", working_title=PHRASE, kind="news", language="tg")
    story = re.search(r"/stories/([0-9a-f]{16})/", page.address).group(1)
    address = f"/stories/{story}/tg/"
    words = {"title": PHRASE, "lead": PHRASE, "body": f"{PHRASE}\n\n{PHRASE}"}
    page = editor.submit(editor.get(address), address, slug=f"canary-{story}", **words)
    assert PHRASE in editor.get(f"{address}preview/").text
