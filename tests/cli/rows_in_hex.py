"""Reads an output as a program of its readers would, and prints its values: a line for each row, each value
in hexadecimal, '.' for an empty text, '-' for null. Usage: rows_in_hex.py csv|jsonl|report FILE"""

import csv
import json
import sys


def shown(value):
    if value is None:
        return "-"
    text = value if isinstance(value, str) else json.dumps(value)
    return text.encode("utf-8").hex() or "."


def no_such_number(name):
    raise ValueError(name + " is no JSON")


def records(path, kind):
    with open(path, "rb") as file:
        text = file.read().decode("utf-8")
    if kind == "report":
        head, _, rest = text.partition("\n\nSample Matches:\n")
        assert head.startswith("Elapsed Time: "), head
        return json.loads(rest.partition("\n\nSQL DDL:\n")[0], parse_constant=no_such_number)["users"]
    lines = text.split("\n")
    assert lines.pop() == "", "the last line has an end"
    return [json.loads(line, parse_constant=no_such_number) for line in lines]


def main():
    kind, path = sys.argv[1:]
    if kind == "csv":
        csv.field_size_limit(1 << 30)
        with open(path, newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file, strict=True))
    else:
        rows = [record.values() for record in records(path, kind)]
    for row in rows:
        print(" ".join(shown(value) for value in row))


main()
