"""Makes splink_model.json and splink_weights.csv in this folder, with Splink 5 (PyPI: splink).

    splink_model.py LEFT RIGHT

LEFT and RIGHT are the files of LinkageWorld (tests/support/linkage_world.hpp).
"""
import json
import sys
from pathlib import Path

import duckdb
from splink import Linker, SettingsCreator
from splink.backends.duckdb import DuckDBAPI

HERE = Path(__file__).parent
RULES = ["l.surname = r.surname", "l.born = r.born", "l.forename = r.forename"]


def comparison(name, conditions, term_frequency=False):
    levels = [{"sql_condition": f"{name}_l is null or {name}_r is null", "label_for_charts": "null", "is_null_level": True}]
    levels += [{"sql_condition": sql, "label_for_charts": sql} for sql in conditions]
    if term_frequency:
        levels[1] |= {"tf_adjustment_column": name, "tf_adjustment_weight": 1.0}
    levels.append({"sql_condition": "ELSE", "label_for_charts": "all other comparisons"})
    return {"output_column_name": name, "comparison_levels": levels}


def main():
    connection = duckdb.connect()
    for table, file, names in (("people", sys.argv[1], "surname, forename, born, city"),
                               ("partner", sys.argv[2], "last, first, birthday, town")):
        surname, forename, born, city = names.split(", ")
        connection.execute(f"create table {table} as select id, {surname} as surname, {forename} as forename, "
                           f"replace({born}, '-', '') as born, {city} as city "
                           f"from read_csv('{file}', all_varchar=true, header=true)")
    database = DuckDBAPI(connection)
    settings = SettingsCreator(
        link_type="link_only", unique_id_column_name="id", blocking_rules_to_generate_predictions=RULES,
        comparisons=[comparison("city", ["city_l = city_r"]),
                     comparison("surname", ["surname_l = surname_r",
                                            "jaro_winkler_similarity(surname_l, surname_r) >= 0.9"], True),
                     comparison("forename", ["forename_l = forename_r"]),
                     comparison("born", ["born_l = born_r", "damerau_levenshtein(born_l, born_r) <= 1"])])
    sides = [database.register("people", dataset_display_name="left"), database.register("partner", dataset_display_name="right")]
    linker = Linker(sides, settings)
    training = linker.training
    training.estimate_probability_two_random_records_match(["l.surname = r.surname and l.born = r.born"], recall=0.8)
    training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in RULES:
        training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=0)
    connection.execute(f"copy (select id_l, id_r, round(match_weight, 6) as match_weight from {found.physical_name} "
                       f"order by 1, 2) to '{HERE / 'splink_weights.csv'}' (header)")
    model = linker.misc.save_model_to_json(None)
    model.pop("linker_uid", None)
    (HERE / "splink_model.json").write_text(json.dumps(model, indent=2) + "\n", encoding="utf-8")


main()
