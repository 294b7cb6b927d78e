from django.apps import AppConfig


class UndertakingsConfig(AppConfig):
    name = "undertakings"
    verbose_name = "The compact's text and reference"

    def ready(self) -> None:
        from undertakings import measures
        from undertakings.actions.evidence import follow_every_change

        measures.offer()
        follow_every_change()
