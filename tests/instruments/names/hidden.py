"""What the guard finds in a file, place by place, for tests that hide one name in each place."""

import io
import zipfile

from guvoh.instruments.names import report
from guvoh.instruments.names.files import judge

NAME = "Рустам Саидов"


def blocked(data, index, name="doc"):
    """The places, in English, where somebody is blocked."""
    found = judge(data, name, index).findings
    return {report.place(each.part.where, "en") for each in found if each.mark.level == "block"}


def gaps(data, index, name="doc"):
    return {(report.place(gap.where, "en"), gap.reason) for gap in judge(data, name, index).gaps}


def zipped(members, method=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def members(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
