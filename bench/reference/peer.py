"""The program that counterpart is compared with: the reference job as a plain Python script.

One unbuffered cursor that asks the server for the order, the pages one after the other over one session, and a merge
of the two streams. It writes the same report.
"""
import argparse
import datetime
import itertools
import json
import operator
import os
import time

import pymysql
import requests
from pymysql.cursors import SSCursor

# Columns of a row are called by their place: tuples are what the cursor gives fastest.
LASTNAME, FIRSTNAME, LAST_ACTIVE, PLATFORM, SPECIALTY, CLASSIFICATION = 1, 2, 3, 4, 5, 6
QUERY = ("SELECT id, lastname, firstname, last_active_date, platform_registered_on, specialty, classification "
         "FROM user ORDER BY lastname, firstname")
DDL = """CREATE TABLE user_active_status (
    id INT NOT NULL AUTO_INCREMENT,
    first_name VARCHAR(50),
    last_name VARCHAR(50),
    specialty VARCHAR(50),
    practice_location VARCHAR(50),
    platform_registered_on VARCHAR(25),
    internal_classification VARCHAR(50),
    external_classification VARCHAR(50),
    is_active_internal_platform TINYINT(1),
    is_active_external_platform TINYINT(1),
    PRIMARY KEY (id)
);"""
SAMPLE = 10


def table_users(options):
    connection = pymysql.connect(host="127.0.0.1", port=options.db_port, user="reader", database="bench", charset="utf8mb4",
                                 password=os.environ["COUNTERPART_BENCH_PASSWORD"], cursorclass=SSCursor)
    with connection, connection.cursor() as cursor:
        cursor.execute(QUERY)
        yield from cursor


def api_users(url):
    with requests.Session() as session:
        total, page = 1, 1
        while page <= total:
            response = session.get(url, params={"page": page}, timeout=60)
            response.raise_for_status()
            body = response.json()
            total = body["total_pages"]
            yield from body["users"]
            page += 1


def ordered_api_users(url):
    """The API orders by last name alone; what is missing is done here, one last name at a time."""
    for _, users in itertools.groupby(api_users(url), key=operator.itemgetter("lastname")):
        yield from sorted(users, key=operator.itemgetter("firstname"))


def meet(left, right):
    """Pairs users of one name in the order they come; what is left over on one side is passed by."""
    internal, external = next(left, None), next(right, None)
    while internal is not None and external is not None:
        internal_name = internal[LASTNAME], internal[FIRSTNAME]
        external_name = external["lastname"], external["firstname"]
        if internal_name == external_name:
            yield internal, external
            internal, external = next(left, None), next(right, None)
        elif internal_name < external_name:
            internal = next(left, None)
        else:
            external = next(right, None)


def derive(internal, external, as_of):
    external_day = datetime.date.fromisoformat(external["last_active_date"])
    return {
        "firstname": internal[FIRSTNAME],
        "lastname": internal[LASTNAME],
        "specialty": internal[SPECIALTY],
        "practice_location": external["practice_location"],
        "platform_registered_on": internal[PLATFORM],
        "internal_classification": internal[CLASSIFICATION],
        "external_classification": external["user_type_classification"],
        "is_active_internal_platform": (as_of - internal[LAST_ACTIVE]).days <= 30,
        "is_active_external_platform": (as_of - external_day).days <= 30,
    }


def write_report(path, seconds, total, sample):
    with open(path, "w", encoding="utf-8") as out:
        out.write(f"Elapsed Time: {int(seconds // 60)} minutes, {int(seconds % 60)} seconds\n\n"
                  f"Total Matches: {total}\n\nSample Matches:\n"
                  f"{json.dumps({'users': sample}, indent=4, ensure_ascii=False)}\n\nSQL DDL:\n{DDL}\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db-port", type=int, required=True)
    parser.add_argument("--url", required=True)
    parser.add_argument("--report", required=True)
    parser.add_argument("--matches", help="also write every match to this file, one JSON object a line")
    options = parser.parse_args()
    start, as_of = time.monotonic(), datetime.date(2017, 2, 2)
    everything = open(options.matches, "w", encoding="utf-8") if options.matches else None
    total, sample = 0, []
    for internal, external in meet(iter(table_users(options)), iter(ordered_api_users(options.url))):
        match = derive(internal, external, as_of)
        total += 1
        if len(sample) < SAMPLE:
            sample.append(match)
        if everything:
            everything.write(json.dumps(match, ensure_ascii=False) + "\n")
    if everything:
        everything.close()
    write_report(options.report, time.monotonic() - start, total, sample)


main()
