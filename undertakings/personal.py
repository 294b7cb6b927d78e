"""What the text and its reference hold about people: the contacts, and who changed what."""

from compact_portal.audit.register import Personal, held, not_personal, personal

_PUBLISHED = "Until the coordinator takes the contact out; its history keeps what it was"

personal(
    "undertakings.Contact",
    {
        "name": Personal("Name", "Readers can ask whoever answers for an organisation", _PUBLISHED),
        "telephone": Personal("Telephone number", "Readers can ring whoever answers for an organisation", _PUBLISHED),
        "email": Personal("E-mail address", "Readers can write to whoever answers for an organisation", _PUBLISHED),
    },
)
not_personal("undertakings.Contact", "organisation", "role")
not_personal("undertakings.Edition", "slug", "compact", "place", "label", "standing", "text", "digest", "note")
not_personal(
    "undertakings.Section",
    "anchor", "title", "kind", "sector", "number", "bound_by", "prose", "html", "notes_html",
)  # fmt: skip
not_personal(
    "undertakings.Clause",
    "kind", "sector", "number", "anchor", "words", "bound_by", "html", "alone_html", "alone_notes_html",
)  # fmt: skip
not_personal(
    "undertakings.Term",
    "slug",
    "name",
    "short_form",
    "also_written",
    "meaning",
    "meaning_html",
    "entry_html",
    "added_by",
    "sort_key",
)
not_personal("undertakings.Example", "slug", "title", "words", "html", "clauses")
not_personal("undertakings.Link", "title", "address", "about")
not_personal("undertakings.CodeOfPractice", "slug", "title", "standing", "about", "html", "address")
not_personal("undertakings.Threshold", "rule", "value", "unit", "agreed_by", "source")
not_personal("undertakings.EvidenceLink", "anchor", "measure")
not_personal("undertakings.JudgedMeasure", "key")
not_personal("undertakings.RecordVerdict", "measure", "year", "outcome", "sentence")
not_personal("undertakings.KeptAmount", "measure", "year")
not_personal("undertakings.Tally", "measure", "year", "outcome")

held("undertakings.Contact", "Where you stand among the contacts", address=["email"], shared=True)
