"""Both parts of a mail come from one source and say the same."""

import html
import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from compact_portal.lib.folding import clean
from compact_portal.lib.mail_markup import WIDTH, as_typed, parts

HERE = "https://portal.example"


def made(markdown: str):
    return parts(markdown, address=HERE)


class Bare(HTMLParser):
    """The words of some HTML and the addresses of its links, in an order of its own: nothing of lib/mail_markup.py."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.words = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value for name, value in attrs if name == "href"]

    def handle_data(self, data):
        self.words += data


def test_a_path_of_the_portal_becomes_a_whole_address_in_both_parts():
    both = made("Please [confirm the signature](/sign/confirm/abc/?a=1&b=2) today.")
    assert both.html == (
        '<p>Please <a href="https://portal.example/sign/confirm/abc/?a=1&amp;b=2">confirm the signature</a> today.</p>'
    )
    assert " ".join(both.text.split()) == ("Please confirm the signature <https://portal.example/sign/confirm/abc/?a=1&b=2> today.")


@pytest.mark.parametrize(
    ("words", "link"),
    [
        ("See https://a.example/x?a=1&b=2.", "https://a.example/x?a=1&b=2"),
        ("(see https://a.example/x)", "https://a.example/x"),
        ("https://a.example/x_(y), and so on", "https://a.example/x_(y)"),
        ("“https://a.example/”", "https://a.example/"),
        ("<https://a.example/x>", "https://a.example/x"),
    ],
)
def test_an_address_that_stands_bare_is_a_link_and_is_written_once(words, link):
    both = made(words)
    assert Bare(both.html).links == [link]
    assert both.text.count("https://") == 1
    assert link in both.text


@given(st.text(alphabet="aZ9-_", min_size=1, max_size=30))
@example("_a_")
@example("-_a_-")
@example("__a__")
def test_an_address_arrives_whole_whatever_its_token_is_made_of(token):
    link = f"https://a.example/sign/{token}/?x=_{token}_&y=*1*"
    for words in (f"Open {link} now.", f"<{link}>", f"[press]({link})", f"[{link}]({link})", f"Open\n\n{link}\n\nnow"):
        both = made(words)
        assert Bare(both.html).links == [link]
        assert both.text.count(link) == 1
        assert "\\" not in both.text


def test_a_link_whose_words_are_its_address_is_written_once():
    assert made("[https://a.example/](https://a.example/)").text == "https://a.example/"
    assert made("[a@b.example](mailto:a@b.example)").text == "a@b.example"
    assert made("[write to us](mailto:a@b.example)").text == "write to us <a@b.example>"


def test_line_ends_and_paragraphs_stand_as_they_were_written():
    both = made("Dear A,\r\n\r\nfirst line\nsecond line\n\n\nYours")
    assert both.text == "Dear A,\n\nfirst line\nsecond line\n\nYours"
    assert both.html.count("<p>") == 3
    assert both.html.count("<br>") == 1


def test_lists_keep_their_marks_and_their_depth():
    text = made("Before\n\n- one\n- two\n  1. first\n  2. second\n\nAfter\n").text
    assert text == "Before\n\n- one\n- two\n  1. first\n  2. second\n\nAfter"


def test_an_empty_item_leaves_no_mark_to_the_next_paragraph():
    assert made("- one\n-\n\nAfter").text == "- one\n\nAfter"


def test_lines_are_folded_between_words_and_under_the_mark_of_a_list():
    link = "https://a.example/" + "x" * 200
    text = made("word " * 60 + link + "\n\n- " + "item " * 40).text
    assert link in text
    assert all(len(line) <= WIDTH for line in text.splitlines() if link not in line)
    item = text.split("\n\n")[1].splitlines()
    assert item[0].startswith("- item")
    assert all(line.startswith("  item") for line in item[1:])


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "![a](https://elsewhere.example/x.png)",
        '<img src="/x.png" onerror="alert(1)">',
        "[press](javascript:alert(1))",
        '[press](https://a.example/" onclick="alert(1))',
        'https://a.example/"onmouseover=alert(1)//',
        "https://a.example/'><script>alert(1)</script>",
        "[x](//elsewhere.example/)",
    ],
)
def test_nothing_that_runs_or_is_fetched_gets_into_a_mail(source):
    seen = Bare(made(source).html)
    assert seen.tags <= {"p", "br", "a"}
    assert seen.attributes <= {"href"}
    assert all(re.match(r"https?://a\.example/", link) for link in seen.links)


MARKDOWN = st.text(alphabet=st.sampled_from("ab Zé€🎶\n\n-*_#1.[]()<>&`\\/:!'\"h"), max_size=200)


@given(MARKDOWN)
def test_both_parts_say_the_same_words_in_the_same_order(source):
    both = made(source)
    letters = r"[^\W\d_]"  # marks of lists and addresses of links stand in the text alone
    in_html = re.findall(letters, Bare(both.html).words)
    in_text = re.findall(letters, re.sub(r"<https://portal\.example[^<>\s]*>", "", both.text))
    assert "".join(in_html) == "".join(in_text)


@given(st.text(max_size=300))
def test_what_somebody_typed_is_shown_as_typed(words):
    both = made(as_typed(words))
    assert Bare(both.html).tags <= {"p", "br", "a"}
    shown = "".join(Bare(both.html).words.split())
    assert shown == "".join(clean(words).split())


@pytest.mark.parametrize("words", ["# one", "- two", "3. three", "*x* _y_ `z`", "[a](b)", "&amp; <b>", "a\n===", "> q", "\\"])
def test_marks_that_somebody_typed_have_no_effect(words):
    assert made(as_typed(words)).text == words
    assert html.unescape(re.sub("<[^>]+>", "", made(as_typed(words)).html)) == words
