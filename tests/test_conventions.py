"""The house style (docs/architecture.md), held by tests where a test can hold it."""

import ast
import re
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests import access_consultations, access_evidence, access_funding
from tests.house.source import APPS, ROOT, called, files, functions, python, role, short, tree

MOST_LINES = 400
MOST_VIEW_LINES = 25
TEMPLATES = ROOT / "templates"

# Views that answer with something other than a page of their own, each with why.
NO_TEMPLATE = (
    {
        "signature_resend": "a button on the desk; it leads back there",
        "mail_retry": "the same",
        "address_mend": "the same",
        "paper_template": "CSV",
        "invitation_resend": "a button beside an invitation; it leads back there",
        "invitation_cancel": "the same",
        "my_data_json": "JSON, to take away",
        "account_confirm_login_code": "allauth's page, in account/confirm_login_code.html",
        "openid_connect_callback": "signs in and leads on, or shows why not",
        "socialaccount_login_cancelled": "leads back to the sign-in page",
        "contact_confirm": "a button on another page; it leads back there",
        "edition_text": "Markdown, byte for byte",
        "edition_pdf": "a PDF, made by typst",
        "open_compact_text": "Markdown, byte for byte",
        "open_compact_json": "JSON",
        "open_jargon_csv": "CSV",
        "signature_pdf": "a PDF, made by typst",
        "open_signatories_csv": "CSV",
        "open_signatories_json": "JSON",
        "open_chain_json": "JSON",
        "signing_commitment_pdf": "a PDF, made by typst",
        "signing_resend": "a button on another page; it leads back there",
        "signing_again": "a button on another page; it leads to the answers",
        "security_txt": "a text file, from site/security_txt.txt",
        "sitemap_index": "XML",
        "sitemap_part": "XML",
        "robots_txt": "a text file, from site/robots_txt.txt",
        "healthz": "JSON for machines",
    }
    | access_funding.NO_TEMPLATE
    | access_consultations.NO_TEMPLATE
    | access_evidence.NO_TEMPLATE
)
# Templates that a library asks for by name, and those that Django does; nothing of ours names them.
FOUND_BY_LIBRARIES = ("account/", "mfa/", "socialaccount/", "usersessions/", "allauth/", "admin/", "compact/")
FOUND_BY_DJANGO = {"400.html", "403.html", "404.html", "500.html"}


def views() -> list[tuple[str, str, str, str]]:
    """(namespace, URL name, module of the view, name of the view) of every route that is ours."""
    found = []

    def walk(patterns, namespace):
        for entry in patterns:
            if isinstance(entry, URLResolver) and entry.namespace != "admin":  # Django's views, in a class of ours
                walk(entry.url_patterns, entry.namespace or namespace)
            elif isinstance(entry, URLPattern) and entry.callback.__module__.split(".")[0] in APPS:
                view = entry.callback
                found.append((namespace, entry.name, view.__module__, getattr(view, "__name__", "")))

    walk(get_resolver().url_patterns, "")
    return found


def app_of(module: str) -> str:
    """The app's label: of those that live under compact_portal/, the second part of the module's name."""
    return module.removeprefix("compact_portal.").split(".")[0]


# What a name may differ in: an address that a library names.
NAMED_BY_LIBRARY = {"account_signup": "account_join"}


def test_a_view_and_its_address_have_the_same_name():
    wrong = [f"{module}.{view} is called {name}" for _, name, module, view in views() if NAMED_BY_LIBRARY.get(name, name) != view]
    assert not wrong, "\n" + "\n".join(wrong)


def test_a_view_has_a_template_of_its_name():
    wrong = [
        f"templates/{app_of(module)}/{view}.html for {module}.{view}"
        for _, _, module, view in views()
        if view not in NO_TEMPLATE
        and not any((TEMPLATES / folder / f"{view}.html").is_file() for folder in (app_of(module), "account"))
    ]
    assert not wrong, "\n" + "\n".join(wrong)


def test_each_view_without_a_template_is_still_there():
    assert {view for _, _, _, view in views()} >= NO_TEMPLATE.keys()


def test_a_view_has_tests_in_the_folder_of_its_app():
    """In a file of its stem, or of its noun, or by its name in another file of the app's tests."""
    wrong = []
    for _, name, module, view in views():
        folder = ROOT / "tests" / app_of(module)
        noun = view.partition("_")[0]
        texts = [path.read_text(encoding="utf-8") for path in folder.glob("test_*.py")]
        named = any(folder.glob(f"test_{view}*.py")) or any(folder.glob(f"test_{noun}*.py"))
        if not named and not any(re.search(rf"\b{re.escape(name)}\b", text) for text in texts):
            wrong.append(f"{module}.{view}")
    assert not wrong, "\n" + "\n".join(wrong)


def view_functions() -> list[tuple[Path, ast.FunctionDef]]:
    return [(path, one) for path in python() if role(path) == "views" for one in functions(path)]


def test_no_function_of_a_view_module_is_long():
    wrong = [
        f"{short(path)}:{one.lineno} {one.name}: {one.end_lineno - one.lineno + 1} lines"
        for path, one in view_functions()
        if one.end_lineno - one.lineno + 1 > MOST_VIEW_LINES
    ]
    assert not wrong, "\n" + "\n".join(wrong)


WRITES = re.compile(r"(\.(save|delete|bulk_create|bulk_update)|objects\.(create|get_or_create|update_or_create|update))$")


def test_no_view_writes():
    """Writes stand in actions.py, where they are atomic and have an author."""
    wrong = [
        f"{short(path)}:{one.lineno} {one.name} calls {name}"
        for path, one in view_functions()
        for name in called(one)
        if WRITES.search(name)
    ]
    assert not wrong, "\n" + "\n".join(wrong)


def test_a_view_reads_the_clock_once_at_most():
    wrong = [
        f"{short(path)}:{one.lineno} {one.name}"
        for path, one in view_functions()
        if sum(name in ("now", "today", "clock.now", "clock.today") for name in called(one)) > 1
    ]
    assert not wrong, "\n" + "\n".join(wrong)


CLOCKS = re.compile(r"(^|\.)(datetime\.now|datetime\.utcnow|datetime\.today|date\.today|timezone\.now|localdate|localtime)$")


def test_only_one_file_asks_what_time_it_is():
    wrong = [
        f"{short(path)} calls {name}"
        for path in python()
        if short(path) != "compact_portal/lib/clock.py"
        for name in called(tree(path))
        if CLOCKS.search(name)
    ]
    assert not wrong, "\n" + "\n".join(wrong)


# Who may import the clock beside views, commands and middleware, and why.
READS_CLOCK = {
    "compact_portal/site/context.py": "the name of the compact in force today stands in every page's frame",
    "compact_portal/pages/streaming.py": "Django asks for a tag with the request alone",
    "signatories/adapter.py": "allauth calls it in the middle of its own view",
    "signatories/permissions.py": "Django's has_perm takes no day",
    "undertakings/actions/evidence.py": "what follows from a change is judged at the instant of its end",
}


def imports_clock(path: Path) -> bool:
    return any(isinstance(node, ast.ImportFrom) and node.module == "compact_portal.lib.clock" for node in ast.walk(tree(path)))


def test_rules_reads_and_writes_are_handed_the_day_or_instant():
    allowed = ("views", "commands", "middleware")
    found = {short(path) for path in python() if imports_clock(path) and role(path) not in allowed}
    assert sorted(found - READS_CLOCK.keys()) == []
    assert sorted(READS_CLOCK.keys() - found) == [], "the exception is no longer needed"


def test_every_write_by_somebody_names_them_by_keyword():
    """A public function of actions.py that opens a change takes `by`, unless it is the portal itself that writes."""
    wrong = []
    for path in python():
        for one in functions(path) if role(path) == "actions" else ():
            positional = [argument.arg for argument in one.args.args]
            if "by" in positional:
                wrong.append(f"{short(path)}:{one.lineno} {one.name} takes `by` by position")
            opens = [
                item.context_expr
                for node in ast.walk(one)
                if isinstance(node, ast.With)
                for item in node.items
                if isinstance(item.context_expr, ast.Call) and called(item.context_expr)[0] == "change"
            ]
            keywords = [argument.arg for argument in one.args.kwonlyargs]
            for call in opens:
                by = next((keyword.value for keyword in call.keywords if keyword.arg == "by"), None)
                if isinstance(by, ast.Constant) or one.name.startswith("_") or "by" in keywords:
                    continue
                wrong.append(f"{short(path)}:{one.lineno} {one.name} does not take `by`")
    assert not wrong, "\n" + "\n".join(wrong)


def test_no_file_is_long():
    wrong = [
        f"{short(path)}: {lines} lines"
        for path in (*python(), *files(".html", "templates"), *files(".py", "tests"))
        if (lines := path.read_text(encoding="utf-8").count("\n")) > MOST_LINES
    ]
    assert not wrong, "\n" + "\n".join(wrong)


def templates() -> list[str]:
    names = [path.relative_to(TEMPLATES).as_posix() for path in (*files(".html", "templates"), *files(".txt", "templates"))]
    return [*names, *(path.relative_to(TEMPLATES).as_posix() for path in files(".typ", "templates"))]


def named_templates() -> set[str]:
    """Every string in code or templates that could be a template's name."""
    texts = [path.read_text(encoding="utf-8") for path in python()]
    texts += [(TEMPLATES / name).read_text(encoding="utf-8") for name in templates()]
    found = {name for text in texts for name in re.findall(r"[\"']([\w/.%-]+\.(?:html|txt|typ))[\"']", text)}
    # crispy puts the pack's name in; typst names files from the root of templates/.
    return {name.replace("%s/", "compact/").removeprefix("/") for name in found}


def by_stem() -> set[str]:
    """Templates that a view finds by its own name."""
    return {f"{app_of(module)}/{view}.html" for _, _, module, view in views()}


def library_has(name: str) -> bool:
    """Whether a library has a template of that name, or asks for it in its code."""
    if name.startswith("compact/"):
        part = name.removeprefix("compact/")
        sources = [Path(find_spec("crispy_forms").origin).parent.rglob(pattern) for pattern in ("*.py", "*.html")]
        return any(part in path.read_text(encoding="utf-8") for found in sources for path in found)
    packages = dict.fromkeys(("allauth", "account", "mfa", "socialaccount", "usersessions"), "allauth")
    packages["admin"] = "django.contrib.admin"
    package = Path(find_spec(packages[name.split("/")[0]]).origin).parent
    stem = name.rsplit(".", 1)[0]
    return (package / "templates" / name).is_file() or any(
        stem in path.read_text(encoding="utf-8") for path in package.rglob("*.py")
    )


def test_every_template_is_used():
    used = named_templates() | by_stem() | FOUND_BY_DJANGO
    unused = [name for name in templates() if name not in used and not (name.startswith(FOUND_BY_LIBRARIES) and library_has(name))]
    assert unused == []


INLINE = {
    "a style attribute": r"<[^>]*\sstyle\s*=",
    "a style element": r"<style\b",
    "a script without a file": r"<script\b(?![^>]*\bsrc=)",
    "an event attribute": r"<[^>]*\son[a-z]+\s*=",
    "a javascript address": r"javascript:",
    "a script that blocks": r"<script\b(?![^>]*\b(?:defer|async)\b)",
    "a file of another host": r"<(?:script|link|img|source|iframe)\b[^>]*(?:src|href)=[\"']?(?:https?:)?//",
}


@pytest.mark.parametrize("what", INLINE)
def test_no_template_has(what):
    pattern = re.compile(INLINE[what], re.IGNORECASE)
    wrong = []
    for name in templates():
        if what == "a style attribute" and name == "mail/frame.html":
            continue  # mail programs take no style sheet
        # A tag of the template language inside an HTML tag may hold ">" and quotes; they are no part of the HTML.
        text = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}", "", (TEMPLATES / name).read_text(encoding="utf-8"), flags=re.DOTALL)
        wrong += [f"{name}: {found.group()[:60]}" for found in pattern.finditer(text)]
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize(
    ("what", "markup"),
    [
        ("a style attribute", '<p style="x">'),
        ("a style element", "<style>"),
        ("a script without a file", "<script>go()</script>"),
        ("an event attribute", '<button onclick="go()">'),
        ("a javascript address", '<a href="javascript:go()">'),
        ("a script that blocks", '<script src="/x.js">'),
        ("a file of another host", '<img src="https://elsewhere.example/x.png">'),
    ],
)
def test_the_pattern_finds(what, markup):
    assert re.search(INLINE[what], markup, re.IGNORECASE)


def test_code_names_no_place():
    """One installation carries one compact; which one is a matter of the folder that is loaded."""
    allowed = {"undertakings/management/commands/load_compact.py": "the folder that ships"}
    code = (*python(), *files(".html", "templates"), *files(".css", "static"), *files(".js", "static"))
    found = {short(path) for path in code if re.search("dacorum", path.read_text(encoding="utf-8"), re.IGNORECASE)}
    assert sorted(found - allowed.keys()) == []


def pyproject() -> str:
    return (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_each_dependency_says_why_it_is_there():
    names = tomllib.loads(pyproject())["project"]
    wanted = [*names["dependencies"], *names["optional-dependencies"]["dev"]]
    lines = pyproject().splitlines()
    wrong = [name for name in wanted if not any(re.match(rf'\s*"{re.escape(name)}",\s+# \w', line) for line in lines)]
    assert not wrong, "\n" + "\n".join(wrong)


def test_each_lint_ignore_says_why():
    """In pyproject.toml: a comment on its line, or on the list it stands in. In code: words after the rule's name."""
    start = pyproject().index("[tool.ruff.lint]")
    block = pyproject()[start : pyproject().index("[tool.ruff.lint.mccabe]")]
    ignores = block[block.index("ignore = [") :]
    wrong = [line for line in ignores.splitlines() if re.search(r'"[A-Z]+\d+"', line) and "#" not in line]
    for path in (*python(), *files(".py", "tests")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            found = re.search(r"#\s*noqa(?::\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?(.*)", line)
            if found and "re.search" not in line and not re.match(r"\s+\S", found.group(1)):
                wrong.append(f"{short(path)}:{number} {line.strip()}")
    assert not wrong, "\n" + "\n".join(wrong)


def test_no_import_is_relative_and_no_app_imports_a_test():
    wrong = [
        f"{short(path)}:{node.lineno}"
        for path in python()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and (node.level or (node.module or "").split(".")[0] == "tests")
    ]
    assert not wrong, "\n" + "\n".join(wrong)
