"""The people that are linked: sets with a known truth from a folder, and a large one that is made up.

Of the truth nothing reaches the programs: it is taken from the original files and the ids alone.
"""
import csv
import subprocess
import sys
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "shared")]

from kept import made_once  # noqa: E402
from people_files import compiled, sources  # noqa: E402

PERSONS = HERE / "make_persons.cpp"


@dataclass(frozen=True)
class Dataset:
    name: str
    sides: tuple  # names of the files
    origin: str = ""  # what they are made of, in the folder DATA; a file for each side
    of_f1: float = 0  # the aim

    @property
    def job(self):
        return HERE / f"{self.name.split('-')[0]}.toml"

    @property
    def one_side(self):
        return len(self.sides) == 1


DATASETS = (
    Dataset("fake_1000", ("persons",), "fake_1000.csv"),
    Dataset("febrl3", ("persons",), "febrl/dataset3.csv", 0.996),
    Dataset("febrl4", ("left", "right"), "febrl/dataset4a.csv febrl/dataset4b.csv", 0.9998),
    Dataset("historical_50k", ("persons",), "historical_50k.csv", 0.83),
)


def persons(count):
    """`count` made-up persons on each side; truth as wide as they are."""
    return Dataset(f"persons-{count}", ("left", "right"))


def rows_of(path):
    """The rows of a CSV file, fields trimmed."""
    with open(path, encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        names = [name.strip() for name in next(rows)]
        for row in rows:
            yield dict(zip(names, (field.strip() for field in row)))


def trimmed(origin, out):
    """Writes a file as CSV with trimmed fields, the id first and without the truth. Gives the person of each id."""
    person_of = {}
    with open(out, "w", encoding="utf-8", newline="") as file:
        writer = None
        for row in rows_of(origin):
            identity = row.pop("unique_id", None) or row.pop("rec_id")
            person = row.pop("cluster", None) or identity.split("-")[1]
            person_of[identity] = person
            writer = writer or csv.DictWriter(file, ["id", *row])
            if file.tell() == 0:
                writer.writeheader()
            writer.writerow({"id": identity, **row})
    return person_of


class People:
    """The files of a dataset, and its truth: two ids are of one person if `person_of` has the same for both."""

    def __init__(self, dataset, folder, data):
        self.dataset = dataset
        if dataset.origin:
            folder = folder / dataset.name
            folder.mkdir(parents=True, exist_ok=True)
            self.files = [folder / f"{side}.csv" for side in dataset.sides]
            origins = [data / path for path in dataset.origin.split()]
            self.persons = [trimmed(origin, file) for origin, file in zip(origins, self.files)]
        else:
            count = int(dataset.name.split("-")[1])
            program = compiled(PERSONS, folder / "person-generator")

            def make(made):
                for side in dataset.sides:
                    subprocess.run([program, side, str(count), made / f"{side}.csv"], check=True)

            made = made_once(folder / dataset.name, sources(PERSONS), make)
            self.files = [made / f"{side}.csv" for side in dataset.sides]
            self.persons = None

    def is_true(self, left, right):
        if self.persons is None:
            return left[1:] == right[1:]  # ids are L and R with the number of the person
        return self.persons[0][left] == self.persons[-1][right]

    def true_pairs(self):
        """How many there are."""
        if self.persons is None:
            return self._common()
        if self.dataset.one_side:
            sizes = {}
            for person in self.persons[0].values():
                sizes[person] = sizes.get(person, 0) + 1
            return sum(size * (size - 1) // 2 for size in sizes.values())
        sizes = {}
        for person in self.persons[0].values():
            sizes[person] = sizes.get(person, 0) + 1
        return sum(sizes.get(person, 0) for person in self.persons[1].values())

    def _common(self):
        numbers = []
        for file in self.files:
            with open(file, encoding="utf-8") as lines:
                next(lines)
                numbers.append({line.split(",", 1)[0][1:] for line in lines})
        return len(numbers[0] & numbers[1])


@dataclass(frozen=True)
class Found:
    """Pairs found, held against the truth."""
    right: int
    wrong: int
    missed: int

    @property
    def precision(self):
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self):
        return self.right / max(1, self.right + self.missed)

    @property
    def f1(self):
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)


def judged(people, pairs):
    """Distinct pairs of ids against the truth."""
    right = wrong = 0
    for left, right_id in pairs:
        if people.is_true(left, right_id):
            right += 1
        else:
            wrong += 1
    return Found(right, wrong, people.true_pairs() - right)


def pairs_of_groups(groups):
    """All pairs within the groups of a mapping from id to group."""
    members = {}
    for identity, group in groups:
        members.setdefault(group, []).append(identity)
    for ids in members.values():
        yield from combinations(ids, 2)
