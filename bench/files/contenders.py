"""Who joins two files of people, what each of them does, and the commands that do it."""
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from measure import Cost, Failed, measure
from people_job import KEY, OUTPUT, counterpart, pairs
from serving import program

HERE = Path(__file__).resolve().parent
SHARED = HERE.parent / "shared"
ALL, ONE = "all", "one-to-one"
MILLION = 1_000_000


@dataclass(frozen=True)
class Contender:
    program: str
    pairing: str
    memory: str = ""  # the limit that it is told, if it takes one
    kinds: tuple = ("csv", "jsonl")
    most: int = 10 * MILLION  # persons a side; of more it would take more memory than is good for the machine
    may_fail: bool = False

    @property
    def label(self):
        return f"{self.program}, {self.memory}" if self.memory else self.program

    def takes_part(self, kind, count):
        return kind in self.kinds and count <= self.most


CONTENDERS = (
    Contender("counterpart", ALL, "64MiB"), Contender("counterpart", ALL, "256MiB"),
    Contender("DuckDB", ALL, "2GiB"), Contender("DuckDB", ALL, "256MiB", may_fail=True),
    Contender("Polars", ALL),
    Contender("xan join", ALL, kinds=("csv",)),
    Contender("mlr join", ALL, most=MILLION),
    Contender("sort, join", ALL, kinds=("csv",)),
    Contender("counterpart", ONE, "64MiB"), Contender("counterpart", ONE, "256MiB"),
    Contender("DuckDB", ONE, "2GiB"), Contender("DuckDB", ONE, "256MiB", may_fail=True),
    Contender("Polars", ONE),
)


class Joining:
    """Lets a contender join two files, once; what it writes is in the folder `out` until the next one does."""

    def __init__(self, binary, python, xan, out, environment):
        self.binary, self.python, self.xan, self.out = binary, python, xan, Path(out)
        self.environment = {**environment, "TMPDIR": str(self.out), "PYTHONPATH": str(SHARED)}

    def cost(self, contender, files):
        """What it took; None if it failed and may fail. Python programs tell of themselves from after their imports."""
        shutil.rmtree(self.out, ignore_errors=True)
        self.out.mkdir()
        try:
            cost = measure(self._command(contender, files), self.environment, errors=self.out / "errors")
        except Failed:
            if contender.may_fail:
                return None
            print((self.out / "errors").read_text(encoding="utf-8", errors="replace")[-2000:])
            raise
        own = self.out / "cost.json"
        if not own.exists():
            return cost
        told = json.loads(own.read_text(encoding="utf-8"))
        return Cost(told["wall"], told["cpu"], cost.peak)

    def pairs(self):
        return pairs(self.out / OUTPUT)

    def _command(self, contender, files):
        out, key = self.out / OUTPUT, ",".join(KEY)
        left, right = map(str, files)
        if contender.program == "counterpart":
            return counterpart(self.binary, self.out, files, contender.pairing, contender.memory)
        if contender.program in ("DuckDB", "Polars"):
            script = SHARED / "duckdb_join.py" if contender.program == "DuckDB" else HERE / "polars_join.py"
            limit = ["--memory", contender.memory, "--temp", str(self.out)] if contender.memory else []
            return [str(self.python), "-B", str(script), "--left", left, "--right", right, "--kind", files[0].suffix[1:],
                    "--pairing", contender.pairing, "--key", key, *limit, "--out", str(out),
                    "--cost", str(self.out / "cost.json")]
        if contender.program == "xan join":
            shell = (f'"$1" join {key} "$2" {key} "$3" --prefix-right right_ | '
                     f'"$1" select id,right_id,{key},specialty,right_place >"$4"')
            return ["bash", "-o", "pipefail", "-c", shell, "xan", str(self.xan), left, right, str(out)]
        if contender.program == "mlr join":
            kind = "--icsv" if files[0].suffix == ".csv" else "--ijsonl"
            fields = f"internal_id,external_id,{key},specialty,place"
            return [program("mlr"), "--no-auto-flatten", kind, "--ocsv", "--from", right, "rename", "id,external_id", "then",
                    "join", "-j", key, "-f", left, "then", "rename", "id,internal_id", "then", "cut", "-o", "-f", fields,
                    "then", "tee", str(out), "then", "nothing"]
        return [str(HERE / "sort_join"), left, right, str(out), str(self.out)]
