"""A job of counterpart as settings of Splink: the same blocking rules, comparisons, levels and term frequencies.

Columns are normalized in SQL as counterpart does for the data at hand, which has no more than ASCII and Latin letters.
"""
NORMALIZED = {
    "none": "{}",
    "strict": r"trim(regexp_replace(lower({}), '\s+', ' ', 'g'))",
    "name": r"trim(regexp_replace(regexp_replace(lower(strip_accents({})), '[^a-z0-9\s]', '', 'g'), '\s+', ' ', 'g'))",
}
DATE = "replace({}, '-', '')"


class Columns:
    """Columns that settings ask for, by their names, each with the SQL that makes it."""

    def __init__(self):
        self.made = {}

    def text(self, field, normalize):
        return self._add(f"{field}__{normalize}", NORMALIZED[normalize].format(f'"{field}"'))

    def date(self, field):
        return self._add(f"{field}__date", DATE.format(f'"{field}"'))

    def joined(self, columns):
        """One column of several, null if one of them is: of such a value term frequencies are counted."""
        return self._add("__".join(columns), " || chr(31) || ".join(self.made[column] for column in columns))

    def _add(self, name, sql):
        self.made[name] = f"nullif({sql}, '')"
        return name

    def table(self, name, file):
        """The SQL that makes a table with these columns of a file."""
        columns = ", ".join(f'{sql} as "{column}"' for column, sql in self.made.items())
        return f"create table {name} as select id, {columns} from read_csv('{file}', all_varchar = true, header = true)"


def rule(columns, block):
    """A blocking rule as SQL."""
    conditions = []
    for part in block["on"]:
        part = {"field": part} if isinstance(part, str) else part
        sides = []
        for side, alias in (("left", "l"), ("right", "r")):
            field = part.get(side) or part["field"]
            dated = part.get("kind") == "date"
            column = columns.date(field) if dated else columns.text(field, part.get("normalize", "strict"))
            sql = f'{alias}."{column}"'
            if "length" in part:
                sql = f"substr({sql}, {part.get('from', 0) + 1}, {part['length']})"
            sides.append(sql)
        conditions.append(" = ".join(sides))
    return " and ".join(conditions)


def condition(columns, what):
    """One condition of a level as SQL; `columns` are those of the parts."""
    if "all" in what:
        return " and ".join(condition(columns, one) for one in what["all"])
    part = what.get("part", 0)
    left = columns(what.get("left_part", part), "l")
    right = columns(what.get("right_part", part), "r")
    kind = next(key for key in what if key not in ("part", "left_part", "right_part", "label"))
    bound = what[kind]
    if kind == "days":
        days = [f"try_strptime({column}, '%Y%m%d')" for column in (left, right)]
        return f"abs(date_diff('day', {days[0]}, {days[1]})) <= {bound}"
    return {
        "exact": f"{left} = {right}",
        "jaro_winkler": f"jaro_winkler_similarity({left}, {right}) >= {bound}",
        "damerau": f"damerau_levenshtein({left}, {right}) <= {bound}",
        "levenshtein": f"levenshtein({left}, {right}) <= {bound}",
        "prefix": f"length({left}) >= {bound} and length({right}) >= {bound} and "
                  f"substr({left}, 1, {bound}) = substr({right}, 1, {bound})",
    }[kind]


def comparison(columns, compare):
    """A comparison of the job as Splink has it."""
    fields = compare.get("fields") or [compare["field"]]
    value = compare.get("value", "text")
    if value == "date":
        parts = [columns.date(fields[0])]
    else:
        parts = [columns.text(field, compare.get("normalize", "strict")) for field in fields]
    whole = columns.joined(parts) if len(parts) > 1 else parts[0]

    def of_part(number, side):
        if value == "email" and number == 1:
            return f"split_part(\"{parts[0]}_{side}\", '@', 1)"
        return f'"{parts[number]}_{side}"'

    missing = (" and ".join(f'"{part}_{side}" is null' for part in parts) for side in "lr")
    levels = [{"sql_condition": " or ".join(f"({sql})" for sql in missing), "label_for_charts": "null",
               "is_null_level": True}]
    for number, level in enumerate(compare.get("levels", [{"exact": True}])):
        made = {"sql_condition": condition(of_part, level), "label_for_charts": f"level {number}"}
        if number == 0 and compare.get("term_frequency"):
            made |= {"sql_condition": f'"{whole}_l" = "{whole}_r"', "tf_adjustment_column": whole,
                     "tf_adjustment_weight": float(compare["term_frequency"])}
        levels.append(made)
    levels.append({"sql_condition": "ELSE", "label_for_charts": "all else"})
    return {"output_column_name": compare.get("name", fields[0]), "comparison_levels": levels}
