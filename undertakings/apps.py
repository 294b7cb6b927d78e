from django.apps import AppConfig


class UndertakingsConfig(AppConfig):
    name = "undertakings"
    verbose_name = "The compact's text and reference"

    def ready(self) -> None:
        from undertakings import measures, sitemap
        from undertakings.actions.evidence import follow_every_change

        measures.offer()
        sitemap.register_pages()
        follow_every_change()
