"""What is held about people in the records of funding. Officers are told to name offices, not people, in what is published."""

from compact_portal.audit.register import Personal, about_nobody, held, not_personal, personal

RECORD = "As long as the record it stands in, so that it can be told who answered for it"

_VOIDABLE = (
    "Fund", "Agreement", "Instalment", "MonitoringReturn", "Evaluation", "OtherSupport", "LiaisonAssignment", "ChangeNotice",
    "RenewalDecision", "Dispute",
)  # fmt: skip
_WHO_VOIDED = Personal("Who marked a record of funding as a mistake", "To tell who is answerable for it", RECORD)

for _model in _VOIDABLE:
    personal(f"funding.{_model}", {"voided_by": _WHO_VOIDED})
    not_personal(f"funding.{_model}", "voided_reason")
personal(
    "funding.LiaisonAssignment",
    {
        "name": Personal("Name of a liaison officer, from when until when", "So that a recipient knows whom to turn to", RECORD),
        "role": Personal("The liaison officer’s post", "So that a recipient knows whom to turn to", RECORD),
    },
)
personal(
    "funding.Dispute",
    {
        "said_by": Personal("Who confirmed or disputed a recorded day", "To know that the recipient itself has said it", RECORD),
        "words": Personal("What they said of it, which may name a person", "So that both sides can set the record right", RECORD),
    },
)
_SAID = Personal("What a recipient reports to its funders, which may name a person", "So that funders learn what was done", RECORD)
personal(
    "funding.Report",
    {"words": _SAID, "sent_by": Personal("Who sent a report", "To know that the recipient itself has sent it", RECORD)},
)
personal("funding.Measurement", {"note": _SAID})
personal(
    "funding.ImportBatch",
    {
        "brought_by": Personal("Who brought a spreadsheet", "To tell who is answerable for its records", RECORD),
        "done_by": Personal("Who had a spreadsheet recorded", "To tell who is answerable for its records", RECORD),
        "undone_by": Personal("Who took a spreadsheet back", "To tell who is answerable for it", RECORD),
    },
)
personal(
    "funding.ImportRow",
    {
        name: Personal(
            "A row of a spreadsheet as it was brought, which may name a person", "To show what it would do before it does it",
            "Until the spreadsheet is recorded or left, or was not touched for as long as the portal is set to keep it",
        )
        for name in ("cells", "faults", "effect", "key", "identity")
    },
)  # fmt: skip
not_personal("funding.Fund", "title", "slug", "criteria", "consulted_how", "consultation_address")
not_personal("funding.ImportRow", "kind", "what")
not_personal(
    "funding.Agreement", "reference", "own_reference", "state", "title", "purpose", "withheld_reason", "kind", "department",
    "payment", "short_term_reason", "full_cost_difficulty", "recipient_band", "full_cost", "counted_year",
)  # fmt: skip
not_personal("funding.YearAllocation", "year")
not_personal("funding.Instalment", "kind", "own_reference", "late_reason", "authorised_by")
not_personal("funding.CostLine", "kind", "label")
not_personal("funding.Objective", "words")
not_personal("funding.Indicator", "words", "unit")
not_personal("funding.MonitoringReturn", "address")
not_personal("funding.Evaluation", "findings")
not_personal("funding.OtherSupport", "kind", "what", "how_valued")
not_personal("funding.ChangeNotice", "kind", "reason", "consulted_how", "breach_reason", "authorised_by")
not_personal("funding.RenewalDecision", "decision", "breach_reason", "authorised_by")
not_personal("funding.Dispute", "stance")
not_personal("funding.NoticeGuideline", "agreed_by", "consulted")
not_personal("funding.OwnCut", "year", "source", "reason")
not_personal("funding.AwardTotal", "year")
not_personal("funding.ColumnMapping", "headings", "columns", "instead", "recipients")
not_personal("funding.ImportBatch", "name", "digest", "headings", "counts", "state")

_OFFICIAL = "It is the agency’s record; who marked it as a mistake is told as the history of any record is"
for _model in _VOIDABLE:
    if _model not in ("LiaisonAssignment", "Dispute"):
        about_nobody(f"funding.{_model}", _OFFICIAL)
about_nobody("funding.LiaisonAssignment", "It names an officer in a public post, as the agency published it, and no account")
held("funding.Dispute", "What you said of a recorded day", person=["said_by"], stays=["words", "voided_by"])
held("funding.Report", "A report that you sent to funders", person=["sent_by"], stays=["words"])
about_nobody("funding.Measurement", "It is what the organisation measured; who sent it is told with its report")
about_nobody("funding.ImportBatch", "It is the agency’s spreadsheet; who brought it is told as the history of any record is")
about_nobody("funding.ImportRow", "It goes with the spreadsheet as soon as that is recorded or left")
