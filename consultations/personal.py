"""What is held about people who answer, follow, and work on consultations."""

from compact_portal.audit.register import Personal, about_nobody, held, not_personal, personal

RECORD = "As long as the record it stands in, so that it can be told who answered for it"
ANSWER = "Until a year after the outcome was published; what was published by consent stays with the consultation"
JOURNEY = "Until a month after the consultation has closed"
FOLLOW = "Until you end it, or until a year after the outcome was published; a week where you have not confirmed it"

_WHO_VOIDED = Personal("Who marked a record of a consultation as a mistake", "To tell who is answerable for it", RECORD)
_VOIDABLE = ("Consultation", "Document", "PolicyAppraisal", "Decision")
for _model in _VOIDABLE:
    personal(f"consultations.{_model}", {"voided_by": _WHO_VOIDED})
    not_personal(f"consultations.{_model}", "voided_reason")
personal(
    "consultations.Consultation",
    {
        "submitted_by": Personal("Who asked for a consultation to be approved", "So that a second officer approves", RECORD),
        "approved_by": Personal("Who approved a consultation", "To tell who is answerable for it", RECORD),
    },
)
_WHO = Personal("Who made the entry", "To tell who is answerable for it", RECORD)
personal("consultations.WindowEntry", {"made_by": _WHO})
personal("consultations.Explanation", {"made_by": _WHO})
personal("consultations.Tag", {"made_by": _WHO})
personal("consultations.Redaction", {"made_by": _WHO, "lifted_by": _WHO})
personal("consultations.Erratum", {"made_by": _WHO})
personal("consultations.Outcome", {"published_by": _WHO})
personal(
    "consultations.Reading",
    {"person": Personal("Which officer read an answer in the original, and when", "To see that nobody reads without need", RECORD)},
)
personal(
    "consultations.AnswerJourney",
    {
        "answers": Personal("What somebody has typed on the way to answering", "To go on where they stopped", JOURNEY),
        "email": Personal("Address to which the link to go on was sent", "To send that link, and two reminders", JOURNEY),
    },
)
personal(
    "consultations.Response",
    {
        "name": Personal("Name of who answered", "So that the agency knows who speaks", ANSWER),
        "organisation": Personal("Organisation for which somebody answered, which may name a person", "To know who speaks", ANSWER),
        "email": Personal("Address of who answered", "To send a receipt, and word when the window moves or ends", ANSWER),
        "responder": Personal("The account of who answered, where they were signed in", "To show them their own answers", ANSWER),
        "confidential_reason": Personal("Why an answer is confidential, which may name a person", "To weigh a request", ANSWER),
        "entered_by": Personal("Which officer typed in an answer that came otherwise", "To tell who is answerable", RECORD),
        "published_by": Personal("Which officer published an answer", "To tell who is answerable for it", RECORD),
    },
)
personal(
    "consultations.Answer",
    {"words": Personal("What somebody answered, which may name a person", "To be weighed before the agency decides", ANSWER)},
)
personal(
    "consultations.Follow",
    {"email": Personal("Address of who follows consultations", "To write when a date moves or an outcome is out", FOLLOW)},
)
not_personal(
    "consultations.Consultation", "reference", "title", "slug", "summary", "proposal", "why_now", "options", "effect",
    "who_asked", "contact", "contact_email", "contact_phone", "other_ways",
)  # fmt: skip
not_personal("consultations.WindowEntry", "kind", "reason", "short_reason", "authorised_by")
not_personal("consultations.Audience", "key")
not_personal("consultations.AskedGroup", "name", "speaks_for")
not_personal("consultations.Explanation", "check_key", "words")
not_personal("consultations.Document", "title", "format", "address", "stored", "name", "kind", "digest")
not_personal("consultations.Question", "kind", "words", "help", "anchor", "clause")
not_personal("consultations.Choice", "words")
not_personal("consultations.AnswerJourney", "key")
not_personal("consultations.Response", "reference", "token", "manner", "withheld_reason")
not_personal("consultations.Theme", "name", "said", "done", "not_done")
not_personal("consultations.Redaction", "reason", "lifted_reason")
not_personal("consultations.Erratum", "note")
not_personal("consultations.Outcome", "asked", "said", "done", "late_reason", "authorised_by")
not_personal(
    "consultations.PolicyAppraisal", "reference", "policy", "slug", "owner", "effect", "on_whom", "findings", "consulted_how",
    "not_consulted_reason", "late_reason", "authorised_by",
)  # fmt: skip
not_personal(
    "consultations.Decision", "reference", "title", "slug", "what", "decided_by", "reasons", "cites_answers", "early_reason",
    "late_reason", "authorised_by",
)  # fmt: skip
not_personal("consultations.Follow", "manner")
not_personal("consultations.ConsultationLink", "purpose", "token_digest")

_OFFICIAL = "It is the agency’s record; who made it is told as the history of any record is"
for _model in (*_VOIDABLE, "WindowEntry", "Explanation", "Tag", "Redaction", "Outcome", "Erratum", "Reading"):
    about_nobody(f"consultations.{_model}", _OFFICIAL)
held("consultations.AnswerJourney", "Answers that you began", address=["email"], words=["answers"], gone=True)
held(
    "consultations.Response", "Answers that you gave", person=["responder"], address=["email"],
    stays=["organisation", "entered_by", "published_by"],
)  # fmt: skip
held("consultations.Answer", "What you answered", person=["response__responder"], address=["response__email"], stays=["words"])
held("consultations.Follow", "Consultations that you follow", address=["email"], gone=True)
