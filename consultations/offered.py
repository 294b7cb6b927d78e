"""What this app offers to the others when it starts, a line for each part."""


def offer_all() -> None:
    """Sections, panels, measures, open data."""
    from consultations import offered_following

    offered_following.offer()
