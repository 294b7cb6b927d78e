from django.apps import AppConfig


class UndertakingsConfig(AppConfig):
    name = "undertakings"
    verbose_name = "The compact's text and reference"
