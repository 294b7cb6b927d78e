"""Whatever somebody sends to a public page, they get a page: never a 5xx. On PostgreSQL too, which takes less than SQLite."""

from urllib.parse import quote, quote_from_bytes
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compact_portal.site.models import ProblemReport

SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

# Every parameter that some page reads, and some that none does.
PARAMETERS = ("q", "kind", "after", "before", "page", "letter", "year", "from", "sector", "next", "sort", "n")
READING = (
    "/", "/search/", "/compact/", "/compact/principles/", "/compact/undertakings/", "/compact/editions/",
    "/compact/codes/", "/jargon-buster/", "/examples/", "/contacts/", "/accessibility/", "/report-a-problem/",
    "/open-data/compact.json", "/open-data/jargon.csv", "/account/sign-in/",
)  # fmt: skip
UNDER = ("/compact/undertakings/{}/", "/compact/editions/{}/", "/jargon-buster/{}/", "/{}/", "/workspace/problems/{}/")

NASTY = [
    b"\x00", b"a\x00b", b"\xed\xa0\x80", b"\xff\xfe", "\u202etxt.exe".encode(), "\ufeff".encode(), "👩‍👩‍👧‍👦".encode(),
    "é\u0301".encode(),
    b"'\"%_\\", b"' OR 1=1 --", b"1; DROP TABLE undertakings_clause", b"<script>alert(1)</script>", b"{{ 7*7 }}", b"%s%n",
    b"../../etc/passwd", b"=HYPERLINK(1)", b"\r\nSet-Cookie: a=b", b"   ", b"-1", b"0", b"9" * 40, b"1e999", b"NaN", b"None",
    b"0000-00-00", b"[]", b"a" * 10_000, "ß".encode() * 5_000, b"(" * 2_000, b"\\" * 999, b"https://192.0.2.1/", b"//evil.example",
]  # fmt: skip
raw = st.sampled_from(NASTY) | st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace"))


def answers(client: Client, path: str, **data: object) -> None:
    """Ask, and see that the answer is a page: an exception in a view fails by itself."""
    response = client.post(path, **data) if data else client.get(path)
    assert response.status_code < 500, (path[:200], response.status_code)


@pytest.mark.parametrize("path", READING)
def test_no_query_breaks_a_public_page(path, loaded):
    @SLOW
    @given(st.lists(st.tuples(st.sampled_from(PARAMETERS), raw), min_size=1, max_size=4))
    def asks(pairs):
        answers(client, f"{path}?" + "&".join(f"{name}={quote_from_bytes(value)}" for name, value in pairs))

    client = Client()
    asks()


@pytest.mark.parametrize("parameter", ["q", "kind", "after"])
def test_no_nasty_value_breaks_the_search(parameter, loaded):
    for value in NASTY:
        answers(Client(), f"/search/?q=funding&{parameter}={quote_from_bytes(value)}")


@pytest.mark.parametrize("query", ["&".join(["q=a"] * 900), "q=" + "a" * 1_000_000, "=&=&=", "q", "%", "%zz=%zz", "q[]=1&q[a]=2"])
def test_no_shape_of_a_query_breaks_the_search(query, loaded):
    answers(Client(), f"/search/?{query}")


@pytest.mark.parametrize("under", UNDER)
def test_no_name_in_an_address_breaks_a_page(under, loaded):
    @SLOW
    @given(raw)
    def asks(value):
        answers(client, under.format(quote_from_bytes(value, safe="")[:3000]))

    client = Client()
    asks()


fields = st.fixed_dictionaries(
    {"page": raw, "words": raw, "email": raw, "token": raw | st.builds(lambda: str(uuid4()).encode())},
    optional={"website": raw, "version": raw, "next": raw},
)


@pytest.mark.parametrize("address", ["site:problem_create", "account_login"])
def test_no_form_breaks_a_page(address, loaded):
    @SLOW
    @given(fields)
    def sends(values):
        body = "&".join(f"{name}={quote_from_bytes(value)}" for name, value in values.items())
        answers(client, path, data=body, content_type="application/x-www-form-urlencoded")

    client, path = Client(), reverse(address)
    sends()


@pytest.mark.parametrize("length", [10_000, 1_000_000])
def test_a_very_long_report_is_answered(length, loaded):
    body = f"words={'a' * length}&token={uuid4()}&page=/&email="
    answers(Client(), reverse("site:problem_create"), data=body, content_type="application/x-www-form-urlencoded")


BODIES = (b"", b"\x00\xff", b'--x\r\nContent-Disposition: form-data; name="words"\r\n\r\n\xff\r\n--x--')


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/json", "text/plain", "", "multipart/form-data"])
def test_no_kind_of_body_breaks_a_form(kind, loaded):
    for body in BODIES:
        answers(Client(), reverse("site:problem_create"), data=body, content_type=kind)


@pytest.mark.parametrize(
    "words", ["Café “naïve” 🌱 漢字", "tabs\tand\r\nlines", "‮bidi", "'\"%_\\ <b>bold</b> {{ x }}", "é" * 1_000]
)
def test_what_is_stored_comes_back_identical(words, loaded):
    """Line ends are those of forms; what a person cannot type (NUL, bidi controls) may be taken out, and nothing else."""
    token = str(uuid4())
    Client().post(reverse("site:problem_create"), {"words": words, "token": token, "page": "/", "email": ""})
    kept = ProblemReport.objects.get(token=token).words
    assert kept.replace("\r\n", "\n") == words.replace("\r\n", "\n").replace("\u202e", "").strip()


HEADERS = ("HTTP_ACCEPT_LANGUAGE", "HTTP_IF_NONE_MATCH", "HTTP_ACCEPT_ENCODING", "HTTP_COOKIE", "HTTP_REFERER", "HTTP_RANGE")


@pytest.mark.parametrize("header", HEADERS)
def test_no_header_breaks_a_page(header, loaded):
    @SLOW
    @given(st.text(st.characters(max_codepoint=255), max_size=80) | st.sampled_from(['"', "W/", '*, "a"', "gzip;q=x", "a" * 9000]))
    def asks(value):
        response = client.get("/compact/", **{header: value})
        assert response.status_code in (200, 304)

    client = Client()
    asks()


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:8000@evil.example", "", "a" * 300, "127.0.0.1\x00"])
def test_a_host_that_is_not_ours_gets_400_and_no_page(host, loaded):
    answer = Client().get("/", HTTP_HOST=host)
    assert answer.status_code == 400
    assert "evil" not in answer.content.decode()


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options", "trace"])
def test_other_methods_are_refused(method, loaded):
    for path in READING:
        assert getattr(Client(), method)(path).status_code in (200, 302, 403, 405), path


def test_quoting_makes_the_bytes_that_are_meant():
    assert quote_from_bytes(b"\xed\xa0\x80") == "%ED%A0%80"
    assert quote("\x00") == "%00"
