"""What a page asks about its reader again and again is asked once a visit.

Only while a GET or HEAD is answered, which changes nothing: the answer is forgotten with the
visit, and whatever writes asks the database each time. So a right that ends is gone at the
next request, as ever.
"""

from contextvars import ContextVar

answers: ContextVar[dict | None] = ContextVar("answers", default=None)


def ask_once(get_response):
    """Middleware: remember answers while a request that only reads is answered."""

    def middleware(request):
        token = answers.set({} if request.method in ("GET", "HEAD") else None)
        try:
            return get_response(request)
        finally:
            answers.reset(token)

    return middleware


def once(question, ask):
    """What ask() gives, or gave before to the same question of the same visit."""
    known = answers.get()
    if known is None:
        return ask()
    if question not in known:
        known[question] = ask()
    return known[question]
