"""README tells every setting there is, and none that there is not."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def in_settings() -> set[str]:
    source = (ROOT / "compact_portal" / "settings.py").read_text()
    asked = re.findall(r'(?:env(?:\.\w+)?|_require)\(\s*"([A-Z_]+)"', source)
    return set(asked)


def in_readme() -> set[str]:
    table = (ROOT / "README.md").read_text().split("## Settings")[1].split("\n## ")[0]
    return set(re.findall(r"^\| `([A-Z_]+)`", table, re.MULTILINE))


def test_the_settings_table_is_the_settings() -> None:
    assert in_settings(), "No setting was found in settings.py: has its form changed?"
    assert in_readme() == in_settings()


def test_every_file_that_readme_links_to_is_there() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", (ROOT / "README.md").read_text())
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
