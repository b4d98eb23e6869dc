"""Quoted-printable (RFC 2045) with gaps that are filled later.

The text is encoded once. A gap is either of fixed width, letters and digits that stand in the
line as they are, or free: then the lines before it and after it end softly, so that whatever
is put there, encoded by itself, begins and ends lines of its own. A line never begins with a
dot, so nothing has to be stuffed when it is sent (RFC 5321, section 4.5.2).
"""

import re

WIDTH = 75  # a soft line break is the 76th
SOFT = b"=\r\n"
LINE_ENDS = re.compile(r"\r\n|\r|\n")
UNITS = [chr(byte).encode() if 33 <= byte <= 126 and byte != 61 else b"=%02X" % byte
         for byte in range(256)]  # fmt: skip
UNITS[32], UNITS[9] = b" ", b"\t"


def quoted(text):
    """Encoded text without gaps; it may stand in a free one."""
    return b"".join(pieces_of(text, {}, {}))


def pieces_of(text, fixed, free):
    """The encoded text as bytes, with the names of gaps between them.

    `fixed` and `free` give the name of the gap that stands for each mark in the text.
    """
    writer = Writer(fixed, free)
    marks = re.compile("|".join(map(re.escape, [*fixed, *free]))) if fixed or free else None
    for number, line in enumerate(LINE_ENDS.split(text)):
        if number:
            writer.end_line()
        writer.add_line(line, marks)
    return writer.finished()


class Writer:
    def __init__(self, fixed, free):
        self.fixed, self.free = fixed, free
        self.pieces = []  # bytes and names
        self.done = []  # bytes since the last gap
        self.units, self.width = [], 0  # of the line under way
        self.after_gap = False

    def add_line(self, line, marks):
        position = 0
        for mark in marks.finditer(line) if marks else ():
            self.add_text(line[position : mark.start()], at_end=False)
            self.add_gap(mark[0])
            position = mark.end()
        self.add_text(line[position:], at_end=True)

    def add_text(self, text, *, at_end):
        units = [UNITS[byte] for byte in text.encode("utf-8", "replace")]
        if at_end and units and units[-1] in (b" ", b"\t"):
            units[-1] = b"=%02X" % ord(units[-1])
        for unit in units:
            self.add(unit, len(unit))

    def add(self, unit, width):
        if self.after_gap:
            self.done.append(SOFT)
            self.after_gap = False
        if self.width + width > WIDTH:
            self.end_softly()
        if not self.width and unit == b".":
            unit, width = b"=2E", 3
        self.units.append(unit)
        self.width += width

    def add_gap(self, mark):
        if mark in self.fixed:
            self.add(self.fixed[mark], len(mark))
            return
        if self.after_gap or self.units:
            self.end_softly()
        self.cut()
        self.pieces.append(self.free[mark])
        self.after_gap = True

    def end_softly(self):
        self.take_line()
        self.done.append(SOFT)
        self.after_gap = False

    def end_line(self):
        self.take_line()
        self.done.append(b"\r\n")
        self.after_gap = False

    def take_line(self):
        for unit in self.units:
            if isinstance(unit, str):
                self.cut()
                self.pieces.append(unit)
            else:
                self.done.append(unit)
        self.units, self.width = [], 0

    def cut(self):
        if self.done:
            self.pieces.append(b"".join(self.done))
            self.done = []

    def finished(self):
        self.take_line()
        self.cut()
        return self.pieces
