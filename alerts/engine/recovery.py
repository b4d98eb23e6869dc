"""Rows whose worker is gone put back in the queue, or settled as its journal says."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from alerts.models import Delivery, Lane, Letter, State

from . import journal
from .claims import GRACE, held_by, is_dead, lives_here, requeue
from .jobs import Job
from .settling import settle

MODELS, EVERY_ROW = (Letter, Delivery), Q()


def recover(worker, in_hand=(), ahead=None):
    """Put back what nobody works on; how many rows.

    Of workers that died on this host at once; of others when their lease ran out. What
    `worker` itself holds without having it in hand came to nothing, but for the batch that
    it claimed `ahead`.
    """
    kept = {(job.model, job.pk) for job in in_hand}
    put_back = sum(requeue(lost_by(model, worker, kept, ahead)) for model in MODELS)
    others = (holders() | set(journal.workers())) - {worker}
    for name in others:
        if is_dead(name):
            put_back += take_over(name)
        else:
            late = timezone.now() - (GRACE if lives_here(name) else timedelta(0))
            if any(held_by(model, name).filter(lease_until__lt=late).exists() for model in MODELS):
                put_back += take_over(name, Q(lease_until__lt=late))
    return put_back


def holders():
    held = [model.objects.filter(state=State.SENDING) for model in MODELS]
    return {name for rows in held for name in rows.values_list("worker", flat=True).distinct()}


def lost_by(model, worker, kept, ahead):
    keys = [pk for kind, pk in kept if kind is model]
    rows = held_by(model, worker).exclude(pk__in=keys)
    return rows.exclude(lease_until=ahead.lease_until) if ahead else rows


def take_over(name, condition=EVERY_ROW):
    """What was answered is settled so, what was on its way is in doubt, the rest goes back."""
    count = 0
    with journal.taken_over(name) as told:
        for model in MODELS:
            rows = held_by(model, name).filter(condition)
            count += rows.count()
            keys = [pk for kind, pk in told if kind == model._meta.model_name]
            results = [(job_of(row), told[model._meta.model_name, row.pk])
                       for row in full(rows.filter(pk__in=keys))]  # fmt: skip
            settle(name, results)
            requeue(rows)
    return count


def full(rows):
    return rows.select_related("notice") if rows.model is Delivery else rows


def job_of(row):
    """As much of a job as settling it needs."""
    lane = getattr(row, "lane", Lane.ACCOUNT)
    return Job(type(row), row.pk, lane, row.attempts, row.ends_at)
