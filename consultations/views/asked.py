"""What an address asks for; what it cannot mean counts as not said."""

import re

from django.http import HttpRequest

_NUMBER = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)


def number_in(request: HttpRequest, name: str) -> int:
    """A parameter that is the number of a row, else 0."""
    asked = request.GET.get(name, "")
    return int(asked) if _NUMBER.fullmatch(asked) else 0
