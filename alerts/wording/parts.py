"""Lines that several kinds of mail share."""

import re

from django.conf import settings
from django.utils.translation import gettext as _

from advisories.cleaning import plain_text
from advisories.dialing import from_abroad
from advisories.models import Contact, Tlp
from web.models import SiteSettings
from web.sentences import within

from .mails import shortened

PREVIEW = 140
WHO_READS = ("tlp", "council_id", "exercise")
NO_BREAK = "\u00a0"
BLOCK_ENDS = re.compile(r"(?i)(</(?:p|li|h[1-6]|tr|blockquote)>|<br\s*/?>)")


def address_of(row):
    """The plain reading link, the same for everybody."""
    return settings.SITE_URL + row.get_absolute_url()


def first_shown(alert):
    """The alert that this one updates, if whoever reads the one may read the other; else None."""
    first = alert.refers_to
    if first is None or (first.tlp == Tlp.CLEAR and not first.exercise):
        return first
    alike = all(getattr(first, name) == getattr(alert, name) for name in WHO_READS)
    return first if alike else None


def page_of(alert):
    """Where all of it is read: an update stands on the page of its alert."""
    return address_of(first_shown(alert) or alert)


def label_of(row):
    """The TLP label of a restricted text; nothing for a public one."""
    return "" if row.tlp == Tlp.CLEAR else f"TLP:{row.tlp.upper()}"


def restricted(row):
    if row.tlp == Tlp.CLEAR:
        return []
    return [_("%(label)s: for members only. Do not pass it on outside.") % {"label": label_of(row)}]


def level_of(country):
    """Kazakhstan is at level 2: increased caution."""
    change = country and country.level_change
    if not change:
        return ""
    return _("%(country)s is at %(level)s") % {
        "country": country.name,
        "level": level_in_words(change.level),
    }


def level_in_words(number):
    name = within(SiteSettings.load().level_name(number))
    return _("level %(number)s: %(name)s") % {"number": number, "name": name}


def preview_of(text):
    """The beginning of a text, for the line beside the subject in an inbox."""
    lines = (line.strip().lstrip("*-•# ").strip() for line in plain(text).splitlines())
    return shortened(" ".join(line for line in lines if line), PREVIEW)


def plain(text):
    """Plain text as it is; rich text as plain lines."""
    if not text.lstrip().startswith("<"):
        return text
    lines = (plain_text(line).strip() for line in BLOCK_ENDS.sub(r"\1\n", text).splitlines())
    return "\n\n".join(line for line in lines if line)


def confirmed_contacts(places):
    """The confirmed numbers of these alert places: a post's own and its country's."""
    contacts = Contact.objects.none()
    for row in places:
        contacts |= Contact.objects.at(country=row.in_country, post=row.post)
    return list(contacts.confirmed().select_related("post", "country").by_urgency())


def with_international(text, contacts):
    """Known numbers of a text, each followed once by how it is dialed from abroad."""
    known = {contact.number: contact.e164 for contact in contacts if contact.e164}

    def followed(found):
        e164 = known.pop(found[0], None)
        abroad = e164 and from_abroad(e164).replace(" ", NO_BREAK)
        return f"{found[0]} ({abroad})" if abroad else found[0]

    numbers = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
    return re.sub(rf"(?<![\w+-])(?:{numbers})(?![\w-])", followed, text) if numbers else text
