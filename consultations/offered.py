"""What this app offers to the others when it starts, a line for each part."""


def offer_all() -> None:
    """Sections, panels, measures, open data."""
    from consultations import measures, offered_following, sitemap
    from consultations.actions.following_partners import follow_answers
    from consultations.actions.merging_asking import follow_asking
    from consultations.panels import register_panels
    from consultations.queries.answering_section import answering_section
    from consultations.queries.consultation import register_sections
    from consultations.queries.public import after_the_close
    from consultations.sections import Section, register

    follow_answers()
    register(Section("answer", "Answer", "consultations/_answer_section.html", answering_section, place=20))
    register(Section("after", "After the close", "consultations/_after_the_close.html", after_the_close, place=20))
    register_sections()
    register_panels()
    follow_asking()
    offered_following.offer()
    measures.offer()
    sitemap.register_pages()
