"""What every contender does with two files of people: the job, and what came out of it."""
import json
from pathlib import Path

KEY = ("lastname", "firstname", "born")
COLUMNS = ("internal_id", "external_id", "lastname", "firstname", "born", "specialty", "place")  # of the output
LEFT = ("id", "lastname", "firstname", "born", "specialty", "classification")  # of the input
RIGHT = ("id", "lastname", "firstname", "born", "place", "user_type")
OUTPUT = "matches.csv"
SUMMARY = "summary.jsonl"


def counterpart(binary, out, files, pairing, memory, key=KEY):
    """The command that runs counterpart; its matches go to OUTPUT in the folder `out`, its events to its stderr."""
    text = (Path(__file__).resolve().parent / "people_job.toml.in").read_text(encoding="utf-8")
    parts = "".join(f'\n[[match.on]]\nleft  = "{field}"\nright = "{field}"\n' for field in key)
    for name, value in (("KIND", files[0].suffix[1:]), ("LEFT", files[0]), ("RIGHT", files[1]), ("PAIRING", pairing),
                        ("ON", parts)):
        text = text.replace(f"@{name}@", str(value))
    job = Path(out) / "job.toml"
    job.write_text(text, encoding="utf-8")
    return [str(binary), "run", str(job), "--memory", memory, "--json", "--progress", "never"]


def summary(events):
    """The summary that counterpart gave as its last event."""
    last = Path(events).read_text(encoding="utf-8").splitlines()[-1]
    return json.loads(last)


def pairs(path):
    """How many pairs a file of matches has, and a number that two files share if they have the same pairs in any order.

    The ids are the first two columns. The number means something within one process alone.
    """
    count, total = 0, 0
    with open(path, "rb") as lines:
        next(lines)
        for line in lines:
            total += hash(tuple(line.split(b",", 2)[:2]))
            count += 1
    return count, total % 2 ** 64
