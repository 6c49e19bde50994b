"""Who takes part, how many pages each one reads, and the commands that read them."""
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from measure import Cost, measure
from serving import program

HERE = Path(__file__).resolve().parent
PAGE_SIZE = 100
ONE_BY_ONE = "one by one"
# Without a delay a million records are read, so that starting up hardly counts; with one, fewer pages where they come
# one after the other: by delay in ms.
FULL = {"at once": 10_000, "peers at once": 2_000, "wide": 1_000, "8 wide": 1_000, "narrow": {10: 200, 50: 100, 100: 50}}
QUICK = {"at once": 10_000, "peers at once": 500, "wide": 1_000, "8 wide": 200, "narrow": {10: 50, 50: 20, 100: 10}}


@dataclass(frozen=True)
class Contender:
    program: str
    window: object  # pages in flight: a number, "auto" or ONE_BY_ONE

    def pages(self, delay, quick):
        """How many pages it reads."""
        amounts = QUICK if quick else FULL
        if delay == 0:
            return amounts["peers at once" if self.window == ONE_BY_ONE else "at once"]
        if self.window in (1, ONE_BY_ONE):
            return amounts["narrow"][delay]
        return amounts["8 wide" if self.window == 8 else "wide"]


def contenders(only, windows):
    everyone = [*(Contender("counterpart", window) for window in (*windows, "auto")),
                *(Contender("curl -Z", window) for window in windows),
                Contender("requests", ONE_BY_ONE), Contender("dlt", ONE_BY_ONE)]
    return [one for one in everyone if one.program in only]


class Reading:
    """Lets a contender read a set of pages from the server, once."""

    def __init__(self, binary, python, out, port, environment):
        self.binary, self.python, self.out, self.port = binary, python, Path(out), port
        self.environment = environment

    def cost(self, contender, delay, pages):
        """What it took. Ends the benchmark if a record is missing. The files of the reading are left in `self.out`."""
        self._clear()
        cost = measure(self._command(contender, delay, pages), self.environment)
        records = pages * PAGE_SIZE
        own = self.out / "cost.json"
        if own.exists():
            told = json.loads(own.read_text(encoding="utf-8"))
            cost, records = Cost(told["wall"], told["cpu"], cost.peak), told["records"]
        elif contender.program == "counterpart":
            records = lines_of(self.out / "records.jsonl")
        if records != pages * PAGE_SIZE:
            raise SystemExit(f"{contender.program} read {records} records of {pages * PAGE_SIZE}")
        return cost

    def _clear(self):
        shutil.rmtree(self.out, ignore_errors=True)
        self.out.mkdir()

    def _command(self, contender, delay, pages):
        url = f"http://127.0.0.1:{self.port}/{delay}/{pages}/users"
        if contender.program == "counterpart":
            return self._counterpart(url, contender.window)
        if contender.program == "curl -Z":
            return [program("curl"), "--no-progress-meter", "--fail", "--fail-early", "--parallel", "--parallel-immediate",
                    "--parallel-max", str(contender.window), "-o", "/dev/null", f"{url}?page=[1-{pages}]"]
        script, out = ("one_by_one.py", "records.jsonl") if contender.program == "requests" else ("dlt_extract.py", "dlt")
        return [str(self.python), "-B", str(HERE / script), "--url", url, "--out", str(self.out / out),
                "--cost", str(self.out / "cost.json")]

    def _counterpart(self, url, window):
        text = (HERE / "job.toml.in").read_text(encoding="utf-8")
        text = text.replace("@URL@", url).replace("@WINDOW@", json.dumps(window))
        job = self.out / "job.toml"
        job.write_text(text, encoding="utf-8")
        return [str(self.binary), "fetch", str(job), "--side", "right", "-o", str(self.out / "records.jsonl"), "-q"]


def lines_of(path):
    with open(path, "rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
