"""The commands that read the rows or load them, what each one leaves, and whether that is all of it."""
import filecmp
import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from measure import Cost, measure
from servers import COLUMNS, ENVIRONMENT, create
from serving import program

HERE = Path(__file__).resolve().parent
TABLE, PART, LOADED = "person", "person_part", "loaded"  # all rows; those that slow programs read; those of a load
SELECT = f"SELECT {', '.join(COLUMNS)} FROM {TABLE}"
MANY = 5  # times the rows, while memory is measured
FILE, NOWHERE, ELSEWHERE = "file", "/dev/null", "elsewhere"


@dataclass(frozen=True)
class Contender:
    program: str
    sink: str
    rows: int


def many():
    """The same rows several times: one statement of a long answer."""
    return f"{SELECT} CROSS JOIN ({' UNION ALL '.join(['SELECT 1 AS one'] * MANY)}) AS times"


class Work:
    """Lets contenders read from a database or load into it, one after the other."""

    def __init__(self, options, database, python, data, out):
        self.options, self.database, self.python = options, database, python
        self.rows, self.part = data / "rows.csv", data / "part.csv"
        self.out = Path(out)
        self.last_name = last_line(self.rows).split(",")[1]

    # Reading: counterpart and the native client to a file in memory, and to nowhere.

    def readers(self):
        options, taking_part = self.options, []
        if "counterpart" in options.only:
            taking_part += [Contender("fetch", FILE, options.rows), Contender("run", NOWHERE, options.rows)]
        if "native" in options.only:
            taking_part += [Contender(name, sink, options.rows) for name in self.database.dumps(SELECT)
                            for sink in (FILE, NOWHERE)]
        if "connectorx" in options.only:
            taking_part.append(Contender("connectorx", ELSEWHERE, options.rows))
        if "dlt" in options.only:
            taking_part.append(Contender("dlt", ELSEWHERE, options.part))
        return taking_part

    def read(self, one):
        """What it took. Ends the benchmark if not all rows came."""
        self._clear()
        if one.program in ("fetch", "run"):
            cost = measure(self._counterpart(one.program, f'table = "{TABLE}"'), ENVIRONMENT)
        elif one.program in ("connectorx", "dlt"):
            way = {"connectorx": "connectorx", "dlt": "dlt-read"}[one.program]
            table = TABLE if one.rows == self.options.rows else PART
            cost = self._peer(one, way, "--table", table, "--columns", ", ".join(COLUMNS))
        else:
            command = self.database.dumps(SELECT)[one.program]
            with open(self.out / "rows.out" if one.sink == FILE else NOWHERE, "wb") as out:
                cost = measure(command, ENVIRONMENT, out)
        self._check_reading(one)
        return cost

    def _check_reading(self, one):
        if one.program == "fetch" and not filecmp.cmp(self.out / "rows.csv", self.rows, shallow=False):
            raise SystemExit(f"{self.database.name}: counterpart fetch wrote other rows than those that were made")
        if one.program == "run" and "Total Matches: 1\n" not in (self.out / "report.txt").read_text(encoding="utf-8"):
            raise SystemExit(f"{self.database.name}: counterpart run did not find its record")
        if one.sink == FILE and one.program not in ("fetch", "`psql`, binary COPY"):
            lines = lines_of(self.out / "rows.out")
            if lines not in (one.rows, one.rows + 1):
                raise SystemExit(f"{self.database.name}: {one.program} wrote {lines} lines of {one.rows}")

    # Loading, each time into an empty table with a primary key.

    def loaders(self):
        options, taking_part = self.options, []
        if "counterpart" in options.only:
            taking_part += [Contender(way, "", options.load) for way in self.database.ways]
        if "native" in options.only:
            taking_part.append(Contender("native", "", options.load))
        if "dlt" in options.only:
            taking_part.append(Contender("dlt", "", options.dlt_load))
        return taking_part

    def load(self, one):
        """What it took. Ends the benchmark if not all rows are there."""
        self._clear()
        if one.program == "dlt":
            return self._peer(one, "dlt-load", "--file", str(self.part), "--rows", str(one.rows))
        self.database.run(*self.database.ways.get(one.program, ()), f"DROP TABLE IF EXISTS {LOADED}", create(LOADED))
        command = self.database.load(self.part, LOADED) if one.program == "native" else \
            [str(self.options.loader), str(self.part), self.database.url, LOADED]
        cost = measure(command, ENVIRONMENT)
        there = self.database.run(f"SELECT COUNT(*) FROM {LOADED}").strip()
        if there != str(one.rows):
            raise SystemExit(f"{self.database.name}: of {one.rows} rows {there} were loaded by {one.program}")
        return cost

    def compare_loaded(self):
        """Ends the benchmark if the table that counterpart loads does not hold the rows of the file."""
        self.load(Contender("load", "", self.options.load))
        self._clear()
        rows = f'query = "SELECT {", ".join(COLUMNS)} FROM {LOADED} ORDER BY id"'
        measure(self._counterpart("fetch", rows), ENVIRONMENT)
        if not filecmp.cmp(self.out / "rows.csv", self.part, shallow=False):
            raise SystemExit(f"{self.database.name}: the loaded rows are not those of the file")

    # Memory, of an answer several times as long.

    def peaks(self):
        """MiB by program."""
        name = next(iter(self.database.dumps("")))
        self._clear()
        fetch = self._counterpart("fetch", f'query = "{many()}"')
        found = {"counterpart": self._peak(fetch)}
        if lines_of(self.out / "rows.csv") != self.options.rows * MANY + 1:
            raise SystemExit(f"{self.database.name}: counterpart fetch did not write all rows of the long answer")
        self._clear()
        found["start"] = self._peak([str(self.options.binary), "--version"])
        found[name] = self._peak(self.database.dumps(many())[name])
        return found

    def _peak(self, command):
        """Told by a small parent: Linux counts what the parent had in memory at the start."""
        told = self.out / "peak"
        subprocess.run([program("time"), "-q", "-f", "%M", "-o", told, *command], env=ENVIRONMENT, check=True,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        return int(told.read_text(encoding="utf-8")) / 1024

    # The parts of all three.

    def _clear(self):
        shutil.rmtree(self.out, ignore_errors=True)
        self.out.mkdir()

    def _counterpart(self, command, rows):
        if command == "fetch":  # the other one reads what it needs
            rows += f"\ncolumns = {json.dumps(COLUMNS)}"
        text = (HERE / "job.toml.in").read_text(encoding="utf-8")
        password = 'password = { env = "COUNTERPART_BENCH_PASSWORD" }\n' if self.database.url_kind == "mysql" else ""
        for name, value in (("SOURCE", self.database.url_kind), ("URL", self.database.url), ("ROWS", password + rows)):
            text = text.replace(f"@{name}@", value)
        job = self.out / "job.toml"
        job.write_text(text, encoding="utf-8")
        (self.out / "one.jsonl").write_text(json.dumps({"id": 1, "lastname": self.last_name}), encoding="utf-8")
        sink = ["--side", "left", "-o", str(self.out / "rows.csv")] if command == "fetch" else []
        return [str(self.options.binary), command, str(job), *sink, "-q"]

    def _peer(self, one, way, *more):
        told = self.out / "cost.json"
        whole = measure([str(self.python), "-B", str(HERE / "peers.py"), way, "--url", self.database.urls()[one.program],
                         "--out", str(self.out / "dlt"), "--cost", str(told), *more], ENVIRONMENT)
        cost = json.loads(told.read_text(encoding="utf-8"))
        if cost["records"] != one.rows:
            raise SystemExit(f"{self.database.name}: {one.program} had {cost['records']} rows of {one.rows}")
        return Cost(cost["wall"], cost["cpu"], whole.peak)


def lines_of(path):
    with open(path, "rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))


def last_line(path):
    with open(path, "rb") as file:
        file.seek(-1000, 2)
        return file.read().decode("utf-8", "replace").splitlines()[-1]
