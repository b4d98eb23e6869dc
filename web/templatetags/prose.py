"""`{{ text|prose }}`: plain text as safe paragraphs, lists and headings."""

from django import template

from web import prose as typed

register = template.Library()
register.filter("prose", typed.prose)
