"""Counterpart and Splink, given the same job, and what each of them found."""
import csv
import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from datasets import judged, pairs_of_groups
from measure import Cost, measure

HERE = Path(__file__).resolve().parent
COUNTERPART, SPLINK = "counterpart", "Splink"
CONTENDERS = (COUNTERPART, SPLINK)


@dataclass(frozen=True)
class Result:
    cost: Cost
    found: object  # datasets.Found


class Linking:
    """Lets a contender link or deduplicate a dataset, once, in the folder `out`."""

    def __init__(self, binary, python, out, environment):
        self.binary, self.python, self.out = binary, python, Path(out)
        self.environment = {**environment, "TMPDIR": str(self.out), "PYTHONPATH": str(HERE.parent / "shared")}

    def result(self, contender, people, seed):
        """Cost and quality. Splink's time is without the start of Python and its imports."""
        shutil.rmtree(self.out, ignore_errors=True)
        self.out.mkdir()
        job, found, own = self._job(people, seed), self.out / "matches.csv", self.out / "cost.json"
        try:
            cost = measure(self._command(contender, people.dataset, job, found, own), self.environment,
                           errors=self.out / "errors")
        except SystemExit:
            print((self.out / "errors").read_text(encoding="utf-8", errors="replace")[-2000:])
            raise
        if own.exists():
            told = json.loads(own.read_text(encoding="utf-8"))
            cost = Cost(told["wall"], told["cpu"], cost.peak)
        return Result(cost, judged(people, self._pairs(people.dataset, found)))

    def _job(self, people, seed):
        """The dataset's job beside its files, with the seed of this run."""
        for file in people.files:
            (self.out / file.name).symlink_to(file)
        job = self.out / "job.toml"
        text = people.dataset.job.read_text(encoding="utf-8")
        job.write_text(re.sub(r"^(threshold\b.*)$", rf"\1\nseed      = {seed}", text, flags=re.M), encoding="utf-8")
        return job

    def _command(self, contender, dataset, job, found, cost):
        if contender == SPLINK:
            return [str(self.python), "-B", str(HERE / "splink_link.py"), str(job), "--out", str(found), "--cost", str(cost),
                    "--temp", str(self.out)]
        if dataset.one_side:
            return [str(self.binary), "dedupe", str(job), "-o", str(found), "-q"]
        return [str(self.binary), "run", str(job), "--memory", "1GiB", "--progress", "never"]

    @staticmethod
    def _pairs(dataset, path):
        with open(path, encoding="utf-8", newline="") as lines:
            rows = csv.reader(lines)
            next(rows)
            if dataset.one_side:  # cluster, id
                yield from pairs_of_groups((row[1], row[0]) for row in rows)
            else:
                yield from ((row[0], row[1]) for row in rows)
