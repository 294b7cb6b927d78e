from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "compact_portal.mail"
    label = "mail"
