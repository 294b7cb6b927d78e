from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "compact_portal.site"
    label = "site"
    verbose_name = "The site"

    def ready(self) -> None:
        from compact_portal.mail import sender
        from compact_portal.site import checks, sitemap  # noqa: F401  checks registers the system checks
        from compact_portal.site.context import compact_names

        sitemap.register_pages()
        sender.named_by(lambda: compact_names()[0])
