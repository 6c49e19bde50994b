"""The result as a markdown page: pages per second, the ratios the project aims at, and the machine."""
import statistics

from contenders import ONE_BY_ONE, PAGE_SIZE, Contender
from machine import compiler, first_line, hardware, web_programs

LABELS = {"counterpart": "counterpart fetch, every field", "counterpart run": "counterpart run, id and key",
          "curl to files": "`curl -Z` to files", "curl": "`curl -Z` to /dev/null", "requests": "Python requests",
          "dlt": "dlt `rest_api`, extract"}
AUTO = Contender("counterpart", "auto")
INTRODUCTION = """Pages of {size} records ({kb:.1f} kB) from nginx on loopback, which waits before each one; medians of {runs} runs
taken in turn. All files are in memory.

- counterpart fetch checks and converts every field and writes JSON Lines; it is timed from its start to its end.
- counterpart run reads the two fields that its key and its ledger need, checks all ids for repeats, sorts, and meets a
  left side of one record.
- `curl -Z` to files stores what it reads as well, and parses nothing; to /dev/null it does not even store it.
- Python requests parses the pages and writes JSON Lines; dlt is timed without what comes after its extraction; both
  without the start of Python and their imports."""


class Results:
    """The costs of all runs, by delay and contender."""

    def __init__(self, windows, quick):
        self.windows, self.quick = windows, quick
        self.costs = {}

    def add(self, delay, contender, cost):
        self.costs.setdefault((delay, contender), []).append(cost)

    def pages(self, delay, contender):
        return contender.pages(delay, self.quick)

    def rate(self, delay, contender):
        """Pages per second of the median run; None if it did not take part."""
        costs = self.costs.get((delay, contender))
        return self.pages(delay, contender) / statistics.median(cost.wall for cost in costs) if costs else None

    def rates(self, delay, contender):
        """Of the slowest and of the fastest run."""
        walls = [cost.wall for cost in self.costs[delay, contender]]
        return self.pages(delay, contender) / max(walls), self.pages(delay, contender) / min(walls)

    def cpu(self, delay, contender):
        """Seconds of user and system, median."""
        return statistics.median(cost.cpu for cost in self.costs[delay, contender])

    def ratio(self, delay, one, other):
        ours, theirs = self.rate(delay, one), self.rate(delay, other)
        return ours / theirs if ours and theirs else None


def figure(value, digits=0):
    return f"{value:,.{digits}f}"


def table(results):
    lines = ["| delay | program | window | pages read | pages/s | of | records/s | CPU |",
             "| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |"]
    for delay, contender in results.costs:
        rate, (low, high) = results.rate(delay, contender), results.rates(delay, contender)
        digits = 1 if rate < 100 else 0
        lines.append(f"| {delay} ms | {LABELS[contender.program]} | {contender.window} | "
                     f"{figure(results.pages(delay, contender))} | {figure(rate, digits)} | "
                     f"{figure(low, digits)}–{figure(high, digits)} | {figure(rate * PAGE_SIZE)} | "
                     f"{results.cpu(delay, contender):.2f} s |")
    return lines


def best_fixed(results, delay):
    fixed = [Contender("counterpart", window) for window in results.windows]
    taking_part = [one for one in fixed if (delay, one) in results.costs]
    return max(taking_part, key=lambda one: results.rate(delay, one)) if taking_part else None


def judged(value, good):
    """A figure, bold if the aim is missed; a dash if it was not taken."""
    if value is None:
        return "–"
    text = figure(value, 1 if value >= 10 else 2)
    return text if good else f"**{text}**"


def cpu_of_a_million(results, delay, contender):
    """Seconds; None if it did not read a million."""
    if (delay, contender) not in results.costs or results.pages(delay, contender) * PAGE_SIZE != 1_000_000:
        return None
    return results.cpu(delay, contender)


def aims(results):
    """Rows of a name, an aim, its figure at a delay, and whether a figure at a delay is good."""
    def against(window, program):
        return lambda delay: results.ratio(delay, Contender("counterpart", window), Contender(program, window))

    def slower(program):
        return lambda delay: results.ratio(delay, AUTO, Contender(program, ONE_BY_ONE))

    def nine_tenths(value, _):
        return value >= 0.9

    yield ("auto / best fixed window", "≥ 0.90", lambda delay: results.ratio(delay, AUTO, best_fixed(results, delay)),
           nine_tenths)
    for program, label in (("curl to files", "to files"), ("curl", "to /dev/null")):
        for window in results.windows:
            yield f"counterpart / `curl -Z` {label}, window {window}", "≥ 0.90", against(window, program), nine_tenths
    yield "auto / dlt", "≥ 20 at 50 ms", slower("dlt"), lambda value, delay: value >= 20 or delay != 50
    yield "auto / Python requests", "", slower("requests"), lambda value, delay: True
    for name, contender in (("fetch", AUTO), ("run", Contender("counterpart run", "auto"))):
        yield (f"CPU seconds of a million records, {name}", "≤ 1",
               lambda delay, contender=contender: cpu_of_a_million(results, delay, contender), lambda value, _: value <= 1)


def aims_table(results):
    delays = list(dict.fromkeys(delay for delay, _ in results.costs))
    lines = [f"| | aim | {' | '.join(f'{delay} ms' for delay in delays)} |",
             f"| --- | ---: | {' | '.join('---:' for _ in delays)} |"]
    for name, aim, of, good in aims(results):
        values = [(of(delay), delay) for delay in delays]
        shown = [judged(value, value is None or good(value, delay)) for value, delay in values]
        if any(value is not None for value, _ in values):
            lines.append(f"| {name} | {aim} | {' | '.join(shown)} |")
    return lines


def as_markdown(results, runs, outcome, python, page_bytes):
    versions = "import platform, dlt, requests; print(f'Python {platform.python_version()}, " \
               "requests {requests.__version__}, dlt {dlt.__version__}')"
    start = INTRODUCTION.format(size=PAGE_SIZE, kb=page_bytes / 1000, runs=runs)
    return "\n".join([start, "", *table(results), "", "Ratios of medians; bold where an aim is missed:", "",
                      *aims_table(results), "", *([outcome, ""] if outcome else []), f"- {hardware()}", f"- {web_programs()}",
                      *([f"- {first_line([str(python), '-c', versions])}"] if python else []), f"- {compiler()}"])
