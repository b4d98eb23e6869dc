"""Make the n-th statement of a deed fail, to see that all before it is taken back."""

from contextlib import contextmanager

from django.db import DatabaseError, connection

WRITES = ("INSERT", "UPDATE", "DELETE")


class Fault(DatabaseError):
    """The statement that was told to fail."""


@contextmanager
def failing_write(number):
    """The write statement of that number (from 1) raises Fault; the count is in `.seen`."""
    wrapper = FailingWrite(number)
    with connection.execute_wrapper(wrapper):
        yield wrapper


class FailingWrite:
    def __init__(self, number):
        self.number, self.seen = number, 0

    def __call__(self, execute, sql, params, many, context):
        if sql.lstrip().upper().startswith(WRITES):
            self.seen += 1
            if self.seen == self.number:
                raise Fault(sql[:80])
        return execute(sql, params, many, context)


def fail_at_every_write(deed, state):
    """Run `deed` again and again, each time failing one write later, until it comes through.

    After every failure `state()` must be what it was. Returns how many writes the deed has.
    """
    before = state()
    for number in range(1, 200):
        try:
            with failing_write(number) as fault:
                deed()
        except Fault:
            assert state() == before, f"write {number} left something behind"
        else:
            return fault.seen
    raise AssertionError("the deed has no end")
