"""What the audit holds about people."""

from compact_portal.audit.register import Personal, about_nobody, not_personal, personal

# Every history table has these two; its other columns are those of the table it follows, and are covered by that.
personal(
    "audit.History",
    {
        "history_user": Personal(
            "Who changed a record, and when", "To tell who is answerable for a change", "As long as the record"
        ),
        "history_change_reason": Personal(
            "Why a record was changed, in the words of who changed it", "So that a change can be understood later",
            "As long as the record",
        ),
    },
)  # fmt: skip
not_personal("audit.History", "history_type")
not_personal("audit.ReferenceCounter", "prefix")
not_personal("audit.OldSlug", "kind", "slug")

about_nobody("audit.History", "It goes with the record that it is the history of")
