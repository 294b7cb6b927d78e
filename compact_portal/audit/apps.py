from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "compact_portal.audit"
    label = "audit"

    def ready(self) -> None:
        from django.utils.module_loading import autodiscover_modules

        from compact_portal.audit import signals  # noqa: F401  connects who and why to each history row

        autodiscover_modules("personal")
