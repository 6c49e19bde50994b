"""The reference job as DuckDB does it from local files: the table's dump and the pages are there, nothing is fetched.

Users of one name are paired in the order of their ids. It writes the figures of the same report.
"""
import argparse
import datetime
import json
import time

import duckdb
from stopwatch import Stopwatch

TABLE = """read_csv('{data}/table.tsv', delim = '\\t', header = false, quote = '', escape = '', columns = {{
  id: 'INTEGER', lastname: 'VARCHAR', firstname: 'VARCHAR', last_active_date: 'DATE', platform_registered_on: 'VARCHAR',
  practice_id: 'INTEGER', specialty: 'VARCHAR', classification: 'VARCHAR'}})"""
# A page is one line: that DuckDB reads fastest.
PAGES = """(SELECT u.* FROM (SELECT unnest(users) AS u FROM read_json('{data}/pages/*.json', format = 'newline_delimited', columns = {{
  users: 'STRUCT(id INTEGER, firstname VARCHAR, lastname VARCHAR, last_active_date DATE, practice_location VARCHAR,
  specialty VARCHAR, user_type_classification VARCHAR)[]'}})))"""
ACTIVE = "date '2017-02-02' - {side}.last_active_date <= 30"
MATCHES = f"""
  WITH i AS (SELECT *, row_number() OVER (PARTITION BY lastname, firstname ORDER BY id) AS place FROM {TABLE}),
       e AS (SELECT *, row_number() OVER (PARTITION BY lastname, firstname ORDER BY id) AS place FROM {PAGES})
  SELECT firstname, lastname, i.specialty, e.practice_location, i.platform_registered_on,
         i.classification AS internal_classification, e.user_type_classification AS external_classification,
         {ACTIVE.format(side='i')} AS is_active_internal_platform, {ACTIVE.format(side='e')} AS is_active_external_platform
  FROM i JOIN e USING (lastname, firstname, place)"""

FIELDS = ("firstname", "lastname", "specialty", "practice_location", "platform_registered_on", "internal_classification",
          "external_classification", "is_active_internal_platform", "is_active_external_platform")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--report", required=True)
    parser.add_argument("--matches", help="also write every match to this file, one JSON object a line")
    parser.add_argument("--cost", required=True, help="where to write what it took, without the start of Python")
    options = parser.parse_args()
    watch, start = Stopwatch(), time.monotonic()
    connection = duckdb.connect()
    connection.execute(f"CREATE TEMP TABLE matches AS {MATCHES.format(data=options.data)}")
    total = connection.execute("SELECT count(*) FROM matches").fetchall()[0][0]
    rows = connection.execute("SELECT * FROM matches ORDER BY encode(lastname), encode(firstname) LIMIT 10").fetchall()
    users = [dict(zip(FIELDS, row)) for row in rows]
    if options.matches:
        connection.execute(f"COPY matches TO '{options.matches}' (FORMAT json)")
    elapsed = datetime.timedelta(seconds=time.monotonic() - start)
    with open(options.report, "w", encoding="utf-8") as out:
        out.write(f"Elapsed Time: {elapsed.seconds // 60} minutes, {elapsed.seconds % 60} seconds\n\nTotal Matches: {total}\n\n"
                  f"Sample Matches:\n{json.dumps({'users': users}, indent=4, ensure_ascii=False)}\n\nSQL DDL:\n")
    connection.close()
    watch.stop(options.cost)


main()
