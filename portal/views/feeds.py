"""Atom feeds: all there is, one country, one post, one section of every report."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from advisories.importer import current_vocabulary
from advisories.models import Country, Post
from portal import feeds
from web import atom
from web.models import SiteSettings
from web.open_data import absolute, open_page


@open_page
def everything_feed(request):
    return answer(request, feeds.everything(), atom.tag("feed"), _("What is new"), reverse("home"))


@open_page
def country_feed(request, slug):
    country = get_object_or_404(Country, slug=slug)
    entries = feeds.of_country(country)
    identity = atom.tag("feed", "country", country.pk)
    return answer(request, entries, identity, country.name, country.get_absolute_url())


@open_page
def post_feed(request, slug):
    post = get_object_or_404(Post.objects.listed().select_related("country"), slug=slug)
    identity = atom.tag("feed", "post", post.pk)
    address = post.country.get_absolute_url()
    return answer(request, feeds.of_post(post), identity, post.full_name, address)


@open_page
def section_feed(request, key):
    kind = current_vocabulary().kinds.get(key)
    if kind is None:
        raise Http404
    identity = atom.tag("feed", "section", key)
    address = reverse("advisories:report_list")
    return answer(request, feeds.of_section(key), identity, kind.name, address)


def answer(request, entries, identity, subject, address):
    site = SiteSettings.load()
    body = atom.feed(
        entries,
        id=identity,
        title=f"{site.name}: {subject}",
        author=site.name,
        url=absolute(address),
        own_url=absolute(request.path),
        language=get_language(),
    )
    return HttpResponse(body, content_type=f"{atom.MEDIA_TYPE}; charset=utf-8")
