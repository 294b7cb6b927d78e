"""Amounts of money as pages print them."""

from django import template

from compact_portal.lib.counted import plainly
from compact_portal.lib.money import in_pounds

register = template.Library()


@register.filter
def pounds(pence: int | None) -> str:
    """Pence as £18,500 or £18,500.50; nothing where there is no amount."""
    return "" if pence is None else in_pounds(pence)


register.filter(plainly)
