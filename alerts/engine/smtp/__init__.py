"""Handing mail to a server: a client of our own, because a message costs it microseconds.

`replies` reads what the server says, `verdicts` says what that means for a message,
`dialogue` knows the order of things to say and does no input or output, `opening` makes a
connection, `line` is one connection at work and `lines` all those of a worker.
"""

from .lines import Lines, Start
from .opening import RelayDown, opened
from .verdicts import Answer, Verdict, judged, masked

__all__ = ["Answer", "Lines", "RelayDown", "Start", "Verdict", "judged", "masked", "opened"]
