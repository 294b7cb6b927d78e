"""The front matter of a compact: the few lines between `---` that say which compact this is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from compact_portal.lib.faults import Fault, cited

REQUIRED = ("compact", "place", "edition")
KEYS = (*REQUIRED, "standing", "first_agreed")
STANDINGS = ("adopted", "restatement")
LONGEST_VALUE = 200

_FENCE = "---"
_LINE = re.compile(r"([A-Za-z][\w -]*?)\s*:(?:\s+(.*))?$")
_COMMENT = re.compile(r"(?:^|\s)#.*$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_EXAMPLE = "Begin the file with a line ---, then compact:, place: and edition: with their values, then a line ---"


@dataclass(slots=True)
class Front:
    """What the front matter says. `ends` is the number of lines it takes, its fences included; 0 when there is none."""

    values: dict[str, str] = field(default_factory=dict)
    ends: int = 0

    def get(self, key: str) -> str:
        """The value of a key, empty when it is not given."""
        return self.values.get(key, "")

    @property
    def first_agreed(self) -> int | None:
        """The year in which the compact was first agreed."""
        return int(self.values["first_agreed"]) if self.values.get("first_agreed") else None


def read_front(lines: list[str], *, file: str) -> tuple[Front, list[Fault]]:
    """The front matter of a document given as lines, and what is wrong with it."""
    front = Front()
    if not lines or lines[0].rstrip() != _FENCE:
        return front, [Fault(file, 1, "The file does not begin with its front matter", _EXAMPLE)]
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(lines[1:], start=2):
        if line.rstrip() == _FENCE:
            front.ends = number
            break
        if line.startswith("#"):
            # The document has begun: the closing fence was forgotten.
            break
        front.ends = number
        if line.strip():
            faults += _read_line(line.strip(), Fault(file, number, "", ""), front, seen)
    else:
        front.ends = len(lines)
    if not (1 < front.ends <= len(lines) and lines[front.ends - 1].rstrip() == _FENCE):
        faults.append(Fault(file, 1, "The front matter has no end", "Put a line --- after its last line"))
    missing = [key for key in REQUIRED if key not in seen]
    faults += [
        Fault(file, max(front.ends, 1), f"The front matter has no {key}", f"Add a line such as {key}: {_example(key)}")
        for key in missing
    ]
    return front, faults


def _read_line(line: str, at: Fault, front: Front, seen: dict[str, int]) -> list[Fault]:
    """Reads one line into `front`. `at` holds file and line of a fault."""

    def fault(wrong: str, mend: str) -> list[Fault]:
        return [Fault(at.file, at.line, wrong, mend)]

    match = _LINE.match(line)
    if not match:
        return fault(f"{cited(line)} is not a line of front matter", "Write it as key: value, with a blank after the colon")
    key, value = match[1], _unquoted(match[2] or "")
    if key not in KEYS:
        return fault(f"The front matter has an unknown key {cited(key)}", f"Use only {', '.join(KEYS)}")
    if key in seen:
        return fault(f"The key {key} stands twice; the first is on line {seen[key]}", "Take one of them out")
    seen[key] = at.line
    if not value:
        return fault(f"The key {key} has no value", f"Write one after the colon, such as {key}: {_example(key)}")
    if len(value) > LONGEST_VALUE:
        return fault(f"The value of {key} is longer than {LONGEST_VALUE} characters", "Shorten it")
    if key == "standing" and value not in STANDINGS:
        return fault(f"The standing {cited(value)} is unknown", "Write adopted or restatement")
    if key == "first_agreed" and not _YEAR.fullmatch(value):
        return fault(f"{cited(value)} is not a year", "Write four digits, such as first_agreed: 2002, or take the line out")
    front.values[key] = value
    return []


def _unquoted(value: str) -> str:
    """The value without a comment (` # …`) after it and without quotation marks around it."""
    if len(value) > 1 and value[0] in "\"'" and value.rstrip().endswith(value[0]):
        return value.rstrip()[1:-1].strip()
    return _COMMENT.sub("", value).strip()


def _example(key: str) -> str:
    examples = {"compact": "Anytown Compact", "place": "Anytown", "edition": "First edition", "standing": "adopted"}
    return examples.get(key, "2002")
