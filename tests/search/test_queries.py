import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase

from compact_portal.search import actions, queries
from compact_portal.search.queries import Found, find, find_keys
from compact_portal.search.rules import Entry

pytestmark = pytest.mark.django_db

PAGES = (
    Entry("intro", "Introduction", "/compact/#introduction", body="The compact is between councils and voluntary groups."),
    Entry("consult", "Consultations", "/consultations/", summary="Eight weeks to answer a consultation."),
    Entry("cafe", "Café Société", "/signatories/cafe/", summary="A community café in Hemel Hempstead."),
    Entry("lsp", "Local Strategic Partnership", "/jargon-buster/lsp/", also=("LSP",), summary="Brings partners together."),
    Entry("it", "Information technology", "/jargon-buster/it/", also=("IT",), summary="It is about computers."),
    Entry("fund", "Funding", "/funding/", summary="Agreements, with three months’ notice of a reduction."),
    Entry("funding-code", "Code on funding and procurement", "/compact/codes/", body="Planned, after the compact."),
    Entry("wellbeing", "Well-being", "/x/", body="Clubs that meet for health."),
)


@pytest.fixture
def pages():
    actions.index(kind="page", documents=PAGES)


def _keys(text, **options):
    return [result.key for result in find(text, **options).results]


@pytest.mark.usefixtures("pages")
@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("introduction", "intro"), ("CAFE", "cafe"), ("café", "cafe"), ("cafe\u0301 societe", "cafe"),
        ("consulting", "consult"), ("consulted", "consult"), ("consul", "consult"), ("LSP", "lsp"), ("lsps", "lsp"),
        ("LSP’s", "lsp"), ("the LSP", "lsp"), ("local-strategic", "lsp"), ("it", "it"), ("IT", "it"),
        ("wellbeing", "wellbeing"), ("well being", "wellbeing"), ("months notice", "fund"), ("hemel hemp", "cafe"),
    ],
)  # fmt: skip
def test_a_page_is_found_by_what_a_reader_types(text, first):
    assert _keys(text)[0] == first


@pytest.mark.usefixtures("pages")
@pytest.mark.parametrize(
    ("text", "first", "corrected"),
    [
        ("consultatoin", "consult", "consultation"),
        ("Introducton", "intro", "introduction"),
        ("hemmel hempsted", "cafe", "hemel hempstead"),
        ("  our   FUNDNIG code ", "funding-code", "our FUNDING code"),
        ("“partnrship”", "lsp", "“partnership”"),
    ],
)
def test_typing_errors_are_forgiven_and_told(text, first, corrected):
    found = find(text)
    assert (found.results[0].key, found.corrected) == (first, corrected)


@pytest.mark.usefixtures("pages")
def test_a_word_that_some_page_has_is_not_corrected():
    assert find("months").corrected is None
    assert find("mon").corrected is None


@pytest.mark.usefixtures("pages")
def test_a_word_whose_last_page_has_gone_is_corrected_again():
    actions.put(kind="page", document=Entry("typo", "Consultatoin", "/typo/"))
    assert _keys("consultatoin") == ["typo"]
    actions.remove(kind="page", key="typo")
    assert find("consultatoin").corrected == "consultation"


@pytest.mark.usefixtures("pages")
def test_all_words_are_wanted_first_then_any():
    every, some = find("funding compact"), find("funding cafe")
    assert (_keys("funding compact"), every.every_word) == (["funding-code"], True)
    assert (set(_keys("funding cafe")), some.every_word) == ({"fund", "funding-code", "cafe"}, False)
    assert find("funding zzqqzzqq").every_word is False


@pytest.mark.usefixtures("pages")
def test_a_title_counts_more_than_a_mention_and_a_whole_title_most():
    assert _keys("funding")[0] == "fund"
    actions.put(kind="page", document=Entry("long", "Funding, funding and more funding", "/long/", summary="funding"))
    assert _keys("funding")[0] == "fund"


def test_a_rarer_word_counts_more_where_none_has_all():
    common = [Entry(f"c{number}", f"Partner number{number}", f"/{number}/") for number in range(40)]
    actions.index(kind="page", documents=[*common, Entry("rare", "Otters", "/otters/")])
    found = find("partner otters")
    assert found.results[0].key == "rare"
    assert not found.every_word


def test_a_document_that_has_more_of_the_words_comes_first():
    actions.index(
        kind="page",
        documents=[Entry("one", "Alpha", "/1/"), Entry("two", "Alpha beta", "/2/"), Entry("no", "Gamma", "/3/")],
    )
    assert _keys("alpha beta gamma")[0] == "two"


def test_weight_lifts_among_equals():
    actions.index(kind="page", documents=[Entry("a", "Otters", "/a/"), Entry("b", "Otters", "/b/", weight=2)])
    assert _keys("otters") == ["b", "a"]


@pytest.mark.usefixtures("pages")
def test_kinds_leave_the_others_out():
    actions.put(kind="partner", document=Entry("p", "Funding for all", "/p/"))
    assert _keys("funding", kinds=["partner"]) == ["p"]
    assert "p" not in _keys("funding", kinds=["page"])
    assert set(_keys("funding", kinds=["page", "partner"])) == set(_keys("funding"))
    assert _keys("funding", kinds=["nobody"]) == _keys("funding", kinds=[]) == _keys("funding", kinds=["a'\x00\ud800"]) == []


@pytest.mark.usefixtures("pages")
def test_results_say_where_they_lead_and_mark_the_words():
    result = find("consultation").results[0]
    assert (result.kind, result.url, result.title) == ("page", "/consultations/", "Consultations")
    assert result.title_parts == (("Consultations", True),)
    assert result.snippet == (("Eight weeks to answer a ", False), ("consultation", True), (".", False))


@pytest.mark.usefixtures("pages")
def test_a_corrected_word_is_marked():
    assert [part.text for part in find("hempsted").results[0].snippet if part.marked] == ["Hempstead"]


def test_pages_follow_each_other_without_gap_or_double():
    actions.index(kind="page", documents=[Entry(f"k{n}", "Otters" + " swim" * (n % 5), "/") for n in range(45)])
    every, after, pages = [], None, 0
    while True:
        found = find("otters", limit=10, after=after)
        every += [result.key for result in found.results]
        pages += 1
        assert found.more == bool(found.after)
        if not found.more:
            break
        after = found.after
    assert pages == 5
    assert len(every) == len(set(every)) == 45
    assert every == _keys("otters", limit=45)


def test_the_last_page_ends_at_the_most_results():
    actions.index(kind="page", documents=[Entry(f"k{n}", "Otters", "/") for n in range(queries.MOST_RESULTS + 20)])
    found = find("otters", limit=1_000)
    assert (len(found.results), found.more) == (queries.MOST_RESULTS, False)


@pytest.mark.usefixtures("pages")
@pytest.mark.parametrize("after", ["", "x", "1", "-1--2", "9" * 40 + "-1", "1-1; DROP TABLE", "\x00", "٣-٤"])
def test_a_mark_of_a_page_that_makes_no_sense_does_not_fail(after):
    assert isinstance(find("funding", after=after), Found)


NASTY = [
    "", " ", "\t\n", "'", '"', "%", "_", "\\", "'\"%_\\", "%%%s%(x)s", "🎉", "🎉 funding", "\x00", "fund\x00ing",
    "\ud800", "\u202efunding", "a" * 10_000, "funding " * 1_250, "' OR 1=1 --", "; DROP TABLE search_word", "NULL", "-",
    "*", "()", "½", "ﬁ", "ন্যায়", "日本語", "é" * 5_000, " ".join(f"w{n}" for n in range(2_000)), "funding:compact",
    "{{ 7*7 }}", "-- x",
]  # fmt: skip


@pytest.mark.usefixtures("pages")
@pytest.mark.parametrize("text", NASTY)
def test_any_query_is_answered(text):
    found = find(text)
    assert len(found.results) <= 20
    if "fund" in text and "compact" not in text:
        assert {result.key for result in found.results} == {"fund", "funding-code"}


class TestAnyQuery(HypothesisTestCase):
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.text(st.characters(exclude_categories=())), st.text(max_size=20))
    def test_is_answered(self, text, after):
        actions.put(kind="page", document=Entry("any", text, "/any/", body=text))
        for result in find(text, after=after).results:
            assert "".join(part.text for part in result.title_parts) == result.title


@pytest.mark.usefixtures("pages")
@pytest.mark.parametrize("text", [*NASTY, "code on", "Funding", "fundnig", "compact zzqqzzqq", "e"])
def test_a_list_gets_the_keys_of_what_is_found_and_no_text(text):
    actions.index(kind="other", documents=[Entry("away", "Funding", "/away/", body="funding compact")])
    for limit in (1, 3, 20):
        found = find(text, kinds=["page"], limit=limit)
        with CaptureQueriesContext(connection) as context:
            ranked = find_keys(text, kinds=["page"], limit=limit)
        assert ranked.keys == tuple(result.key for result in found.results)
        assert (ranked.corrected, ranked.every_word, ranked.more) == (found.corrected, found.every_word, found.more)
        assert not any('"body"' in query["sql"] for query in context)


SEARCHES = ["funding", "fun", "funding compact", "compact zzqqzzqq", "fundnig compakt", " ".join(NASTY)]


def _statements(text):
    find(text)  # the words in memory
    with CaptureQueriesContext(connection) as context:
        found = find(text)
    return len(context), found


@pytest.mark.parametrize("text", SEARCHES)
def test_a_search_costs_the_same_statements_at_one_and_at_many_documents(text):
    word = Entry("x", "Funding of the compact", "/x/", body="compact funding")
    actions.index(kind="page", documents=[word])
    once, few = _statements(text)
    many = [Entry(f"x{n}", word.title, f"/{n}/", body=word.body) for n in range(60)]
    actions.index(kind="page", documents=many)
    again, found = _statements(text)
    assert once == again <= 8
    assert len(few.results) == 1
    assert len(found.results) == 20


# A table that is read from end to end, as SQLite and as PostgreSQL say it.
WHOLE = re.compile(r"SCAN (?:posting|other|search_posting|word)\b(?! USING)|Seq Scan on search_(?:posting|word)")


def _plans(text):
    """Return what the database says it does for the statements of ours in a search for `text`."""
    find(text)
    with CaptureQueriesContext(connection) as context:
        find(text)
    explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    plans = []
    with connection.cursor() as cursor:
        for query in context.captured_queries:
            if "search_posting" in query["sql"]:
                cursor.execute(explain + query["sql"])
                plans.append("\n".join(str(row[-1]) for row in cursor.fetchall()))
    return plans


def test_postings_are_read_by_index_and_never_whole():
    documents = [Entry(f"k{n}", f"Otters swim number{n}", "/", body=f"other{n} more{n}") for n in range(2_000)]
    actions.index(kind="page", documents=documents)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            # So few rows are quickest read whole, which it then still does where no index serves.
            cursor.execute("SET LOCAL enable_seqscan = off")
    plans = [plan for text in ("otters", "otters swim", "ott") for plan in _plans(text)]
    assert len(plans) >= 9
    for plan in plans:
        assert not WHOLE.search(plan), plan
        assert "search_best_of_a_word" in plan or "search_posting_pk" in plan or "autoindex_search_posting" in plan, plan


def test_a_plan_that_reads_everything_would_be_noticed():
    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # An index holds every column of this table, so an emptier or fuller one may be read in place of the table.
            cursor.execute("SET LOCAL enable_indexonlyscan = off; SET LOCAL enable_indexscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"{explain} SELECT * FROM search_posting posting WHERE impact = 3")
        assert WHOLE.search(str(cursor.fetchall()[0][-1]))


def test_ranked_in_memory_and_by_the_database_the_order_is_the_same(monkeypatch):
    """Where words have few postings they are looked at here; where they have many, the database looks at their best."""
    words = ("otter", "otters", "swim", "river", "bank", "night", "fishing", "council")
    documents = [
        Entry(
            f"k{number}",
            " ".join(words[(number * step) % len(words)] for step in (1, 3)),
            "/",
            body=" ".join(words[(number // step) % len(words)] for step in (1, 2, 3, 5)) * (1 + number % 4),
        )
        for number in range(260)
    ]
    actions.index(kind="page", documents=documents[:200])
    actions.index(kind="note", documents=documents[200:])
    asked = ("otter", "swimming river", "ott", "council fishing nigt", "bank river night otter", "river zzzz", "fish bank counc")

    def found() -> list[list[str]]:
        return [
            [result.key for result in find(text, kinds=kinds, limit=200).results] for text in asked for kinds in (None, ["note"])
        ]

    # More documents than a word's front: it is cut at the same place.
    monkeypatch.setattr(queries, "MOST_RESULTS", 50)
    monkeypatch.setattr(queries, "_MOST_HELD", 100_000)
    here = found()
    monkeypatch.setattr(queries, "_MOST_HELD", -1)
    assert found() == here
    assert sum(map(len, here)) > 300


def test_of_a_word_that_very_many_documents_have_not_all_postings_are_read(monkeypatch):
    """A count stops at a number: one that has reached it may stand for any more."""
    actions.index(kind="page", documents=[Entry(f"x{n}", "Funding", f"/{n}/", body="compact") for n in range(6)])
    monkeypatch.setattr(queries, "_COUNTED", 5)
    monkeypatch.setattr(queries, "_MOST_HELD", 5)
    with CaptureQueriesContext(connection) as context:
        assert len(find("funding").results) == 6
    assert [
        one["sql"] for one in context if "ORDER BY" in one["sql"] and "impact" in one["sql"] and "LIMIT" not in one["sql"]
    ] == []
