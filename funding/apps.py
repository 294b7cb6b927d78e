from django.apps import AppConfig


class FundingConfig(AppConfig):
    name = "funding"

    def ready(self) -> None:
        from funding import measures, sitemap
        from funding.actions.merging import follow_all
        from funding.actions.standing import follow_numbers
        from funding.panels import register_panels

        measures.offer()
        follow_all()
        follow_numbers()
        register_panels()
        sitemap.register_pages()
