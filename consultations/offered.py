"""What this app offers to the others when it starts, a line for each part."""


def offer_all() -> None:
    """Sections, panels, measures, open data."""
    from consultations.actions.merging_asking import follow_asking
    from consultations.panels import register_panels
    from consultations.queries.consultation import register_sections

    register_sections()
    register_panels()
    follow_asking()
    from consultations import offered_following

    offered_following.offer()

    from consultations import measures

    measures.offer()

    from consultations.queries.public import after_the_close
    from consultations.sections import Section, register

    register(Section("after", "After the close", "consultations/_after_the_close.html", after_the_close, place=20))
