"""The jargon buster as prose is explained by it: in the text when that is saved, in records when their page is made.

What follows from a term is set anew with the term (actions/publishing.py) where it is part of the text or of its reference.
Records of the apps above are too many for that. Their prose is explained when a page is made, and kept in the memory of the
process under the number that counts changes of the jargon buster: so it is done once, until a term or the prose is another.
"""

import threading

from cachetools import LRUCache, cached
from cachetools.keys import hashkey

from compact_portal.lib.glossary import Glossary
from compact_portal.lib.glossary import Term as GlossaryTerm
from compact_portal.lib.typesetting import set_alone
from undertakings.models import Term

MOST_CHARACTERS = 8 * 1024 * 1024


def glossary() -> Glossary:
    """All terms as they are now."""
    return Glossary(
        [
            GlossaryTerm(slug=term.slug, name=term.name, forms=tuple(term.spellings), meaning=term.meaning)
            for term in Term.objects.all()
        ]
    )


# Pages ask for the newest alone. While a change comes in, one that began before it may ask for the one before.
@cached(LRUCache(maxsize=2), lock=threading.Lock())
def _glossary_at(words: int) -> Glossary:
    return glossary()


@cached(
    LRUCache(maxsize=MOST_CHARACTERS, getsizeof=lambda done: 2 * len(done) + 400),
    key=lambda html, *, scope, title, words: hashkey(html, scope, title, words),
    lock=threading.Lock(),
)
def explained(html: str, *, scope: str, title: str, words: int) -> str:
    """HTML of a section with its first uses of terms as links, and the notes that they lead to after it.

    `scope` tells the section from the others of its page, `title` names it, `words` is the number of the jargon buster
    (`pages.queries.versions`). Of prose that the page may not show nothing is seen here: what is kept is what was shown.
    """
    linked, notes = set_alone(html, scope=scope, title=title, glossary=_glossary_at(words))
    return linked + notes


def forget() -> None:
    """For tests: what is kept in memory belongs to rows that are gone."""
    _glossary_at.cache_clear()
    explained.cache_clear()
