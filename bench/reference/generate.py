"""Makes the data of the reference benchmark, the same bytes every time: the table's rows and the API's pages.

Last names (150,000) and first names (5,000) are drawn with a Zipf-Mandelbrot skew, chosen so that of 1,000,000 rows
on each side about 260,000 names meet one to one.
"""
import argparse
import datetime
import itertools
import json
import random
from pathlib import Path

AS_OF = datetime.date(2017, 2, 2)
LAST_NAMES, FIRST_NAMES = 150_000, 5_000
LAST_SKEW, FIRST_SKEW = (1.08, 20), (1.1, 15)  # exponent, offset of the rank

ONSETS = "B Br C Ch D Dr F Fl G Gr H J K Kr L M N P R S Sch St T V W Z".split()
MIDDLES = "b ck d ff g l ll m mb n nd nn r rd rt s ss t tt v x z".split()
VOWELS = "a e i o u ai ea ei ie ou".split()
ACCENTED = "á é í ö ø ü ñ å ł č".split()
ENDS = ["", "n", "r", "s", "t", "son", "man", "berg", "ski", "ez", "well", "ton", "er", "o", "a"]
SPECIALTIES = ["Cardiology", "Dermatology", "Emergency Medicine", "Family Medicine", "Internal Medicine", "Neurology",
               "Obstetrics", "Oncology", "Ophthalmology", "Pediatrics", "Psychiatry", "Radiology", "Surgery", "Urology"]
LOCATIONS = ["amsterdam", "berlin", "boston", "chicago", "dublin", "lisbon", "london", "madrid", "new york", "oslo",
             "paris", "prague", "rome", "toronto", "vienna", "zürich"]
PLATFORMS = ["website", "mobile"]
CLASSES = ["LOW", "MEDIUM", "HIGH"]
USER_TYPES = ["Contributor", "Reader", "Editor", "Moderator"]


def make_name(rng, syllables, accent_share):
    vowels = [rng.choice(VOWELS) for _ in range(syllables)]
    if rng.random() < accent_share:
        vowels[rng.randrange(syllables)] = rng.choice(ACCENTED)
    name = rng.choice(ONSETS) + vowels[0]
    for vowel in vowels[1:]:
        name += rng.choice(MIDDLES) + vowel
    return name + rng.choice(ENDS)


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


def some_day(rng):
    return (AS_OF - datetime.timedelta(days=int(rng.expovariate(1 / 40)))).isoformat()


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
