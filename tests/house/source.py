"""The project's own files, for tests that read source: only what is under version control or about to be."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("undertakings", "signatories", "funding", "consultations", "compact_portal")


@cache
def files(suffix: str, *under: str) -> tuple[Path, ...]:
    """Files with that suffix, under the given folders of the project or all of it; nothing that git ignores."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", *under],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    paths = (ROOT / name for name in listed.split("\0") if name.endswith(suffix))
    return tuple(sorted(path for path in paths if path.is_file()))


def python() -> tuple[Path, ...]:
    """The Python of the apps, without migrations, which Django writes."""
    return tuple(path for path in files(".py", *APPS) if "migrations" not in path.parts)


def role(path: Path) -> str:
    """Which file of an app's set it belongs to: "views" for views.py and for all in views/."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    roles = ("rules", "models", "queries", "measures", "actions", "forms", "views", "commands", "lib")
    return next((part for part in parts if part in roles), parts[-1])


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def functions(path: Path) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)]


def called(node: ast.AST) -> list[str]:
    """The dotted names that are called inside: "form.save", "today"; a call on what a call gave starts with a dot."""
    return [_dotted(one.func) for one in ast.walk(node) if isinstance(one, ast.Call)]


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
