"""Makes one set of pages of the REST benchmark, the same bytes every time: pages of about 280 bytes a record."""
import argparse
import json
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shared"))

from people import LOCATIONS, SPECIALTIES, USER_TYPES, make_name, some_day  # noqa: E402


def user(rng, number):
    first, last = make_name(rng, 2, 0.06), make_name(rng, rng.choice((2, 2, 3)), 0.04)
    return {"id": number, "firstname": first, "lastname": last, "email": f"user.{number}@example.org",
            "last_active_date": some_day(rng), "practice_location": rng.choice(LOCATIONS),
            "specialty": rng.choice(SPECIALTIES), "user_type_classification": rng.choice(USER_TYPES),
            "newsletter": rng.random() < 0.3, "visits": rng.randrange(20_000), "score": round(rng.random(), 3)}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, required=True)
    parser.add_argument("--page-size", type=int, required=True)
    parser.add_argument("folder", type=Path, help="must exist and be empty")
    options = parser.parse_args()
    rng = random.Random(20170202)
    for page in range(1, options.pages + 1):
        first = (page - 1) * options.page_size + 1
        users = [user(rng, number) for number in range(first, first + options.page_size)]
        text = json.dumps({"page": page, "total_pages": options.pages, "users": users}, ensure_ascii=False)
        (options.folder / f"{page}.json").write_text(text, encoding="utf-8")


main()
