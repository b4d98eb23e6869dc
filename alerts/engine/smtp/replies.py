"""A server's replies, out of the bytes as they come (RFC 5321, section 4.2)."""

import functools

LONGEST_LINE = 2048  # the standard says 512; some servers are chatty
MOST_LINES = 100


class Garbled(Exception):
    """What came is no reply."""


class Replies:
    """Keeps what is not yet a whole reply, and never more than a reply can hold."""

    def __init__(self):
        self.rest = b""
        self.lines = []

    def feed(self, data):
        """The whole replies that these bytes complete, as (code, text)."""
        is_fresh = not self.rest and not self.lines and len(data) < LONGEST_LINE
        if is_fresh and (replies := whole(data)):
            return replies
        *lines, self.rest = (self.rest + data).split(b"\n")
        if len(self.rest) > LONGEST_LINE:
            raise Garbled("a line without end")
        replies = []
        for line in lines:
            code, more, text = parted(line)
            if not more and not self.lines:  # as nearly always
                replies.append((code, text))
                continue
            self.lines.append(text)
            if more:
                if len(self.lines) > MOST_LINES:
                    raise Garbled("a reply without end")
            else:
                replies.append((code, b"\n".join(self.lines)))
                self.lines = []
        return replies


@functools.lru_cache(64)  # most come in the same few groups
def whole(data):
    """The replies, if each is of one line and ended; otherwise none, and `feed` looks closer."""
    *lines, rest = data.split(b"\n")
    parts = [parted(line) for line in lines]
    if rest or any(more for _code, more, _text in parts):
        return ()
    return tuple((code, text) for code, _more, text in parts)


@functools.lru_cache(256)
def parted(line):
    """(250, False, b"2.0.0 kept") for b"250 2.0.0 kept"; the sign after the code says "more"."""
    digits, sign = line[:3], line[3:4]
    if not digits.isdigit() or len(line) > LONGEST_LINE or sign not in b" -\r":
        raise Garbled("no reply of a mail server")
    return int(digits), sign == b"-", line[4:].rstrip(b"\r")
