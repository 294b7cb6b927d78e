import threading

import pytest
from django.db import connection, transaction

from compact_portal.search import actions
from compact_portal.search.models import Change, Document, Posting, Word
from compact_portal.search.queries import find
from compact_portal.search.rules import Entry

pytestmark = pytest.mark.django_db


def _entry(key, title="aims", **parts):
    return Entry(key=key, title=title, url=f"/{key}/", **parts)


def _keys(text="aims"):
    return [result.key for result in find(text).results]


def test_indexing_makes_the_documents_all_of_their_kind():
    assert actions.index(kind="page", documents=[_entry("a"), _entry("b")]) == 2
    actions.index(kind="term", documents=[_entry("t")])
    assert actions.index(kind="page", documents=iter([_entry("b"), _entry("c", "aims and hopes")])) == 2
    assert sorted(_keys()) == ["b", "c", "t"]
    assert Posting.objects.filter(document__key="c").count() == 2


def test_indexing_nothing_empties_a_kind():
    actions.index(kind="page", documents=[_entry("a")])
    assert actions.index(kind="page", documents=[]) == 0
    assert not Document.objects.exists()
    assert not Posting.objects.exists()


def test_indexing_again_writes_nothing_that_stayed_the_same(django_assert_num_queries):
    documents = [_entry(str(number)) for number in range(30)]
    actions.index(kind="page", documents=documents)
    before = set(Document.objects.values_list("pk", flat=True))
    with django_assert_num_queries(3):  # the two ends of the savepoint, and what is held
        actions.index(kind="page", documents=documents)
    documents[3] = _entry("3", "hopes")
    actions.index(kind="page", documents=documents)
    assert len(before - set(Document.objects.values_list("pk", flat=True))) == 1
    assert _keys("hopes") == ["3"]


def test_more_documents_than_one_step_are_indexed(monkeypatch):
    monkeypatch.setattr(actions, "_STEP", 7)
    documents = [_entry(str(number), f"aims number{number} of{number * 7}") for number in range(50)]
    actions.index(kind="page", documents=documents)
    assert _keys("number49") == ["49"]
    actions.index(kind="page", documents=documents[::2])
    assert _keys("number49") == []
    assert Document.objects.count() == 25


def test_a_key_that_comes_twice_changes_nothing():
    actions.index(kind="page", documents=[_entry("a")])
    with pytest.raises(ValueError, match="'b' comes twice"):
        actions.index(kind="page", documents=[_entry("b"), _entry("b", "other")])
    assert _keys() == ["a"]


@pytest.mark.parametrize(
    ("kind", "entry"),
    [("", _entry("a")), ("k" * 41, _entry("a")), ("page", _entry("")), ("page", _entry("a" * 201)),
     ("page", _entry("a\x00")), ("page", Entry(key="a", title="t", url="")),
     ("page", Entry(key="a", title="t", url="/" * 501))],
)  # fmt: skip
def test_a_key_kind_or_address_that_does_not_fit_is_refused(kind, entry):
    with pytest.raises(ValueError, match="is empty, over"):
        actions.put(kind=kind, document=entry)
    with pytest.raises(ValueError, match="is empty, over"):
        actions.index(kind=kind, documents=[entry])
    assert not Document.objects.exists()


def test_what_no_database_takes_is_cleaned_away():
    nasty = "aims\x00\ud800\u202e " + "x" * 1_000
    actions.put(kind="page", document=_entry("a", nasty, summary=nasty, body=nasty, also=(nasty,)))
    assert _keys() == ["a"]
    assert len(Document.objects.get().title) == 300


def test_one_document_is_put_replaced_and_removed():
    actions.put(kind="page", document=_entry("a"))
    actions.put(kind="page", document=_entry("a", "hopes"))
    assert (_keys("aims"), _keys("hopes")) == ([], ["a"])
    actions.remove(kind="other", key="a")
    assert _keys("hopes") == ["a"]
    actions.remove(kind="page", key="a")
    actions.remove(kind="page", key="a")
    assert not Posting.objects.exists()


def test_a_write_joins_the_transaction_that_it_follows():
    with transaction.atomic():
        actions.put(kind="page", document=_entry("a"))
        transaction.set_rollback(True)
    assert _keys() == []


def test_old_changes_are_forgotten(monkeypatch):
    monkeypatch.setattr(actions, "_CHANGES_KEPT", 3)
    for number in range(10):
        actions.put(kind="page", document=_entry("a", f"word{number}"))
    assert Change.objects.count() <= 4
    assert _keys("word9") == ["a"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_writers_that_add_the_same_words_at_once_do_not_fail():
    words = [f"word{number}" for number in range(60)]
    faults, gate = [], threading.Barrier(6)

    def write(number):
        try:
            for turn in range(5):
                gate.wait()
                title = " ".join(words[turn * 12 : turn * 12 + 12][:: 1 if number % 2 else -1])
                actions.put(kind="page", document=_entry(f"{number}-{turn}", title))
        except Exception as fault:
            faults.append(fault)
            gate.abort()
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert Word.objects.count() == 60
    assert len(_keys("word0 word11")) == 6
