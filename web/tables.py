"""Tables that no spreadsheet takes for formulas."""

import csv
import json

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def cell(value):
    """The value as text; what a spreadsheet would run begins with an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, list):
        value = " ".join(map(str, value))
    if isinstance(value, int):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(DANGEROUS) else text


def write_csv(file, columns, rows):
    writer = csv.writer(file)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([cell(row[name]) for name in columns])


def write_json_lines(file, rows):
    for row in rows:
        file.write(json.dumps(row, ensure_ascii=False) + "\n")
