"""A digest in words: the worst first, then by country, then the reports."""

import copy
import functools
from itertools import groupby
from operator import attrgetter

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from advisories.models import Tlp
from advisories.times import day_in_words
from alerts.kinds import fact_of, kind_of
from alerts.models import Grade, Subscription
from alerts.wording.mails import Block, Mail, shortened, subject
from alerts.wording.setting import set_mail
from alerts.wording.why import followed_in_words

from .contents import contents_of
from .turns import grade_of, news_with_facts

SHOWN = 400  # signs of each text; the page has the rest
NAMED = 5  # places named at the foot
WAYS = [Tlp.CLEAR, Tlp.GREEN, Tlp.AMBER]


def word_digests(deliveries):
    """Give each digest among these its own words; the keys of those with nothing to say."""
    digests = [row for row in deliveries if row.notice.period]
    empty = set()
    for _notice, group in groupby(sorted(digests, key=attrgetter("notice_id")), digest_of):
        rows = list(group)
        contents = contents_of(rows)
        names = names_of(item.subscription for items in contents.values() for item in items)
        for row in rows:
            items = contents[row.pk]
            row.follows = follows(names, items)
            row.notice = worded(row, items)
        empty |= {row.pk for row in rows if not contents[row.pk]}
    return empty


def word_again(delivery, items):
    """The digest of before, made again of those of its items that may still be read."""
    names = names_of(item.subscription_id for item in items)
    delivery.follows = list(dict.fromkeys(names.values())) or [_("these places")]
    return worded(delivery, items)


def digest_of(delivery):
    return delivery.notice_id


def names_of(subscriptions):
    rows = Subscription.objects.filter(pk__in=set(subscriptions))
    return {row.pk: followed_in_words(row) for row in rows.select_related("country", "post")}


def follows(names, items):
    """The places that brought these items, each once, the others counted."""
    places = list(dict.fromkeys(names[item.subscription] for item in items))
    more = len(places) - NAMED
    if more > 1:
        places[NAMED:] = [ngettext("%d more place", "%d more places", more) % more]
    return places


def worded(delivery, items):
    """The digest's notice with the words of one person's copy."""
    notice = copy.copy(delivery.notice)
    day = notice.period.astimezone(delivery.user.zone).date()
    keys = tuple(sorted(item.notice.pk for item in items))
    notice.subject, notice.text, notice.html = set_digest(notice.key, day, keys)
    return notice


@functools.lru_cache(maxsize=512)
def set_digest(key, day, notices):
    """(subject, text, html) for all who are told the same; set once, as a notice is."""
    if not notices:
        return "", "", ""
    with translation.override(settings.LANGUAGE_CODE):
        mail = mail_of(day, list(news_with_facts().filter(pk__in=notices)))
        return (mail.subject, *set_mail(mail, key))


def mail_of(day, notices):
    """The mail that tells these; whose reader may read each of them."""
    entries = sorted(map(Entry, notices), key=attrgetter("order"))
    first, more = entries[0], len(entries) - 1
    rest = ngettext("and %d more", "and %d more", more) % more if more else ""
    return Mail(
        subject=subject(first.heading, label=" ".join(filter(None, [rest, label_of(entries)]))),
        preview=shortened("; ".join(entry.heading for entry in entries), 140),
        tag=_("Digest"),
        title=_("What is new where you follow, %s") % day_in_words(day),
        facts=restricted(entries),
        blocks=[entry.block() for entry in entries],
        numbers=[number for entry in entries for number in entry.mail.numbers],
        link_words=_("All current alerts"),
        link=settings.SITE_URL + reverse("alerts:alert_list"),
    )


class Entry:
    """One notice among others: its heading, the first of its texts, and where to read on."""

    def __init__(self, notice):
        self.fact = fact_of(notice)
        self.mail = kind_of(notice).words(self.fact)
        self.update = last_update(self.fact)
        self.grade = None if notice.edition_id else grade_of(notice)
        kind = Grade(self.grade).label if self.grade else self.mail.tag
        self.heading = f"{kind}: {self.mail.title}"
        self.order = (-(self.grade or 0), country_of(notice), self.mail.title)

    def block(self):
        text = self.mail.blocks[0].text if self.mail.blocks else ""
        if self.update:
            updated = _("Update: %s") % self.update.title
            text = f"{updated}\n\n{self.update.what_to_do or text}"
        heading = " ".join(filter(None, [self.heading, self.label]))
        return Block(
            heading,
            shortened(text, SHOWN),
            link_words=self.mail.link_words,
            link=self.mail.link,
        )

    @property
    def tlp(self):
        return getattr(self.fact, "tlp", Tlp.CLEAR)

    @property
    def label(self):
        return "" if self.tlp == Tlp.CLEAR else f"TLP:{self.tlp.upper()}"


def last_update(fact):
    """The last update of an alert: who learns of it now is told what holds now."""
    if not hasattr(fact, "updates"):
        return None
    sent = fact.updates.filter(published_at__lte=timezone.now(), tlp=fact.tlp, exercise=False)
    return sent.order_by("-published_at").first()


def country_of(notice):
    """The name of its (first) country; what concerns all comes first."""
    if notice.alert_id:
        first = next(iter(notice.alert.places.all()), None)
        return first.in_country.name if first else ""
    if notice.edition_id:
        home = notice.edition.report.home
        return home.name if home else ""
    return notice.level_change.country.name


def label_of(entries):
    """The strictest label of what it holds."""
    strictest = max(entries, key=lambda entry: WAYS.index(Tlp(entry.tlp)))
    return strictest.label


def restricted(entries):
    label = label_of(entries)
    if not label:
        return []
    return [_("%(label)s: for members only. Do not pass it on outside.") % {"label": label}]
