"""Links or deduplicates what a job of counterpart describes, with Splink on DuckDB; writes CSV as counterpart does.

Training is the one that Splink's documentation recommends, and counterpart's: λ from the strict rules and their assumed
recall, u from random pairs, m by expectation maximization with each blocking rule.
"""
import argparse
import logging
import tomllib
from pathlib import Path

import duckdb
from splink import Linker, SettingsCreator
from splink.backends.duckdb import DuckDBAPI
from splink_settings import Columns, comparison, rule
from stopwatch import Stopwatch

MOST_RANDOM_PAIRS = 1e6


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("job", type=Path)
    parser.add_argument("--out", type=Path, required=True, help="matches of two sides, or clusters of one")
    parser.add_argument("--cost", type=Path, required=True)
    parser.add_argument("--temp", type=Path, required=True)
    return parser.parse_args()


def trained(linker, match, rules):
    linker.training.estimate_probability_two_random_records_match(
        [sql for sql, block in zip(rules, match["block"]) if block.get("strict")], recall=match.get("recall", 0.8))
    linker.training.estimate_u_using_random_sampling(max_pairs=MOST_RANDOM_PAIRS, seed=match.get("seed", 1))
    for sql in rules:
        try:
            linker.training.estimate_parameters_using_expectation_maximisation(sql)
        except Exception as error:  # a rule that uses the fields of all comparisons, or has no pairs
            print(f"nothing is learned from {sql}: {error}")


def linked(linker, match, sides):
    """The SQL that has the result: one-to-one pairs of ids of two sides, or the cluster of each id of one."""
    threshold = match.get("threshold", 0.95)
    found = linker.inference.predict(threshold_match_probability=min(threshold, match.get("possible", 0.5)))
    if len(sides) == 1:
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
            found, threshold_match_probability=threshold)
        return f"select cluster_id, id from {clusters.physical_name} order by 1, 2"
    # cluster_using_single_best_links does not end in minutes for a hundred thousand persons; this is what it comes to for two
    # sides: each is the other's only best.
    return f"""
        select id_l, id_r from (
          select id_l, id_r,
                 rank() over (partition by id_l order by match_weight desc) as left_rank,
                 rank() over (partition by id_r order by match_weight desc) as right_rank,
                 count(*) over (partition by id_l, match_weight) as left_ties,
                 count(*) over (partition by id_r, match_weight) as right_ties
          from {found.physical_name} where match_probability >= {threshold})
        where left_rank = 1 and right_rank = 1 and left_ties = 1 and right_ties = 1 order by 1, 2"""


def main():
    options = parse_arguments()
    watch = Stopwatch()
    logging.disable(logging.WARNING)
    job = tomllib.loads(options.job.read_text(encoding="utf-8"))
    match = job["match"]
    sides = [side for side in ("left", "right") if side in job]
    connection = duckdb.connect()
    connection.execute(f"set temp_directory = '{options.temp}'")
    columns = Columns()
    rules = [rule(columns, block) for block in match["block"]]
    comparisons = [comparison(columns, compare) for compare in match["compare"]]
    tables = [f"{side}_side" for side in sides]
    for side, table in zip(sides, tables):
        connection.execute(columns.table(table, options.job.parent / job[side]["path"]))
    database = DuckDBAPI(connection)
    settings = SettingsCreator(link_type="dedupe_only" if len(sides) == 1 else "link_only", unique_id_column_name="id",
                               comparisons=comparisons, blocking_rules_to_generate_predictions=rules,
                               retain_matching_columns=False, retain_intermediate_calculation_columns=False)
    registered = [database.register(table, dataset_display_name=side) for table, side in zip(tables, sides)]
    linker = Linker(registered[0] if len(sides) == 1 else registered, settings)
    trained(linker, match, rules)
    connection.execute(f"copy ({linked(linker, match, sides)}) to '{options.out}' (header, delimiter ',')")
    watch.stop(options.cost)


main()
