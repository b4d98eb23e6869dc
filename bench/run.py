"""`make bench`: runs the scripts of this folder, `make faults` those of faults/, one line a figure.

    name | value | bound | ok        (or `over`)

A script that prints no figure, or fails, is a figure that is over its bound.
"""

import os
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
HELPERS = {"run", "figures", "place", "bare", "both", "crowd", "sends", "truth"}


def main(only):
    folder = FOLDER / "faults" if only[:1] == ["faults"] else FOLDER
    only = only[1:] if folder != FOLDER else only
    names = sorted({path.stem for path in folder.glob("*.py")} - HELPERS)
    if only and only[0] not in names:
        sys.exit(f"There is no {folder.name}/{only[0]}.py; there are: {', '.join(names)}")
    lines = [line for name in only or names for line in run(folder, name)]
    sys.exit(any(line.endswith("| over") for line in lines))


def run(folder, name):
    paths = f"{FOLDER.parent}:{FOLDER}:{folder}"
    environment = {**os.environ, "PYTHONPATH": paths, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, folder / f"{name}.py"], env=environment, stdout=subprocess.PIPE, text=True
    )
    lines = []
    for line in process.stdout:
        if line.rstrip().endswith(("| ok", "| over")):
            lines.append(line.rstrip())
            print(lines[-1], flush=True)
    if process.wait() or not lines:
        lines.append(f"{name} | failed with code {process.returncode} | a figure | over")
        print(lines[-1], flush=True)
    return lines


if __name__ == "__main__":
    main(sys.argv[1:])
