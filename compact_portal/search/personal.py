"""What the search index holds about people: what the pages that it leads to show of them."""

from compact_portal.audit.register import Personal, about_nobody, not_personal, personal

_SHOWN = Personal(
    "Names and roles of people, where a public page shows them",
    "So that a search finds the page",
    "As long as the page shows them: the index follows each change of it",
)

personal("search.Document", {"title": _SHOWN, "summary": _SHOWN, "body": _SHOWN})
# A word alone is nobody's: nothing says any more where it came from once its document is gone.
not_personal("search.Document", "kind", "key", "url", "digest")
not_personal("search.Word", "text", "stem")
not_personal("search.Posting", "kind")
not_personal("search.Change", "token")

about_nobody("search.Document", "It follows the page that it leads to")
