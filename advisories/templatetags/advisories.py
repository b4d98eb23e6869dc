"""How levels, ratings, report text and phone numbers are shown."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from advisories import cleaning, dialing
from advisories.models import Rating
from web.models import SiteSettings
from web.prose import inline

register = template.Library()
LIST_MARKS = ("* ", "- ", "• ")


@register.simple_tag
def level_mark(number):
    """Circle, diamond, triangle or octagon; decoration beside the words."""
    return format_html('<svg class="mk" aria-hidden="true"><use href="#lv{}"/></svg>', number)


@register.simple_tag(takes_context=True)
def level_name(context, number):
    """The site's own name of a level: "Increased caution"."""
    return site_of(context).level_name(number)


@register.simple_tag(takes_context=True)
def level_words(context, number):
    """Level 2: Increased caution."""
    return _("Level %(number)s: %(name)s") % {
        "number": number,
        "name": level_name(context, number),
    }


@register.simple_tag(takes_context=True)
def level_badge(context, number, *, short=False):
    """The mark with its words; `short=True` leaves the name out."""
    words = _("Level %(number)s") % {"number": number} if short else level_words(context, number)
    return format_html('<span class="lv">{}<span>{}</span></span>', level_mark(number), words)


@register.simple_tag(takes_context=True)
def rating_words(context, rating):
    """The site's own name of a rating: "Very high" for CRITICAL."""
    return site_of(context).rating_name(Rating(rating).number)


@register.simple_tag(takes_context=True)
def rating_bar(context, rating):
    """Four bars and the word."""
    return format_html(
        '<span class="rt p{}"><i aria-hidden="true"></i>{}</span>',
        Rating(rating).number,
        rating_words(context, rating),
    )


def site_of(context):
    return context.get("site") or SiteSettings.load()


@register.filter
def cleaned(html):
    """Report text through the allow list, once more at output."""
    return mark_safe(cleaning.cleaned(html))


@register.filter
def points(text):
    """Lines as a list, with **strong words**; text from the rich text editor as it is."""
    if text.lstrip().startswith("<"):
        return cleaned(text)
    lines = [unmarked(line) for line in text.splitlines() if line.strip()]
    return format_html(
        "<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((inline(line),) for line in lines))
    )


def unmarked(line):
    line = line.strip()
    return line[2:].strip() if line.startswith(LIST_MARKS) else line


@register.filter
def dated_title(edition):
    """The edition's title with its year, which many titles hold already."""
    if str(edition.year) in edition.title:
        return edition.title
    return _("%(title)s, %(year)s") % {"title": edition.title, "year": edition.year}


register.filter("dialable", dialing.dialable)
register.filter("from_abroad", dialing.from_abroad)
