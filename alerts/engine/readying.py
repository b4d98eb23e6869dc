"""Claimed rows made ready to send: looked at again, and given their links.

Between queueing and sending people unsubscribe, mute, leave, cancel, bounce or lose the
right to read; the audience is asked again for exactly these people.
"""

import time
from collections import namedtuple
from email.utils import format_datetime
from functools import partial
from itertools import groupby
from operator import attrgetter

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone

from alerts.digests.wording import word_digests
from alerts.feedback.suppressing import suppressed_among
from alerts.kinds import audience_of, still_holds
from alerts.models import Delivery, Lane, Letter, LinkToken, Notice, NoticeKind, Reason
from alerts.models.choices import digest_by_moment, tokens_for_mail
from alerts.models.references import ORIGINS
from alerts.models.sending import CANCELLED

from . import message
from .bulk import insert_many
from .compiled import Shelf
from .jobs import Job, made
from .personal import words_of
from .returnpath import signing
from .smtp import Answer, Verdict

NOT_WANTED = "Not sent: no longer wanted or allowed."
EXPIRED = "Not sent: no longer news."
NOTHING_TO_SAY = "Not sent: nothing new for this person."
FACTS = ("alert", "edition__report", "level_change__country", "level_change__area",
         "meeting__council", "minutes__meeting__council", "application")  # fmt: skip
COLUMNS = ("pk", "notice_id", "lane", "attempts", "reason", "user_id", "user__email", "user__name",
           "subscription_id", "trip_id", "membership_id", "participant_id",
           "subscription__country_id", "subscription__post_id",
           "subscription__section_key")  # fmt: skip
Row = namedtuple("Row", [name.replace("__", "_") for name in COLUMNS])
FIRST_ORIGIN = Row._fields.index(f"{ORIGINS[0]}_id")
ORIGIN_COLUMNS = slice(FIRST_ORIGIN, FIRST_ORIGIN + len(ORIGINS))
ORIGIN_COLUMN = {name: FIRST_ORIGIN + place for place, name in enumerate(ORIGINS)}
Person = namedtuple("Person", "pk email")
TOKEN = ("digest", "user", *ORIGINS, "emergency", "from_digest", "made_at")
KEPT_SECONDS = 10  # audiences and words, which batches that follow each other share
MOST_WORDS = 500


class Desk:
    """Makes deliveries ready, and keeps what the next batch will need again."""

    def __init__(self):
        self.shelf, self.audiences = Shelf(), {}
        self.words, self.words_from = {}, float("-inf")  # and since when they are kept

    def deliveries(self, claimed):
        """What is to be done with these rows, in order: [(job, answer)].

        No answer: it is to be sent. Otherwise it is settled before it could be.
        """
        rows = list(map(Row._make, claimed.values_list(*COLUMNS)))
        notices = notices_of(rows)
        rows = called_back_calmly(rows, notices)
        wanted, unwanted = self.still_wanted(rows, notices)
        own, empty = digests_of(wanted, notices)
        if empty:
            unwanted += [(row, empty[row.pk]) for row in wanted if row.pk in empty]
            wanted = [row for row in wanted if row.pk not in empty]
        tokens, sign = fresh_tokens(wanted), signing("delivery")
        words = words_of(wanted, own, self.known_words())
        date = format_datetime(timezone.now()).encode()
        work, drafts = [], {}
        for row in wanted:
            key = row.pk
            notice = own[key].notice if key in own else notices[row.notice_id]
            token = tokens.get(key, b"")
            alike = id(notice), id(words[key]), not token
            if alike not in drafts:
                drafts[alike] = self.draft(notice, words[key], date, listed=bool(token))
            work.append(ready(job_of(row, notice), row, drafts[alike], token, sign))
        for row, answer in unwanted:
            work.append((job_of(row, notices[row.notice_id]), answer))
        return work

    def known_words(self):
        """What rows of the last moments had in common with others: why mail comes, by place."""
        now = time.monotonic()
        if now - self.words_from > KEPT_SECONDS or len(self.words) > MOST_WORDS:
            self.words, self.words_from = {}, now
        return self.words

    def draft(self, notice, words, date, *, listed):
        """What mails of one notice for one reason have in common."""
        if isinstance(words, Answer):
            return words
        return made(lambda: self.shelf.of(notice).draft({"date": date, **words}, listed=listed))

    def still_wanted(self, rows, notices):
        """Those to send, and (row, answer) for the others."""
        refused = suppressed_among(
            Person(row.user_id, row.user_email) for row in rows if row.user_email
        )
        wanted, answers = {}, {}
        for same in by_notice(rows):
            notice = notices[same[0].notice_id]
            people = {row.user_id for row in same} - refused
            reasons = made(lambda notice=notice, people=people: self.reasons_of(notice, people))
            for row in same:
                if isinstance(reasons, Answer):
                    answers[row.pk] = reasons
                elif reason := reasons.get(row.user_id):
                    wanted[row.pk] = row if is_as_queued(row, *reason) else queued_for(row, *reason)
                else:
                    answers[row.pk] = Answer(Verdict.SKIPPED, why_not(notice))
        return (
            [wanted[row.pk] for row in rows if row.pk in wanted],
            [(row, answers[row.pk]) for row in rows if row.pk in answers] if answers else [],
        )

    def reasons_of(self, notice, people):
        """{person: (group, origin)}: the first reason that holds now."""
        reasons = {}
        if notice.expires_at <= timezone.now():
            return reasons
        for group in self.audience_of(notice):
            if len(reasons) == len(people):
                break
            for person, origin in group.among(people - reasons.keys()).items():
                reasons[person] = (group, origin)
        return reasons

    def audience_of(self, notice):
        """Its groups, made anew every few moments; who is in them is asked each time."""
        if not (notice.period or still_holds(notice)):
            return []
        made_at, groups = self.audiences.get(notice.pk, (float("-inf"), None))
        if time.monotonic() - made_at > KEPT_SECONDS:
            if len(self.audiences) > Shelf.SIZE:
                self.audiences.clear()
            groups = audience_of(notice)
            self.audiences[notice.pk] = time.monotonic(), groups
        return groups


def notices_of(rows):
    """{key: notice} with the facts they tell of, as they are now."""
    notices = Notice.objects.in_bulk({row.notice_id for row in rows})
    told = list(notices.values())
    facts = [fact for fact in FACTS if any(map(attrgetter(column_of(fact)), told))]
    prefetch_related_objects(told, *facts)
    return notices


def called_back_calmly(rows, notices):
    """What calls back a lesser alert goes first, too; but to stop it stops no emergencies."""
    fast = {key for key, notice in notices.items() if notice.lane == Lane.EMERGENCY}
    calm = {key for key in fast if not notices[key].is_emergency}
    if not calm:
        return rows
    return [row._replace(lane=Lane.WARNING) if row.notice_id in calm else row for row in rows]


def column_of(fact):
    return f"{fact.partition('__')[0]}_id"


def digests_of(rows, notices):
    """({key: delivery with a notice in its own words}, {key: answer} for those without any)."""
    keys = [row.pk for row in rows if notices[row.notice_id].period]
    if not keys:
        return {}, {}
    digests = Delivery.objects.filter(pk__in=keys).select_related("user", "notice")
    own = {delivery.pk: delivery for delivery in digests}
    empty = made(lambda: word_digests(list(own.values())))
    if isinstance(empty, Answer):
        return {}, dict.fromkeys(keys, empty)
    return own, dict.fromkeys(empty, Answer(Verdict.SKIPPED, NOTHING_TO_SAY))


def job_of(row, notice):
    alert = notice.alert_id if notice.kind == NoticeKind.ALERT else None
    return Job(Delivery, row.pk, row.lane, row.attempts, notice.expires_at, alert)


def ready(job, row, draft, token, sign):
    if isinstance(draft, Answer):
        return job, draft
    to = made(job.address_to, row.user_email, row.user_name, sign)
    if isinstance(to, Answer):
        return job, to
    job.content = partial(draft.filled, to, b"%d" % row.pk, token)
    return job, None


def letters(claimed):
    """The same for letters, of which there are few."""
    sign = signing("letter")
    return [ready_letter(row, sign) for row in claimed]


def ready_letter(row, sign):
    job = Job(Letter, row.pk, Lane.ACCOUNT, row.attempts, row.expires_at)
    if row.expires_at <= timezone.now():
        return job, Answer(Verdict.SKIPPED, EXPIRED)
    content = made(lambda: job.address_to(row.address, "", sign) and message.of_letter(row))
    if isinstance(content, Answer):
        return job, content
    job.content = lambda: content
    return job, None


def why_not(notice):
    if notice.expires_at <= timezone.now():
        return EXPIRED
    return CANCELLED if notice.cancelled_at else NOT_WANTED


def by_notice(rows):
    key = attrgetter("notice_id")
    return [list(same) for _notice, same in groupby(sorted(rows, key=key), key=key)]


def is_as_queued(row, group, origin):
    """True if it is still wanted for the reason that it was queued for."""
    if row.reason != group.reason:
        return False
    return not group.origin or row[ORIGIN_COLUMN[group.origin]] == origin


def queued_for(row, group, origin):
    """The mail names the reason that holds now, which is another one."""
    origins = origins_of(group.origin, origin)
    values = {f"{name}_id": key for name, key in zip(ORIGINS, origins, strict=True)}
    values["reason"] = group.reason.value
    Delivery.objects.filter(pk=row.pk).update(**values)
    place = (f"subscription {origin}", None) if group.origin == "subscription" else (None, None)
    return row._replace(**values, subscription_country_id=place[0], subscription_post_id=place[1])


def origins_of(name, key):
    """The columns of ORIGINS for a mail that comes from this one."""
    return tuple([key if each == name else None for each in ORIGINS])


def fresh_tokens(rows):
    """{delivery key: token} for list mail; only the hash of each is stored."""
    listed = [row for row in rows if row.reason != Reason.APPLICANT]
    now, stored, tokens = timezone.now(), [], {}
    lanes = {lane.value: (lane == Lane.EMERGENCY, lane == Lane.DIGEST, now) for lane in Lane}
    for row, token in zip(listed, tokens_for_mail(len(listed)), strict=True):
        tokens[row.pk] = token.encode()
        stored.append(
            (digest_by_moment(token), row.user_id, *row[ORIGIN_COLUMNS], *lanes[row.lane])
        )
    if stored:
        with transaction.atomic():
            insert_many(LinkToken, TOKEN, stored)
    return tokens
