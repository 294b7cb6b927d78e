from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "compact_portal.pages"
    label = "pages"
    verbose_name = "Public pages"
