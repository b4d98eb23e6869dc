"""What a dead worker had begun and heard is read from its journal (behavior B3)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alerts.engine import journal
from alerts.engine.claims import claim, this_worker
from alerts.engine.journal import IN_DOUBT, Journal, path_of, taken_over
from alerts.engine.recovery import job_of, recover
from alerts.engine.smtp import Answer, Verdict
from alerts.models import Delivery, Lane, State
from alerts.models.digests import NO_REPLY
from alerts.worker import Worker
from tests.factories import make_alert, make_subscription, make_user

from .told import told

pytestmark = [pytest.mark.django_db, pytest.mark.behavior("B3")]
KEPT = Answer(Verdict.ACCEPTED, "250 2.0.0 kept")


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.fixture
def rows(kazakhstan, dead):
    """Three deliveries in the hands of that worker."""
    for number in range(3):
        make_subscription(make_user(f"follower-{number}"), kazakhstan)
    make_alert(kazakhstan)
    told()
    claim(Delivery, dead, 10)
    return list(Delivery.objects.order_by("pk"))


def write(worker, answered=(), begun=()):
    log = Journal(worker)
    for row in answered:
        log.begun(job_of(row))
        log.answered(job_of(row), KEPT)
    for row in begun:
        log.begun(job_of(row))
    log.catch_up()
    return log


def states():
    return list(Delivery.objects.order_by("pk").values_list("state", "attempts", "reply"))


def test_answered_is_settled_begun_is_in_doubt_and_the_rest_untouched(rows, dead):
    write(dead, answered=rows[:1], begun=rows[1:2])

    recover(this_worker())

    assert states() == [
        (State.SENT, 1, KEPT.reply),
        (State.QUEUED, 1, IN_DOUBT),
        (State.QUEUED, 0, ""),
    ]
    assert Delivery.objects.get(pk=rows[1].pk).in_doubt
    assert not path_of(dead).exists()


def test_answer_is_on_disk_before_the_next_content_goes_out(rows, dead):
    log = Journal(dead)
    first, second, _third = map(job_of, rows)
    log.begun(first)
    log.answered(first, KEPT)
    log.begun(second)

    recover(this_worker())

    assert [state for state, *_rest in states()] == [State.SENT, State.QUEUED, State.QUEUED]
    assert list(Delivery.objects.order_by("pk").values_list("in_doubt", flat=True)) == [
        False,
        True,
        False,
    ]


@pytest.mark.behavior("B8")
def test_digest_in_doubt_is_reported_and_not_repeated(rows, dead):
    Delivery.objects.update(lane=Lane.DIGEST)
    write(dead, begun=Delivery.objects.all())

    recover(this_worker())

    assert set(states()) == {(State.FAILED, 1, NO_REPLY)}


def test_line_that_was_cut_off_counts_for_nothing(rows, dead):
    write(dead, answered=rows[:1])
    with path_of(dead).open("ab") as log:
        log.write(f"answered delivery {rows[1].pk} accep".encode())

    recover(this_worker())

    assert [state for state, *_rest in states()] == [State.SENT, State.QUEUED, State.QUEUED]


def test_second_look_at_the_same_journal_changes_nothing(rows, dead):
    write(dead, answered=rows)
    with taken_over(dead):
        pass  # another worker was faster, and has not settled the rows for some reason

    recover(this_worker())
    recover(this_worker())

    assert {state for state, *_rest in states()} == {State.QUEUED}


def test_journal_of_a_worker_that_lives_is_left_alone(rows):
    alive = this_worker()
    Delivery.objects.update(worker=alive, lease_until=timezone.now() + timedelta(seconds=30))
    write(alive, answered=rows)

    assert recover(this_worker()) == 0
    assert path_of(alive).exists()
    assert {state for state, *_rest in states()} == {State.SENDING}


def test_worker_empties_its_journal_with_each_batch_and_takes_it_away(kazakhstan, mailbox):
    make_subscription(make_user("follower"), kazakhstan)
    make_alert(kazakhstan)
    worker = Worker()
    worker.step()

    assert path_of(worker.name).read_text() == f"worker {worker.name}\n"
    assert journal.workers() == [worker.name]
    worker.postman.close()
    assert journal.workers() == []


def test_without_a_journal_nothing_is_written_and_mail_goes_out(kazakhstan, mailbox, settings):
    settings.MAIL_JOURNAL = False
    make_subscription(make_user("follower"), kazakhstan)
    make_alert(kazakhstan)

    Worker().run_once()

    assert mailbox.count() == 1
    assert not journal.folder().exists()


def test_disk_that_refuses_holds_no_mail_up(kazakhstan, mailbox, settings, tmp_path, caplog):
    settings.VAR_DIR = tmp_path / "file"
    settings.VAR_DIR.write_text("no folder")
    make_subscription(make_user("follower"), kazakhstan)
    make_alert(kazakhstan)

    Worker().run_once()

    assert mailbox.count() == 1
    assert "no journal" in caplog.text
