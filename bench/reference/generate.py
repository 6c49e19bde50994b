"""Makes the data of the reference benchmark, the same bytes every time: the table's rows and the API's pages.

Last names (150,000) and first names (5,000) are drawn with a Zipf-Mandelbrot skew, chosen so that of 1,000,000 rows
on each side about 260,000 names meet one to one.
"""
import argparse
import itertools
import json
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shared"))

from people import CLASSES, LOCATIONS, PLATFORMS, SPECIALTIES, USER_TYPES, make_name, some_day  # noqa: E402

LAST_NAMES, FIRST_NAMES = 150_000, 5_000
LAST_SKEW, FIRST_SKEW = (1.08, 20), (1.1, 15)  # exponent, offset of the rank


def distinct_names(rng, count, accent_share):
    names = {}
    while len(names) < count:
        names[make_name(rng, rng.choice((1, 2, 2, 2, 3)), accent_share)] = None
    return list(names)


def skewed_draw(rng, names, skew, count):
    exponent, offset = skew
    weights = list(itertools.accumulate((rank + offset) ** -exponent for rank in range(1, len(names) + 1)))
    return rng.choices(names, cum_weights=weights, k=count)


def people(rng, last_names, first_names, count):
    return list(zip(skewed_draw(rng, last_names, LAST_SKEW, count), skewed_draw(rng, first_names, FIRST_SKEW, count)))


def write_table(rng, names, path):
    """Tab-separated rows in the order of their ids, which has nothing to do with the names."""
    with open(path, "w", encoding="utf-8") as out:
        for number, (last, first) in enumerate(names, 1):
            fields = (str(number), last, first, some_day(rng), rng.choice(PLATFORMS), str(rng.randrange(1, 20_000)),
                      rng.choice(SPECIALTIES), rng.choice(CLASSES))
            out.write("\t".join(fields) + "\n")


def write_pages(rng, names, page_size, folder):
    """Pages in the order of the last name's bytes; inside one last name in no order."""
    folder.mkdir()
    users = sorted(enumerate(names, 1), key=lambda user: user[1][0].encode())
    pages = -(-len(users) // page_size)
    for page in range(1, pages + 1):
        chunk = [{"id": number, "firstname": first, "lastname": last, "last_active_date": some_day(rng),
                  "practice_location": rng.choice(LOCATIONS), "specialty": rng.choice(SPECIALTIES),
                  "user_type_classification": rng.choice(USER_TYPES)}
                 for number, (last, first) in users[(page - 1) * page_size:page * page_size]]
        text = json.dumps({"current_page": page, "total_pages": pages, "users": chunk}, ensure_ascii=False)
        (folder / f"{page}.json").write_text(text, encoding="utf-8")
    return pages


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--page-size", type=int, required=True)
    parser.add_argument("folder", type=Path, help="must exist and be empty")
    options = parser.parse_args()
    rng = random.Random(20170202)
    last_names = distinct_names(rng, LAST_NAMES, 0.04)
    first_names = distinct_names(rng, FIRST_NAMES, 0.06)
    write_table(rng, people(rng, last_names, first_names, options.rows), options.folder / "table.tsv")
    write_pages(rng, people(rng, last_names, first_names, options.rows), options.page_size, options.folder / "pages")


main()
