"""`{% kept "a/template.html" name=fact %}`: an include whose text is kept by its facts."""

from django import template

from web.kept import drawn

register = template.Library()


@register.simple_tag
def kept(template, **facts):
    return drawn(template, facts)
