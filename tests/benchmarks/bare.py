"""The yardstick: Django with one view that returns bytes it holds in memory, and nothing else."""

import os
from pathlib import Path

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(
    DEBUG=False, SECRET_KEY="only-a-yardstick", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, MIDDLEWARE=[],
    INSTALLED_APPS=[], USE_I18N=False,
)  # fmt: skip
django.setup()
BODIES = {one.name: one.read_bytes() for one in Path(os.environ["BARE_BODIES"]).iterdir()}


def body(request: HttpRequest, name: str) -> HttpResponse:
    return HttpResponse(BODIES[name])


urlpatterns = [path("<str:name>", body)]
application = get_wsgi_application()
