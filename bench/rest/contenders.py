"""Who takes part, how many pages each one reads, and the commands that read them."""
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from measure import Cost, measure
from serving import program

HERE = Path(__file__).resolve().parent
PAGE_SIZE = 100
FIELDS = ["id", "firstname", "lastname", "email", "last_active_date", "practice_location", "specialty",
          "user_type_classification", "newsletter", "visits", "score"]
ONE_BY_ONE = "one by one"
# Without a delay a million records are read, so that starting up hardly counts; with one, fewer pages where they come
# one after the other ("narrow", by delay in ms), yet enough for the first page, which is read alone, to hardly count.
FULL = {"at once": 10_000, "peers at once": 2_000, "wide": 1_000, "8 wide": 1_000, "narrow": {10: 200, 50: 100, 100: 50}}
QUICK = {"at once": 10_000, "peers at once": 500, "wide": 1_000, "8 wide": 200, "narrow": {10: 50, 50: 20, 100: 10}}


@dataclass(frozen=True)
class Contender:
    program: str
    window: object  # pages in flight: a number, "auto" or ONE_BY_ONE

    def takes_part(self, delay):
        """A run is for the cost of a million records; how it waits for the network is the same as with a fetch."""
        return self.program != "counterpart run" or delay == 0

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
                Contender("counterpart run", "auto"),
                *(Contender(curl, window) for curl in ("curl to files", "curl") for window in windows),
                Contender("requests", ONE_BY_ONE), Contender("dlt", ONE_BY_ONE)]
    return [one for one in everyone if one.program.split()[0] in only]


class Reading:
    """Lets a contender read a set of pages from the server, once."""

    def __init__(self, binary, python, out, port, environment):
        self.binary, self.python, self.out, self.port = binary, python, Path(out), port
        self.environment = environment

    def cost(self, contender, delay, pages):
        """What it took. Ends the benchmark if a record is missing. The files of the reading are left in `self.out`.

        curl fails by itself if a page does.
        """
        self._clear()
        cost = measure(self._command(contender, delay, pages), self.environment)
        records = pages * PAGE_SIZE
        own = self.out / "cost.json"
        if own.exists():
            told = json.loads(own.read_text(encoding="utf-8"))
            cost, records = Cost(told["wall"], told["cpu"], cost.peak), told["records"]
        elif contender.program == "counterpart":
            records = lines_of(self.out / "records.jsonl")
        elif contender.program == "counterpart run":
            self._check_report()
        if records != pages * PAGE_SIZE:
            raise SystemExit(f"{contender.program} read {records} records of {pages * PAGE_SIZE}")
        return cost

    def _clear(self):
        shutil.rmtree(self.out, ignore_errors=True)
        self.out.mkdir()

    def _command(self, contender, delay, pages):
        url = f"http://127.0.0.1:{self.port}/{delay}/{pages}/users"
        if contender.program.startswith("counterpart"):
            return self._counterpart(contender, url, pages)
        if contender.program.startswith("curl"):
            out = str(self.out / "#1.json") if contender.program == "curl to files" else "/dev/null"
            return [program("curl"), "--no-progress-meter", "--fail", "--fail-early", "--parallel", "--parallel-immediate",
                    "--parallel-max", str(contender.window), "-o", out, f"{url}?page=[1-{pages}]"]
        script, out = {"requests": ("one_by_one.py", "records.jsonl"), "dlt": ("dlt_extract.py", "dlt")}[contender.program]
        return [str(self.python), "-B", str(HERE / script), "--url", url, "--out", str(self.out / out),
                "--cost", str(self.out / "cost.json")]

    def _counterpart(self, contender, url, pages):
        fetches = contender.program == "counterpart"
        text = (HERE / "job.toml.in").read_text(encoding="utf-8")
        for name, value in (("URL", url), ("WINDOW", json.dumps(contender.window)),
                            ("COLUMNS", f"columns = {json.dumps(FIELDS)}" if fetches else "")):
            text = text.replace(f"@{name}@", value)
        job = self.out / "job.toml"
        job.write_text(text, encoding="utf-8")
        last = {"id": 1, "email": f"user.{pages * PAGE_SIZE}@example.org"}
        (self.out / "one.jsonl").write_text(json.dumps(last), encoding="utf-8")
        if fetches:
            return [str(self.binary), "fetch", str(job), "--side", "right", "-o", str(self.out / "records.jsonl"), "-q"]
        return [str(self.binary), "run", str(job), "-q"]

    def _check_report(self):
        if "Total Matches: 1\n" not in (self.out / "report.txt").read_text(encoding="utf-8"):
            raise SystemExit("counterpart run did not find the last record")


def lines_of(path):
    with open(path, "rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
