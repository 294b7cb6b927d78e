"""The look: what the style sheet and the templates promise, read from the files themselves."""

import itertools
import re
from pathlib import Path

import brotli
import pytest
import tinycss2
from bs4 import BeautifulSoup
from django.conf import settings
from django.template.loader import get_template, render_to_string

from compact_portal.lib.drawing import outcome_bar
from compact_portal.site.context import frame
from compact_portal.site.gallery import gallery

ROOT = Path(settings.BASE_DIR)
CSS = (ROOT / "static" / "portal.css").read_text()
TEMPLATES = {path.relative_to(ROOT / "templates").as_posix(): path for path in (ROOT / "templates").rglob("*.html")}
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)

PORTAL = {
    "name": "Made-up Compact",
    "place": "Made-up",
    "sample": True,
    "path": "/compact/",
    "nav": [{"label": "The compact", "url": "/compact/", "current": True}],
}


def _framed(*, sample=True):
    """PORTAL with its frame."""
    files, top, foot = frame("Made-up Compact", current="/compact/", exact=True, sample=sample)
    return PORTAL | {"sample": sample, "files": files, "top": top, "foot": foot}


# Words on what they stand on: 4.5 to 1 (WCAG 1.4.3).
TEXT = [
    *[(ink, on) for ink in ("ink", "soft", "link", "visited", "kept", "broken", "explained", "notdue", "unknown")
      for on in ("paper", "card", "wash")],
    ("brand-ink", "brand"), ("act-ink", "act"), ("focus-ink", "focus"), ("sample-ink", "sample"),
    ("ink", "new"), ("ink", "gone"), ("focus-ink", "gold"),
]  # fmt: skip
# Edges of boxes, drawings and focus: 3 to 1 (WCAG 1.4.11).
EDGES = [
    *[(edge, on) for edge in ("edge", "mark", "ring", "act") for on in ("paper", "card")],
    ("gold", "brand"),
]  # fmt: skip


def _rules(rules, inside=""):
    """Every rule of the sheet as (media, selector, declarations)."""
    for rule in rules:
        if rule.type == "at-rule" and rule.content is not None:
            nested = tinycss2.parse_rule_list(rule.content, skip_whitespace=True, skip_comments=True)
            yield from _rules(nested, tinycss2.serialize(rule.prelude).strip())
        elif rule.type == "qualified-rule":
            declared = tinycss2.parse_blocks_contents(rule.content, skip_whitespace=True, skip_comments=True)
            yield inside, tinycss2.serialize(rule.prelude).strip(), declared


RULES = list(_rules(tinycss2.parse_stylesheet(CSS, skip_whitespace=True, skip_comments=True)))


def _tokens(media):
    return {
        each.name.removeprefix("--"): tinycss2.serialize(each.value).strip()
        for inside, selector, declared in RULES
        if selector == ":root" and inside == media
        for each in declared
        if each.type == "declaration" and each.name.startswith("--")
    }


LIGHT = _tokens("")
DARK = LIGHT | _tokens("(prefers-color-scheme: dark)")
PRINTED = LIGHT | _tokens("print")


def _luminance(colour):
    digits = colour.removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _contrast(tokens, one, other):
    low, high = sorted((_luminance(tokens[one]), _luminance(tokens[other])))
    return (high + 0.05) / (low + 0.05)


def test_the_contrast_sum_agrees_with_the_known_ends():
    assert _contrast({"a": "#fff", "b": "#000000"}, "a", "b") == pytest.approx(21)
    assert _contrast({"a": "#777", "b": "#fff"}, "a", "b") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("tokens", [LIGHT, DARK, PRINTED], ids=["light", "dark", "print"])
@pytest.mark.parametrize(("ink", "on"), TEXT)
def test_words_stand_out_from_what_they_stand_on(tokens, ink, on):
    assert _contrast(tokens, ink, on) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "on"), EDGES)
def test_edges_stand_out_from_what_they_stand_on(tokens, edge, on):
    assert _contrast(tokens, edge, on) >= 3


def test_every_token_that_is_used_is_defined_and_every_one_defined_is_used():
    used = set(re.findall(r"var\(--([\w-]+)\)", CSS))
    assert used == set(LIGHT)


def test_dark_and_print_only_change_tokens_that_exist():
    assert set(DARK) == set(LIGHT) == set(PRINTED)


def test_the_style_sheet_has_no_fault_and_loads_nothing():
    faults = [each for _, _, declared in RULES for each in declared if each.type == "error"]
    assert faults == []
    assert "@import" not in CSS
    assert "url(" not in CSS


def test_the_style_sheet_stays_small():
    assert len(CSS.encode()) <= 20_000
    assert len(brotli.compress(CSS.encode())) <= 6_000


def test_nothing_moves_for_a_reader_who_asked_for_stillness():
    moving = ("animation", "transition", "scroll-behavior")
    for inside, selector, declared in RULES:
        for each in declared:
            if each.type == "declaration" and each.name.startswith(moving):
                assert inside == "(prefers-reduced-motion: no-preference)", selector


def test_focus_is_never_taken_away_except_from_the_page_itself():
    for _, selector, declared in RULES:
        for each in declared:
            if each.type == "declaration" and each.name == "outline" and tinycss2.serialize(each.value).strip() == "0":
                assert selector == "main:focus"


def _css_classes():
    return {name for _, selector, _ in RULES for name in re.findall(r"\.([a-zA-Z][\w-]*)", selector)}


def _used_classes():
    """Class names in templates, and in the Python that makes HTML; one that ends in - is completed by data."""
    python = [path for path in (ROOT / "compact_portal").rglob("*.py") if "migrations" not in path.parts]
    for path in [*TEMPLATES.values(), *python]:
        for _, value in re.findall(r"""\bclass=\\?(["'])(.*?)\1""", TAG.sub(" ", path.read_text()), re.DOTALL):
            for name in re.sub(r"\{[^{}]*\}", " ", value).split():
                if re.fullmatch(r"[a-zA-Z][\w-]*", name) and not name.endswith("-"):
                    yield name, path.name


def test_every_class_in_a_template_is_known_to_the_style_sheet():
    unknown = {(name, where) for name, where in _used_classes() if name not in _css_classes()}
    assert unknown == set()


@pytest.mark.parametrize("kind", ["kept", "broken", "explained", "unknown", "notdue"])
def test_every_outcome_has_its_own_drawing(kind):
    assert f"f-{kind}" in _css_classes()


@pytest.mark.parametrize("kind", ["past", "next", "more", "more-past"])
def test_every_kind_of_week_has_its_own_drawing(kind):
    assert f"w-{kind}" in _css_classes()


# Mail programs read no style sheet, so the frame of a letter carries its own; the policy of our pages does not reach it.
@pytest.mark.parametrize("name", sorted(TEMPLATES.keys() - {"mail/frame.html"}))
def test_no_page_holds_a_style_of_its_own(name):
    text = TEMPLATES[name].read_text()
    assert not re.search(r"<style\b", text)
    assert not re.search(r"\sstyle\s*=", text)


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_no_template_holds_a_script_but_deferred_files_of_ours(name):
    text = TEMPLATES[name].read_text()
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert "javascript:" not in text
    for script in re.findall(r"<script\b[^>]*>", text):
        assert re.search(r"\sdefer\b", script)
        assert re.search(r"""src=["']\{% static""", script)


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_no_template_loads_from_another_host(name):
    text = TEMPLATES[name].read_text()
    assert not re.search(r"""\ssrc\s*=\s*["'](?:https?:)?//""", text)
    assert not re.search(r"""<link\b[^>]*href\s*=\s*["'](?:https?:)?//""", text)


@pytest.mark.parametrize("name", sorted(name for name in TEMPLATES if name.startswith("components/")))
def test_every_component_is_shown_in_the_gallery_or_framed_by_a_layout(name):
    frames = [path.read_text() for other, path in TEMPLATES.items() if other != name]
    assert any(f'"{name}"' in text for text in frames)


def _gallery(**more):
    return BeautifulSoup(render_to_string("site/styleguide.html", {"portal": _framed(), **gallery(**more)}), "html.parser")


def test_the_gallery_has_one_title_and_no_identifier_twice():
    page = _gallery()
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(page.find_all("h1")) == 1
    assert sorted(ids) == sorted(set(ids))


def test_links_within_the_gallery_lead_somewhere():
    page = _gallery()
    ids = {tag["id"] for tag in page.find_all(id=True)}
    targets = {link["href"][1:] for link in page.select("main a[href^='#'], .skip") if len(link["href"]) > 1}
    assert targets - ids - {"A", "C", "V"} == set()


def test_headings_never_skip_a_level():
    levels = [int(tag.name[1]) for tag in _gallery().main.find_all(re.compile(r"h[1-6]"))]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_the_first_thing_on_a_page_is_the_way_past_the_navigation():
    page = _gallery()
    first = page.body.find("a")
    assert first["href"] == "#main"
    assert page.find(id="main").name == "main"
    assert page.html["lang"] == "en-GB"


def test_the_page_says_that_there_is_a_problem_in_its_title():
    assert _gallery(data={}).title.text.startswith("There is a problem: ")
    assert not _gallery().title.text.startswith("There is a problem")


def test_the_current_page_is_marked_in_the_navigation():
    links = _gallery().select("nav.nav a")
    assert [link.get("aria-current") for link in links] == ["page", *[None] * (len(links) - 1)]


def test_the_banner_of_the_sample_year_shows_only_in_the_sample():
    assert _gallery().select_one(".sample")
    quiet = render_to_string("base.html", {"portal": _framed(sample=False)})
    assert "sample" not in quiet


def test_a_page_asks_for_at_most_three_files():
    page = BeautifulSoup(render_to_string("base.html", {"portal": _framed()}), "html.parser")
    loaded = page.select("link[rel=stylesheet], link[rel=icon], script[src], img[src]")
    assert len(loaded) <= 3


def test_an_outcome_is_told_by_words_and_counts_as_well_as_by_its_hatch():
    bar = outcome_bar(kept=2, not_kept=1, explained=0, unknown=4, not_due=0)
    shown = BeautifulSoup(render_to_string("components/evidence_bar.html", {"bar": bar, "say": "2 of 3 kept"}), "html.parser")
    assert [item.text for item in shown.select(".key li")] == ["2 kept", "1 not kept", "4 not known"]
    fills = [part.get("fill") for part in shown.select(".bar rect")]
    assert fills == [None, "url(#p-broken)", "url(#p-unknown)"]


def test_every_hatch_that_a_bar_uses_is_in_the_frame():
    frame = render_to_string("base.html", {"portal": _framed()})
    for kind in ("broken", "explained", "unknown"):
        assert f'id="p-{kind}"' in frame


@pytest.mark.parametrize("code", [500, 503])
def test_the_pages_for_our_own_faults_need_nothing(code):
    page = BeautifulSoup(get_template(f"{code}.html").render(), "html.parser")
    assert page.h1.text == page.title.text
    assert page.select_one("link[rel=stylesheet]")["href"] == f"{settings.STATIC_URL}portal.css"
    source = TEMPLATES[f"{code}.html"].read_text() + TEMPLATES["components/bare_page.html"].read_text()
    assert re.findall(r"\{\{\s*(.*?)\s*\}\}", source) == ["files", "files"]


@pytest.mark.parametrize("code", [400, 403, 404, 410, 429])
def test_the_other_error_pages_help(code):
    page = BeautifulSoup(render_to_string(f"{code}.html", {"portal": _framed()}), "html.parser")
    assert page.title.text.startswith(page.h1.text[:12])
    assert page.main.select("a[href], form[action='/search/']")


def test_a_refusal_prints_its_reason():
    context = {"portal": _framed(), "reason": "You are an officer of another agency."}
    page = BeautifulSoup(render_to_string("403.html", context), "html.parser")
    assert "You are an officer of another agency." in page.main.text


def test_a_page_that_was_taken_down_names_what_to_read_instead():
    context = {"portal": _framed(), "what": "Taken down.", "instead": "/examples/", "instead_label": "All examples"}
    page = BeautifulSoup(render_to_string("410.html", context), "html.parser")
    assert page.main.find("a", href="/examples/").text == "All examples"
