"""Answers of the mail server written into the rows: one statement for a whole batch."""

from collections import defaultdict
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from alerts.backoff import backoff
from alerts.feedback.suppressing import note_refusal
from alerts.models import Delivery, Letter, State
from alerts.models.digests import NO_REPLY

from .bulk import update_many, update_of_many
from .smtp import Verdict

LOST_AT_ONCE = 3  # tries without a wait when the connection breaks
SENDER_TRIES = 3  # of one message that is refused for what it is
SETTLED = "state = %s, settled_at = %s, attempts = attempts + %s, worker = '', lease_until = NULL"
FINAL = {
    Verdict.ACCEPTED: State.SENT,
    Verdict.NEVER: State.FAILED,
    Verdict.SKIPPED: State.SKIPPED,
}


@transaction.atomic
def settle(worker, results):
    """Write down [(job, answer)]; a row that this worker no longer holds stays as it is.

    How many rows were changed.
    """
    changed = 0
    for model, state, unsure, rows in outcomes(results):
        again = state == State.QUEUED
        tried = 0 if state == State.SKIPPED else 1
        more = ", text = '', html = ''" if model is Letter and not again else ""
        if model is Delivery and unsure:
            more = ", in_doubt = TRUE"
        changed += update_many(
            model,
            ["reply", "due_at"] if again else ["reply"],
            rows,
            same=(SETTLED + more, [state.value, None if again else timezone.now(), tried]),
            only={"worker": worker, "state": State.SENDING.value},
        )
    count_refusals(results)
    return changed


def all_sent(results):
    """True if these are deliveries that the mail server took, as nearly always."""
    return all(
        answer.verdict is Verdict.ACCEPTED and job.model is Delivery for job, answer in results
    )


def settling_of_sent(worker, results):
    """What PostgreSQL is told to settle such results: (statement, values)."""
    return update_of_many(
        Delivery,
        ["reply"],
        [(answer.reply, job.pk) for job, answer in results],
        same=(SETTLED, [State.SENT.value, timezone.now(), 1]),
        only={"worker": worker, "state": State.SENDING.value},
    )


def outcomes(results):
    """(model, state, unsure, rows): rows that end alike together.

    One that is tried again has a time; unsure is one that may have arrived.
    """
    groups = defaultdict(list)
    for job, answer in results:
        if answer.verdict is Verdict.ACCEPTED:  # as nearly always
            groups[job.model, State.SENT, False].append((answer.reply, job.pk))
            continue
        state, due_at = outcome(job, answer)
        unsure = answer.verdict is Verdict.UNSURE
        unknown = unsure and state == State.FAILED and not job.may_repeat
        reply = NO_REPLY if unknown else answer.reply
        values = (reply, due_at, job.pk) if due_at else (reply, job.pk)
        groups[job.model, state, unsure].append(values)
    return [(*alike, rows) for alike, rows in groups.items()]


def outcome(job, answer):
    """What becomes of it, and when it is tried again."""
    state = FINAL.get(answer.verdict)
    if state:
        return state, None
    tries = job.attempts + 1
    due_at = timezone.now() + waiting_time(answer.verdict, tries)
    if may_try_again(job, answer, tries) and due_at < job.ends_at:
        return State.QUEUED, due_at
    return State.FAILED, None


def count_refusals(results):
    refused = [
        job.pk
        for job, answer in results
        if job.model is Delivery and answer.verdict is Verdict.NEVER
    ]
    if refused:
        rows = Delivery.objects.filter(pk__in=refused, user__isnull=False)
        for row in rows.select_related("user"):
            note_refusal(row, row.reply)


def may_try_again(job, answer, tries):
    if answer.verdict is Verdict.UNSURE:
        return job.may_repeat
    return answer.verdict is not Verdict.SENDER or tries < SENDER_TRIES


def waiting_time(verdict, tries):
    """Longer each time; none at first when a connection broke."""
    if verdict in (Verdict.LOST, Verdict.UNSURE) and tries <= LOST_AT_ONCE:
        return timedelta(0)
    return backoff(tries, settings.MAIL_FIRST_WAIT, settings.MAIL_LONGEST_WAIT)
