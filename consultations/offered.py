"""What this app offers to the others when it starts, a line for each part."""

from consultations.queries.public import after_the_close
from consultations.sections import Section, register


def offer_all() -> None:
    """Sections, panels, measures, open data."""
    register(Section("after", "After the close", "consultations/_after_the_close.html", after_the_close, place=20))
