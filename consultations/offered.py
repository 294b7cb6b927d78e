"""What this app offers to the others when it starts, a line for each part."""

from consultations.actions.following_partners import follow_answers
from consultations.queries.answering_section import answering_section
from consultations.sections import Section, register


def offer_all() -> None:
    """Sections, panels, measures, open data."""
    follow_answers()
    register(Section("answer", "Answer", "consultations/_answer_section.html", answering_section, place=20))
