"""Reading eleven-page reports from text files: one, and a thousand of them into the database."""

import io
import os
import resource
import subprocess
import sys
from pathlib import Path

import place
from figures import figure, seconds

place.empty()

from django.core.management import call_command  # noqa: E402

SAMPLE = place.ROOT / "portal" / "sample" / "almaty-2017.txt"
SEED = place.ROOT.parent / "shared" / "seed" / "almaty-2017.txt"
FEW, MANY = 100, 1000
LENGTH = 14_000  # bytes, of the reports that the bound speaks of


def main():
    call_command("load_countries", verbosity=0)
    report = SEED if SEED.exists() else SAMPLE
    file = str(report)

    def check():
        call_command("import_report", file, "--check", stdout=io.StringIO())

    check()
    kilobytes = Path(file).stat().st_size / 1000
    figure(f"check a report of {kilobytes:.0f} kB", seconds(check) * 1000, 500, "ms")
    taken = seconds(lambda: call_command("import_report", file, stdout=io.StringIO()))
    figure("import it", taken * 1000, 1000, "ms")
    _taken, few = measured(FEW)
    taken, many = measured(MANY)
    figure(f"import {MANY:,} reports of {LENGTH // 1000} kB", taken, 30, "s", digits=1)
    figure(f"peak memory of it, times that of {FEW}", many / few, 1.2, digits=2)


def measured(count):
    """Seconds and peak memory of a process of its own that imports so many reports."""
    command = [sys.executable, __file__, str(count)]
    environment = {**os.environ, "PYTHONPATH": str(place.ROOT)}
    told = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True, env=environment
    ).stdout
    return tuple(map(float, told.split()))


def import_many(count):
    """Reports of several posts and years, each with words and numbers of its own."""
    call_command("load_countries", verbosity=0)
    text = SAMPLE.read_text(encoding="utf-8")
    prose = [block for block in text.split("\n\n") if len(block) > 200]
    text = f"{text}\n\n" + "\n\n".join(prose)[: LENGTH - len(text.encode())]
    folder = Path(place.scratch.name)
    files = []
    for number in range(count):
        post = f"Town{chr(97 + number % 20)}{chr(97 + number // 20 % 10)}"
        report = text.replace("Almaty", post).replace(
            " 2017 Crime", f" {2015 + number // 200} Crime"
        )
        report = report.replace("-4892", f"-{1000 + number}")
        path = folder / f"{number}.txt"
        path.write_text((report + f"\n\nNumber {number}.")[:LENGTH], encoding="utf-8")
        files.append(str(path))

    def deed():
        call_command("import_report", *files, stdout=io.StringIO(), stderr=io.StringIO())

    taken = seconds(deed)
    print(taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        import_many(int(sys.argv[1]))
    else:
        main()
