"""Kinds of failure that were found in other participation software in 2026, each looked for here by name.

Authorisation, replay, links that work twice, SQL in a sort parameter, scripts in what people type, requests to
addresses that people give, redirects to elsewhere.
"""

import ast
import re
import uuid
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from compact_portal.audit.context import change
from compact_portal.mail.models import Message
from compact_portal.site.models import ProblemReport
from tests.access_rows import make_rows
from tests.access_table import ROUTES
from tests.house.personas import Personas
from tests.house.source import python, short, tree
from undertakings.models import CodeOfPractice, Contact, Edition, Example, Link, Term

AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
SCRIPT = "<script>alert('x')</script><img src=x onerror=alert(1)>\"'><svg onload=alert(2)>"


# Authorisation


@pytest.mark.parametrize("persona", ["officer_x1", "signatory_a", "contributor_a", "partless"])
def test_authorisation_a_form_that_a_page_hides_is_refused_when_sent_all_the_same(persona, personas: Personas, loaded):
    term = Term.objects.order_by("pk")[0]
    client = personas.client(persona)
    sent = {"version": term.version, "name": "Taken over", "meaning": "Taken over"}
    assert client.post(reverse("undertakings:reference_update", args=["terms", term.pk]), sent).status_code == 403
    assert client.post(reverse("undertakings:reference_delete", args=["terms", term.pk]), sent).status_code == 403
    assert client.post(reverse("undertakings:draft_create"), {"text": "# Taken over"}).status_code == 403
    assert Term.objects.get(pk=term.pk).name == term.name
    assert not Edition.objects.drafts().exists()


def test_authorisation_a_published_edition_is_no_draft_for_anybody(personas: Personas, loaded):
    edition = Edition.objects.published().get()
    client = personas.client("coordinator")
    for name in ("draft_publish", "draft_delete", "draft_preview"):
        assert client.get(reverse(f"undertakings:{name}", args=[edition.pk])).status_code in (302, 404), name
    client.post(reverse("undertakings:draft_update", args=[edition.pk]), {"text": "# Other", "version": edition.version})
    client.post(reverse("undertakings:draft_delete", args=[edition.pk]), {"version": edition.version})
    assert Edition.objects.get(pk=edition.pk).text == edition.text


# Replay


def test_replay_one_form_sent_many_times_is_one_report_and_one_mail(loaded):
    client = Client()
    sent = {"words": "It is too small.", "token": str(uuid.uuid4()), "page": "/", "email": "reader@test.invalid"}
    places = {client.post(reverse("site:problem_create"), sent)["Location"] for _ in range(20)}
    assert len(places) == 1
    assert ProblemReport.objects.count() == 1
    assert Message.objects.count() == 1


def code_from_mail() -> str:
    words = Message.objects.order_by("-pk")[0].body
    found = re.search(r"\b(?=\w*[A-Z0-9])[A-Z0-9]{3,4}-?[A-Z0-9]{3,4}\b", words)
    assert found, words
    return found.group()


def test_replay_a_sign_in_code_works_once(personas: Personas):
    first, second = Client(), Client()
    address = personas.people["coordinator"].email
    first.post(reverse("account_login"), {"email": address})
    code = code_from_mail()
    confirm = reverse("account_confirm_login_code")
    first.post(confirm, {"code": code})
    assert first.get(reverse("site:workspace")).status_code == 200
    first.post(reverse("account_logout"))
    for client in (first, second):
        client.post(confirm, {"code": code})
        assert client.get(reverse("site:workspace")).status_code == 302


# Links that work twice, or in other hands


def test_links_a_code_works_only_in_the_browser_that_asked_for_it(personas: Personas):
    asked, other = Client(), Client()
    asked.post(reverse("account_login"), {"email": personas.people["coordinator"].email})
    other.post(reverse("account_confirm_login_code"), {"code": code_from_mail()})
    assert other.get(reverse("site:workspace")).status_code == 302


def test_links_reading_a_page_changes_nothing(personas: Personas, loaded):
    """A mail program or a browser that follows each link ahead of its reader writes no row."""
    rows = make_rows(personas)
    client = personas.client("coordinator")
    wrote = []
    for name, route in ROUTES.items():
        if name.startswith(("account_", "mfa_")):
            continue
        address = route.address(name, rows)  # may make the row that it leads to
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        ours = re.compile(r'^(INSERT INTO|UPDATE|DELETE FROM) "(undertakings|signatories|site|mail|search|pages|audit)_')
        wrote += [f"{name}: {query['sql'][:80]}" for query in seen.captured_queries if ours.match(query["sql"])]
    assert not wrote, "\n".join(wrote)


# SQL in a parameter that orders or pages


@pytest.mark.parametrize("parameter", ["sort", "order", "order_by", "o", "after", "before", "by", "kind"])
@pytest.mark.parametrize("payload", ["(SELECT 1)", "id; DROP TABLE mail_message", "name DESC--", "1) OR (1=1", "canary__name"])
def test_sql_no_parameter_reaches_a_statement_as_words_of_sql(parameter, payload, personas: Personas, loaded):
    client = personas.client("coordinator")
    paths = ("/search/?q=funding&", "/examples/?", "/jargon-buster/?", "/workspace/problems/?", "/workspace/reference/terms/?")
    for path in paths:
        with CaptureQueriesContext(connection) as seen:
            answer = client.get(f"{path}{parameter}={payload}")
        assert answer.status_code in (200, 400, 404), path
        for query in seen.captured_queries:
            bare = re.sub(r"'(?:[^']|'')*'", "''", query["sql"])  # what stands in quotation marks is a value
            assert payload not in bare, (path, query["sql"])


# Scripts in what people type


TYPED = {
    Term: ("name", "short_form", "meaning"),
    Example: ("title", "words"),
    Contact: ("organisation", "role", "name", "telephone"),
    Link: ("title", "about"),
    CodeOfPractice: ("title", "about"),
}


def test_xss_what_anybody_typed_is_shown_as_text_on_every_page(personas: Personas, loaded, settings):
    with change(by=None, why=SCRIPT):
        for model, columns in TYPED.items():
            row = model.objects.order_by("pk")[0]
            for column in columns:
                setattr(row, column, SCRIPT[: min(100, model._meta.get_field(column).max_length or 100)])
            row.save()
    rows = make_rows(
        personas,
        draft={"label": SCRIPT[:100], "text": f"# {SCRIPT}\n\n## A {{#a}}\n\n{SCRIPT}\n"},
        report={"words": SCRIPT, "page": f"/{SCRIPT}"[:500]},
        message={"subject": SCRIPT[:100], "body": SCRIPT},
    )
    personas.partners["a"].name = SCRIPT[:100]
    personas.partners["a"].save()
    person = personas.people["coordinator"]
    person.name = SCRIPT[:100]
    person.save()
    client = personas.client("coordinator")
    live, shown = [], 0
    for name, route in ROUTES.items():
        if name == "account_logout":
            continue
        answer = client.get(route.address(name, rows))
        if not answer.get("Content-Type", "").startswith("text/html"):
            continue
        text = answer.content.decode()
        live += [f"{name}: {bad}" for bad in ("<script>alert", 'onerror=alert(1)>"', "<svg onload", "<b>1</b>") if bad in text]
        live += [f"{name}: a link runs a script" for _ in re.findall(r'href="\s*javascript:', text, re.IGNORECASE)]
        shown += "&lt;script&gt;alert" in text
    assert not live, "\n".join(live)
    assert shown > 8, "too few pages show what was typed for this to say much"


@pytest.mark.parametrize(
    "path", ["/search/?q={}", "/report-a-problem/?page={}", "/account/sign-in/?next={}", "/jargon-buster/?q={}"]
)
def test_xss_what_stands_in_an_address_is_shown_as_text(path, loaded):
    text = Client().get(path.format("%22%3E%3Cscript%3Ealert(1)%3C/script%3E")).content.decode()
    assert "<script>alert" not in text


def test_xss_an_error_page_repeats_no_address_as_html(loaded):
    text = Client().get("/%3Cscript%3Ealert(1)%3C/script%3E/").content.decode()
    assert "<script>alert" not in text


# Requests to addresses that people give

FETCHERS = {
    "requests",
    "httpx",
    "aiohttp",
    "urllib3",
    "urllib.request",
    "http.client",
    "ftplib",
    "socket",
    "smtplib",
    "poplib",
    "imaplib",
}
# Who may open a connection, and to what.
MAY_CONNECT = {
    "compact_portal/mail/rules.py": "the names of what a mail server refuses",
    "compact_portal/mail/sender.py": "to the mail server of the settings",
    "compact_portal/mail/management/commands/read_bounces.py": "to the mailbox of the settings",
    "compact_portal/lib/bounces.py": "to the mailbox of the settings",
}


def test_ssrf_no_code_of_ours_can_fetch_an_address_that_somebody_gave():
    found = set()
    for path in python():
        for node in ast.walk(tree(path)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(name in FETCHERS for name in names):
                found.add(short(path))
    assert sorted(found - MAY_CONNECT.keys()) == []


# Redirects to elsewhere


@pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_redirect_signing_in_leads_to_no_other_site(place, personas: Personas):
    client = Client()
    client.post(f"{reverse('account_login')}?next={place}", {"email": personas.people["coordinator"].email, "next": place})
    answer = client.post(reverse("account_confirm_login_code"), {"code": code_from_mail(), "next": place})
    assert answer.status_code == 302
    assert "evil" not in answer["Location"]
    assert "javascript" not in answer["Location"]


@pytest.mark.parametrize("path", ["//evil.example/", "/%2F%2Fevil.example/", "//evil.example/compact"])
def test_redirect_a_missing_slash_leads_to_no_other_site(path, loaded):
    answer = Client().get(path)
    assert "evil.example" not in answer.get("Location", "") or answer["Location"].startswith("/%2F")
