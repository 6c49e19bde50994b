"""Holds the instructions that a run takes for each record against a stored bound: instructions_test.py BINARY [--renew].

Instructions can be counted again and again with the same result, times cannot. Two runs over two CSV files, one of 2,000
and one of 12,000 persons a side, are counted by callgrind; their difference is what 20,000 records take, without the
start of the program. The bound has room for another compiler and another C library. With --renew it is set anew: do so
when a change makes the program faster, or slower for a good reason.
"""
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

BOUND = Path(__file__).resolve().with_suffix(".txt")
ROOM = 1.25
FEW, MANY = 2_000, 12_000
# The C library chooses its functions by what the processor can do; these hardly any lacks, so that the choice is the same.
SAME_FUNCTIONS = "glibc.cpu.hwcaps=-AVX2,-AVX512F,-AVX512VL,-AVX512BW,-ERMS,-FSRM,-AVX2_Usable,-AVX512F_Usable"

JOB = """as_of = 2017-02-02
[left]
source = "csv"
path   = "left.csv"
id     = "id"
types  = { id = "int64" }
[right]
source = "csv"
path   = "right.csv"
id     = "id"
types  = { id = "int64", born = "date" }
[match]
pairing = "one-to-one"
[[match.on]]
left      = "lastname"
right     = "lastname"
normalize = "name"
[[match.on]]
left  = "firstname"
right = "firstname"
[[column]]
name = "left_id"
from = "left.id"
[[column]]
name = "right_id"
from = "right.id"
[[column]]
name = "lastname"
from = "left.lastname"
[[column]]
name = "born"
from = "right.born"
[[output]]
kind = "csv"
path = "matches.csv"
[[output]]
kind = "jsonl"
path = "only-left.jsonl"
what = "unmatched-left"
"""


def name(number, syllables):
    """Looks like one, and is another one for another number of less than 60 to the power of `syllables`."""
    parts = []
    for _ in range(syllables):
        number, part = divmod(number, 60)
        parts.append("bdfgklmnprst"[part // 5] + "aeiou"[part % 5])
    return "".join(parts).title()


def write_people(path, numbers):
    """Persons by their numbers, in an order that is none; a number is the same person in each file."""
    with open(path, "w", encoding="utf-8") as out:
        out.write("id,lastname,firstname,born,city\n")
        for row, number in enumerate(sorted(numbers, key=lambda number: number * 7_919 % 100_003), 1):
            day = f"{1940 + number % 60}-{1 + number % 12:02}-{1 + number % 28:02}"
            out.write(f"{row},{name(number * 31 % 9_973, 4)},{name(number % 3_001, 2)},{day},city {number % 97}\n")


def instructions(binary, folder, count):
    """Of a run over so many persons a side, of whom six of ten are on both."""
    folder.mkdir()
    write_people(folder / "left.csv", range(count))
    write_people(folder / "right.csv", range(count * 2 // 5, count * 7 // 5))
    (folder / "job.toml").write_text(JOB, encoding="utf-8")
    counted = folder / "callgrind.out"
    command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={counted}", binary, "run", "job.toml", "--threads", "1"]
    run = subprocess.run(command, cwd=folder, env={**os.environ, "GLIBC_TUNABLES": SAME_FUNCTIONS}, check=False,
                         capture_output=True, text=True)
    if run.returncode != 0:
        raise SystemExit(f"the run failed: {run.stderr[-2000:]}")
    matches = (folder / "matches.csv").read_text(encoding="utf-8").count("\n") - 1
    if matches < count // 2:
        raise SystemExit(f"{matches} matches of {count} persons: the data is not what it should be")
    return int(re.search(r"^(?:summary|totals): (\d+)", counted.read_text(encoding="utf-8"), re.M).group(1))


def main():
    binary = str(Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory(prefix="counterpart-instructions-") as temp:
        few, many = (instructions(binary, Path(temp, str(count)), count) for count in (FEW, MANY))
    taken = round((many - few) / (2 * (MANY - FEW)))
    if "--renew" in sys.argv[2:]:
        BOUND.write_text(f"{round(taken * ROOM)} instructions a record at most; {taken} when this was written by "
                         "instructions_test.py --renew\n", encoding="utf-8")
    bound = int(BOUND.read_text(encoding="utf-8").split()[0])
    print(f"{taken} instructions a record; at most {bound}")
    if taken > bound:
        raise SystemExit("slower than before; callgrind_annotate or docs/performance.md shows where. "
                         "If there is a good reason: tests/cli/instructions_test.py BINARY --renew")
    if taken < bound / ROOM / 2:
        print("twice as fast as when the bound was set; --renew it")


main()
