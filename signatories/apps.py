from django.apps import AppConfig


class SignatoriesConfig(AppConfig):
    name = "signatories"
    verbose_name = "Partners and people"

    def ready(self) -> None:
        from signatories import measures, signals, sitemap  # noqa: F401  signals connects what follows from the second factor
        from signatories.actions.evidence import follow_merges

        measures.offer()
        sitemap.register_pages()
        follow_merges()
