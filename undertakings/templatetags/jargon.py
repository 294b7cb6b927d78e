"""Jargon in place, for prose that a template prints."""

from typing import Any

from django import template
from django.template import Context, TemplateSyntaxError
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.safestring import SafeString, mark_safe

from compact_portal.pages import parts
from compact_portal.pages.queries import versions
from undertakings.queries.jargon import explained

register = template.Library()


class Explaining(template.Node):
    """Prints what stands inside as it would stand there, with its terms explained."""

    def __init__(self, nodelist: NodeList, scope: FilterExpression, title: FilterExpression) -> None:
        self.nodelist, self.scope, self.title = nodelist, scope, title

    def render(self, context: Context) -> SafeString:
        html = self.nodelist.render(context)
        if not html.strip():
            return html
        done = explained(
            html, scope=str(self.scope.resolve(context)), title=str(self.title.resolve(context)), words=_words(context)
        )
        return mark_safe(done)  # noqa: S308 - what stood inside was escaped there, and links are made of escaped words


def _words(context: Context) -> int:
    """The number of the jargon buster. A public page, and the frame of any other, has read it with the content version."""
    moment, request = parts.moment(), getattr(context, "request", None)
    known: Any = moment.words if moment else getattr(request, "words", None)
    return versions().words if known is None else int(known)


@register.tag
def explaining(parser: Parser, token: Token) -> Explaining:
    """`{% explaining "scope" "Title" %}…{% endexplaining %}` around the prose of one section.

    The first use of each term of the jargon buster becomes a link to its meaning, which stands in a note after the prose.
    Headings, links, labels and code inside are left alone. The scope is part of ids: no other section of the page has it.
    """
    name, *given = token.split_contents()
    if len(given) != 2:
        raise TemplateSyntaxError(f"{name} takes a scope and a title.")
    nodelist = parser.parse(("endexplaining",))
    parser.delete_first_token()
    return Explaining(nodelist, *(parser.compile_filter(one) for one in given))
