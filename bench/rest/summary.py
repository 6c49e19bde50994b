"""The result as a markdown page: pages per second, the ratios the project aims at, and the machine."""
import statistics

from contenders import ONE_BY_ONE, PAGE_SIZE, Contender
from machine import compiler, first_line, hardware, web_programs

LABELS = {"counterpart": "counterpart fetch", "curl -Z": "`curl -Z` to /dev/null", "requests": "Python requests",
          "dlt": "dlt `rest_api`, extract"}
AUTO = Contender("counterpart", "auto")


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


def judged(value, good, digits=2):
    """A figure, bold if the aim is missed; a dash if it was not taken."""
    if value is None:
        return "–"
    return f"{value:.{digits}f}" if good(value) else f"**{value:.{digits}f}**"


def aims(results):
    delays = list(dict.fromkeys(delay for delay, _ in results.costs))
    rows = [("auto / best fixed window", "≥ 0.90",
             [judged(results.ratio(delay, AUTO, best_fixed(results, delay)), lambda it: it >= 0.9) for delay in delays])]
    for window in results.windows:
        rows.append((f"counterpart / `curl -Z`, window {window}", "≥ 0.90",
                     [judged(results.ratio(delay, Contender("counterpart", window), Contender("curl -Z", window)),
                             lambda it: it >= 0.9) for delay in delays]))
    for peer, label, aim in (("dlt", "auto / dlt", "≥ 20 at 50 ms"), ("requests", "auto / Python requests", "")):
        rows.append((label, aim, [judged(results.ratio(delay, AUTO, Contender(peer, ONE_BY_ONE)),
                                         lambda it, at=delay, peer=peer: it >= 20 or (peer, at) != ("dlt", 50), 1)
                                  for delay in delays]))
    million = [results.cpu(delay, AUTO) if (delay, AUTO) in results.costs
               and results.pages(delay, AUTO) * PAGE_SIZE == 1_000_000 else None for delay in delays]
    rows.append(("CPU seconds of auto for a million records", "≤ 1", [judged(it, lambda it: it <= 1) for it in million]))
    lines = [f"| | aim | {' | '.join(f'{delay} ms' for delay in delays)} |",
             f"| --- | ---: | {' | '.join('---:' for _ in delays)} |"]
    return lines + [f"| {name} | {aim} | {' | '.join(values)} |" for name, aim, values in rows]


def as_markdown(results, runs, outcome, python, page_bytes):
    versions = "import platform, dlt, requests; print(f'Python {platform.python_version()}, " \
               "requests {requests.__version__}, dlt {dlt.__version__}')"
    return "\n".join([
        f"Pages of {PAGE_SIZE} records ({page_bytes / 1000:.1f} kB) from nginx on loopback, which waits before each one; "
        f"medians of {runs} runs taken in turn. counterpart reads every field, checks and converts it and writes JSON Lines to memory, and is "
        "timed from its start to its end; requests does the same work; dlt is timed without what comes after its "
        "extraction, both without the start of Python and their imports; curl keeps nothing.", "",
        *table(results), "", "Ratios of medians; bold where the aim is missed:", "", *aims(results), "",
        *([outcome, ""] if outcome else []), f"- {hardware()}", f"- {web_programs()}",
        *([f"- {first_line([str(python), '-c', versions])}"] if python else []), f"- {compiler()}"])
