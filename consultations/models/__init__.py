"""Consultations with their windows, answers and outcomes; policy appraisals and decisions; who follows."""

from consultations.models.consultations import (
    AskedGroup,
    Audience,
    Choice,
    Consultation,
    Document,
    Explanation,
    Question,
    WindowEntry,
)  # fmt: skip
from consultations.models.following import ConsultationLink, Follow
from consultations.models.registers import Decision, PolicyAppraisal
from consultations.models.responses import (
    Answer,
    AnswerJourney,
    Erratum,
    Outcome,
    QuestionCount,
    Reading,
    Redaction,
    Response,
    Tag,
    Theme,
)  # fmt: skip

__all__ = [
    "Answer", "AnswerJourney", "AskedGroup", "Audience", "Choice", "Consultation", "ConsultationLink", "Decision", "Document",
    "Erratum", "Explanation", "Follow", "Outcome", "PolicyAppraisal", "Question", "QuestionCount", "Reading", "Redaction",
    "Response", "Tag", "Theme", "WindowEntry",
]  # fmt: skip
