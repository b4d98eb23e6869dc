"""Reading an eleven-page report from a text file."""

import io
from pathlib import Path

import place
from figures import figure, seconds

place.empty()

from django.core.management import call_command  # noqa: E402

SAMPLE = place.ROOT / "portal" / "sample" / "almaty-2017.txt"
SEED = place.ROOT.parent / "shared" / "seed" / "almaty-2017.txt"


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


if __name__ == "__main__":
    main()
