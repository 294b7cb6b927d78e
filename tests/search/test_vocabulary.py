import pytest

from compact_portal.search import actions, vocabulary
from compact_portal.search.models import Change, Word
from compact_portal.search.rules import Entry
from compact_portal.search.vocabulary import Vocabulary

WORDS = Vocabulary().with_words(
    [(1, "consult", "consult"), (2, "consulting", "consult"), (3, "council", "council"), (4, "funds", "fund")], ("a",)
)


def _put(key, title):
    actions.put(kind="page", document=Entry(key=key, title=title, url="/"))


def test_words_are_found_by_their_beginning_the_shortest_first():
    assert WORDS.starting_with("co", 9) == ["consult", "council", "consulting"]
    assert WORDS.starting_with("co", 1) == ["consult"]
    assert WORDS.starting_with("x", 9) == []


@pytest.mark.parametrize("typed", ["consutl", "consul", "consuult", "consuly"])
def test_a_letter_too_many_too_few_another_or_changed_over_is_one_error(typed):
    assert WORDS.near(typed, 1, 9) == [(1, "consult")]


def test_no_errors_forgiven_finds_nothing():
    assert WORDS.near("consul", 0, 9) == []


def test_words_that_are_added_leave_the_older_vocabulary_as_it_was():
    more = WORDS.with_words([(5, "funded", "fund")], ("b",))
    assert more.by_stem["fund"] == ("funds", "funded")
    assert WORDS.by_stem["fund"] == ("funds",)
    assert "funded" not in WORDS.ids


@pytest.mark.django_db
def test_words_are_read_again_only_when_some_were_added(django_assert_num_queries):
    _put("a", "aims")
    with django_assert_num_queries(2):
        assert "aims" in vocabulary.current().ids
    _put("b", "aims")
    with django_assert_num_queries(1):
        vocabulary.current()
    _put("b", "hopes")
    with django_assert_num_queries(2):
        assert {"aims", "hopes"} <= set(vocabulary.current().ids)


@pytest.mark.django_db
def test_only_what_is_lacking_is_read_unless_many_words_were_added(monkeypatch):
    _put("a", "aims")
    vocabulary.current()
    monkeypatch.setattr(vocabulary, "_OVERLAP", 0)
    Word.objects.filter(text="aims").update(text="gone")
    _put("b", "hopes")
    assert {"aims", "hopes"} <= set(vocabulary.current().ids)
    monkeypatch.setattr(actions, "_MANY_WORDS", 0)
    _put("c", "dreams")
    assert {"gone", "hopes", "dreams"} == set(vocabulary.current().ids)


@pytest.mark.django_db
def test_a_process_that_is_far_behind_reads_everything():
    _put("a", "aims")
    vocabulary.current()
    Change.objects.bulk_create(Change() for _ in range(100))
    Word.objects.filter(text="aims").update(text="gone")
    assert set(vocabulary.current().ids) == {"gone"}


@pytest.mark.django_db
def test_an_index_that_was_emptied_leaves_no_words_behind():
    _put("a", "aims")
    vocabulary.current()
    actions.remove(kind="page", key="a")
    Word.objects.all().delete()
    Change.objects.all().delete()
    assert vocabulary.current().ids == {}
