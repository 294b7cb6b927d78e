"""What of the text and the reference the search finds: the edition in force, and the reference as it is now."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.text import Truncator

from compact_portal.lib.markup import plain
from compact_portal.search.actions import index
from compact_portal.search.rules import Entry
from undertakings.models import CodeOfPractice, Contact, Edition, Example, Link, Term


def reindex() -> None:
    """Bring the index to the text and the reference, in the caller's transaction. What stayed the same costs little."""
    index(kind="section", documents=_sections())
    index(kind="clause", documents=_clauses())
    index(kind="term", documents=_terms())
    index(kind="example", documents=_examples())
    index(kind="contact", documents=_contacts())
    index(kind="link", documents=_links())
    index(kind="code", documents=_codes())


def _newest() -> Edition | None:
    """The edition in force: none is published ahead of its day."""
    return Edition.objects.published().newest_first().first()


def _sections() -> Iterator[Entry]:
    edition = _newest()
    for section in edition.sections.all() if edition else ():
        if section.sector:
            url = reverse("undertakings:undertaking_detail", args=[section.anchor])
        else:
            url = f"{reverse('undertakings:compact_detail')}#{section.anchor}"
        yield Entry(key=section.anchor, title=section.title, summary=plain(section.prose), url=url)


def _clauses() -> Iterator[Entry]:
    edition = _newest()
    for clause in edition.clauses.select_related("section") if edition else ():
        if clause.sector:
            url = reverse("undertakings:undertaking_detail", args=[clause.anchor])
        else:
            url = f"{reverse('undertakings:principle_list')}#{clause.anchor}"
        words = plain(clause.words)
        # Not the theme's name: each of its clauses would then be found before what is about the word.
        title = f"{clause.number} {Truncator(words).words(8)}"
        body = f"{clause.section.title}. {clause.bound_by}"
        yield Entry(key=clause.anchor, title=title, summary=words, body=body, url=url)


def _terms() -> Iterator[Entry]:
    for term in Term.objects.all():
        title = f"{term.name} ({term.short_form})" if term.short_form else term.name
        url = reverse("undertakings:term_detail", args=[term.slug])
        also = tuple(term.also_written.splitlines())
        # Who looks for a term wants its meaning first, before the places that use it.
        yield Entry(key=term.slug, title=title, summary=plain(term.meaning), also=also, url=url, weight=1.5)


def _examples() -> Iterator[Entry]:
    page = reverse("undertakings:example_list")
    for example in Example.objects.all():
        url = f"{page}#example-{example.slug}"
        yield Entry(key=example.slug, title=example.title, summary=plain(example.words), url=url)


def _contacts() -> Iterator[Entry]:
    page = reverse("undertakings:contact_list")
    for contact in Contact.objects.all():
        who = ", ".join(part for part in (contact.name, contact.role, contact.telephone) if part)
        yield Entry(key=str(contact.pk), title=contact.organisation, summary=who, body=contact.email, url=page)


def _links() -> Iterator[Entry]:
    page = f"{reverse('undertakings:contact_list')}#further"
    for link in Link.objects.all():
        yield Entry(key=str(link.pk), title=link.title, summary=plain(link.about), body=link.address, url=page)


def _codes() -> Iterator[Entry]:
    page = reverse("undertakings:code_list")
    for code in CodeOfPractice.objects.all():
        yield Entry(key=code.slug, title=code.title, summary=plain(code.about), url=f"{page}#code-{code.slug}")
