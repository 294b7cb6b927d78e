"""What a mail looks like when it is opened."""

import re
from datetime import UTC, datetime

import pytest

from compact_portal.lib.mail_markup import as_typed
from compact_portal.mail import sender
from compact_portal.mail.letters import Letter, letter
from compact_portal.mail.models import Message

AT = datetime(2024, 11, 25, 9, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _named(monkeypatch, settings):
    settings.PORTAL_ADDRESS = "https://portal.example"
    monkeypatch.setattr(sender, "_source", lambda: "The Vale & Harrow Compact")


def written(body: str, **more: str) -> Letter:
    return letter(Message(to="treasurer@choir.example", subject="A <subject>", body=body, queued_at=AT, **more))


def test_both_parts_say_who_writes_where_it_is_and_why_it_comes():
    made = written("Hello.", why="your choir signed the compact")
    assert made.text == (
        "Hello.\n\n-- \nThe Vale & Harrow Compact\nhttps://portal.example/\n\n"
        "You get this mail because your choir signed the compact.\n"
    )
    assert '<a href="https://portal.example/">' in made.html
    assert "The Vale &amp; Harrow Compact" in made.html
    assert "You get this mail because your choir signed the compact." in made.html


def test_a_mail_without_a_reason_of_its_own_names_the_address_that_was_used():
    assert "because somebody used your address, treasurer@choir.example, on the site of" in written("Hello.").text


def test_the_html_has_a_language_and_a_title():
    made = written("Hello.")
    assert made.html.startswith("{#") is False
    assert '<html lang="en-GB">' in made.html
    assert "<title>A &lt;subject&gt;</title>" in made.html


def test_opening_a_mail_fetches_nothing():
    made = written("![p](https://elsewhere.example/p.png) [words](/compact/)")
    assert not re.search(r"<(img|link|script|iframe|style)\b|\bsrc\s*=|url\(|@import", made.html, re.IGNORECASE)


def test_the_words_of_a_mail_are_the_same_in_the_frame_and_in_the_outbox():
    made = written("See [the compact](/compact/).")
    assert str(made.words) in made.html
    assert 'href="https://portal.example/compact/"' in made.words


def test_a_name_that_looks_like_a_link_stays_a_name():
    made = written(f"Dear {as_typed('[Press here](https://elsewhere.example)')},")
    assert ">Press here<" not in made.html
    assert "Dear [Press here](https://elsewhere.example)," in made.text


def test_characters_of_html_in_the_text_part_are_not_escaped():
    assert "Tea & cake <b>" in written("Tea & cake <b>").text
