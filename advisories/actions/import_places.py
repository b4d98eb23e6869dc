"""Where an imported report belongs: its country, its post, the report it is an edition of."""

from django.utils.text import slugify
from django.utils.translation import gettext as _

from ..importer import current_vocabulary
from ..models import Country, Post, PostKind, Report


def country_codes():
    """Names and aliases of countries in lower case -> ISO codes."""
    return {
        name.casefold(): country.alpha2
        for country in Country.objects.only("name", "aliases", "alpha2")
        for name in [country.name, *country.aliases]
    }


def post_called(parsed, country):
    """The post of the title; one that is not here yet is made, unlisted until confirmed."""
    if country is None or not parsed.post_name:
        return None
    name = parsed.post_name[:80]
    return country.posts.filter(name__iexact=name).first() or Post.objects.create(
        country=country,
        name=name,
        slug=free_slug(Post, name, country.name),
        kind=parsed.post_kind if parsed.post_kind in PostKind.values else PostKind.OFFICE,
        time_zone=country.time_zone,
        address=parsed.address,
        hours=parsed.hours,
        listed_at=None,
    )


def report_on(parsed, country, post):
    """The report of that place under any of its titles over the years, or a new one."""
    place = post or country
    if place is None:
        title = untitled(parsed)
        known = Report.objects.filter(country=None, title=title)
    else:
        titles = current_vocabulary().report_titles(str(place))
        title = titles.get(parsed.kind) or next(iter(titles.values()), untitled(parsed))
        known = Report.objects.filter(
            country=country, post=post, title__in=[*titles.values(), title]
        )
    return known.order_by("pk").first() or Report.objects.create(
        country=country,
        post=post,
        title=title[:160],
        slug=free_slug(Report, title, country.name if country else ""),
    )


def set_topic(report):
    """Put down that a report is about no place; its place was not merely lost."""
    if report.home is None and not report.on_topic:
        report.on_topic = True
        report.save(update_fields=["on_topic"])


def untitled(parsed):
    """The title as written, without its year, which the edition tells."""
    words = [word for word in parsed.title.split() if word != str(parsed.year)]
    return " ".join(words)[:160] or _("Report without a title")


def free_slug(model, name, country_name):
    """The name as an address; where that is taken, with its country or a number."""
    longest = model._meta.get_field("slug").max_length - 8
    slug = slugify(name)[:longest] or model._meta.model_name
    candidates = [slug, slugify(f"{name} {country_name}")[:longest] or slug]
    number = 2
    while model.objects.filter(slug=candidates[0]).exists():
        candidates.pop(0)
        if not candidates:
            candidates.append(f"{slug}-{number}")
            number += 1
    return candidates[0]
