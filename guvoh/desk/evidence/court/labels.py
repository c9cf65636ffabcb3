"""Members stand in a package under labels: who they are is no court's business, that they differ is."""

import re
from collections.abc import Iterable

from guvoh.desk.staff.models import Entry, Member


class Labels:
    """M1, M2 and so on, in the order in which the custody of the file first names them: they never change."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._given: dict[int, str] = {}
        self._known: dict[int, Member] = {}
        for entry in entries:
            self.of(entry.member)

    def of(self, member: Member) -> str:
        self._known[member.pk] = member
        return self._given.setdefault(member.pk, f"M{len(self._given) + 1}")

    def roles(self) -> dict[str, list[str]]:
        return {label: sorted(self._known[pk].roles) for pk, label in self._given.items()}

    def in_place_of_names(self, text: str) -> str:
        """The text with every member's name replaced by her label."""
        for member in Member.objects.order_by("pk"):
            words = member.full_name.split()
            if not words:
                continue
            pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, words)) + r"(?!\w)"
            if re.search(pattern, text, re.IGNORECASE):
                text = re.sub(pattern, self.of(member), text, flags=re.IGNORECASE)
        return text
