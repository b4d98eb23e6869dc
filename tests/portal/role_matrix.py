"""The written matrix of role_matrix.txt.

MATRIX[address][who] is the status they meet when they open it. An address that some may only
post to has a line beginning with POST besides: POSTS[address][who], for an empty form.
"""

from pathlib import Path

LINES = [
    line.split()
    for line in Path(__file__).with_suffix(".txt").read_text().splitlines()
    if not line.startswith("#")
]
WHO = LINES[0][1:]


def parse(lines):
    return {name: dict(zip(WHO, map(int, statuses), strict=True)) for name, *statuses in lines}


MATRIX = parse(line for line in LINES[1:] if line[0] != "POST")
POSTS = parse(line[1:] for line in LINES[1:] if line[0] == "POST")
