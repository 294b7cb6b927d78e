from django.apps import AppConfig


class SignatoriesConfig(AppConfig):
    name = "signatories"
    verbose_name = "Partners and people"

    def ready(self) -> None:
        from signatories import signals  # noqa: F401  connects what follows from turning on the second factor
