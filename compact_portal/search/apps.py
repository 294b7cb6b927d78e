from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "compact_portal.search"
    label = "search"
