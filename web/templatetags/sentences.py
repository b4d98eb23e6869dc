"""`{{ name|within }}`: a name in the middle of a sentence."""

from django import template

from web.sentences import within

register = template.Library()
register.filter("within", within)
