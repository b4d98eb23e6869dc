"""A server's replies, out of the bytes as they come (RFC 5321, section 4.2)."""

LONGEST_LINE = 2048  # the standard says 512; some servers are chatty
MOST_LINES = 100


class Garbled(Exception):
    """What came is no reply."""


class Replies:
    """Keeps what is not yet a whole reply, and never more than a reply can hold."""

    def __init__(self):
        self.rest = b""
        self.lines = []

    @property
    def is_between(self):
        """True if no reply is under way: the next bytes begin one."""
        return not self.rest and not self.lines

    def feed(self, data):
        """The whole replies that these bytes complete, as (code, text)."""
        *lines, self.rest = (self.rest + data).split(b"\n")
        if len(self.rest) > LONGEST_LINE:
            raise Garbled("a line without end")
        replies = []
        for line in lines:
            code, more, text = parted(line)
            self.lines.append(text)
            if more:
                if len(self.lines) > MOST_LINES:
                    raise Garbled("a reply without end")
            else:
                replies.append((code, b"\n".join(self.lines)))
                self.lines = []
        return replies


def whole(data):
    """The replies that these bytes are if nothing is cut off; otherwise none."""
    replies = Replies()
    try:
        return replies.feed(data) if data.endswith(b"\n") else []
    except Garbled:
        return []


def parted(line):
    """(250, False, b"2.0.0 kept") for b"250 2.0.0 kept"; the sign after the code says "more"."""
    digits, sign = line[:3], line[3:4]
    if not digits.isdigit() or len(line) > LONGEST_LINE or sign not in b" -\r":
        raise Garbled("no reply of a mail server")
    return int(digits), sign == b"-", line[4:].rstrip(b"\r")
