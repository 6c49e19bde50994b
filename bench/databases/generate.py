"""Makes the rows of the database benchmark, the same bytes every time: a CSV file of five columns with a head line."""
import argparse
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shared"))

from people import SPECIALTIES, make_name, some_day  # noqa: E402

HEAD = "id,lastname,firstname,last_active_date,specialty"
NAMES = 20_000


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("folder", type=Path, help="must exist")
    options = parser.parse_args()
    rng = random.Random(20170202)
    lasts = [make_name(rng, rng.choice((1, 2, 2, 3)), 0.04) for _ in range(NAMES)]
    firsts = [make_name(rng, 2, 0.06) for _ in range(NAMES)]
    days = [some_day(rng) for _ in range(NAMES)]
    with open(options.folder / "rows.csv", "w", encoding="utf-8") as out:
        out.write(HEAD + "\n")
        for number in range(1, options.rows + 1):
            out.write(f"{number},{rng.choice(lasts)},{rng.choice(firsts)},{rng.choice(days)},{rng.choice(SPECIALTIES)}\n")


main()
