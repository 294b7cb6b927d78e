"""What this app offers to the others when it starts, a line for each part."""


def offer_all() -> None:
    """Sections, panels, measures, open data."""
