from django.apps import AppConfig


class FundingConfig(AppConfig):
    name = "funding"

    def ready(self) -> None:
        from funding import measures
        from funding.actions.merging import follow_all
        from funding.panels import register_panels

        measures.offer()
        follow_all()
        register_panels()
