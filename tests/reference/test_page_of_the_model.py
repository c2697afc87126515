"""What docs/model.md says is so: its arithmetic, its two months, its parameters and its example."""

import doctest
import re
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from alongside import now_of, plain, reference_of, way_of
from tiny import calm, page_parameters, tiny_world
from worked import chapters, renewed, shown, values

from simulasi.data.load_parameters import parameter_facts
from simulasi.model.step import step
from simulasi.model.structure import first_state

PAGE = (Path(__file__).parents[2] / "docs" / "model.md").read_text(encoding="utf-8")
AGREED = 1e-12
SECTORS, NODES = "RS", "HTUD"
STATE = ("price", "stock", "inputs", "owed", "expected", "capacity", "building", "jobs")
ROWS = ("wage", "income", "people", "houses", "rent", "public", "capital_orders")


def number(text):
    whole, _, part = text.partition("/")
    return float(whole) / float(part or 1)


def by_hand(month):
    """Numbers of a month as they stand on the page."""
    return {name: number(value or expression) for name, expression, value in chapters(PAGE)[f"Month {month}"]}


@pytest.fixture(scope="module")
def months():
    """The two months of the page, on arrays and in loops: state and ledger of each."""
    world, p = tiny_world(), page_parameters()
    s, now = calm(world, p)
    state = first_state(s)
    price, programme = state.price.copy(), np.zeros_like(now.programme)
    price[0, 0, 2], programme[0, 0, 1] = 2.0, 77.0
    state = state._replace(price=price)
    reference, other, found = reference_of(world, p), plain(state), []
    for spending, minimum in ((programme, 1.0), (programme * 0.0, 1.02)):
        present = now._replace(programme=spending, minimum_wage=np.full(3, minimum))
        state, ledger = step(state, present, s, p)
        other, happened = reference.month(other, now_of(present, way_of(world, p)))
        found.append((state, of_arrays(ledger), other, of_loops(happened)))
    return found


def of_arrays(ledger):
    """What happened in a month of arrays, under the names of the page."""
    work, moved = ledger.work, ledger.moved
    return SimpleNamespace(
        **ledger._asdict() | ledger.sales._asdict() | work._asdict(),
        residents=work.employed.sum(axis=2), came=moved[:, -1, :-1], left=moved[:, :-1, -1],
        own_revenue=ledger.revenue.own,
    )  # fmt: skip


def of_loops(happened):
    """What happened in a month of loops, under the same names."""
    residents, left = [sum(row) for row in happened.employed], [row[-1] for row in happened.moved[:-1]]
    return SimpleNamespace(**vars(happened), residents=residents, came=happened.moved[-1][:-1], left=left)


def names_of_state():
    for table in STATE:
        for s, sector in enumerate(SECTORS):
            for r, region in enumerate(NODES[:3]):
                if (table, sector) != ("stock", "S"):
                    yield f"next_{table}[{sector},{region}]", table, (s, r)
    for table in ROWS:
        for r, region in enumerate(NODES[:3]):
            yield f"next_{table}[{region}]", table, (r,)
    for s, sector in enumerate(SECTORS):
        for k, buyers in enumerate("VG"):
            for r, region in enumerate(NODES[:3]):
                yield f"next_backlog[{sector},{buyers},{region}]", "backlog", (s, k, r)


def names_of_ledger():
    for s, sector in enumerate(SECTORS):
        for d, node in enumerate(NODES):
            yield f"paid[{sector},{node}]", "paid", (s, d)
            yield f"ordered[{sector},{node}]", "orders", (s, d)
        for r, region in enumerate(NODES[:3]):
            yield f"shipped[{sector},{region}]", "shipped", (s, r)
            yield f"used[{sector},{region}]", "used", (s, r)
            for k, buyers in enumerate("IFV"):
                yield f"want[{sector},{buyers},{region}]", "wanted", (s, k, r)
    yield "want[R,G,T]", "wanted", (0, 3, 1)
    for r, region in enumerate(NODES[:3]):
        yield f"made[{region}]", "output", (0, r)
        yield f"arrive[V,{region}]", "arrivals", (0, 2, r)
        for name, table in {"carried": "carried", "surplus": "surplus", "wages": "wages", "rate": "unemployment",
                            "residents": "residents", "elsewhere": "elsewhere", "force": "labour_force",
                            "living": "consumer_price", "levies": "own_revenue", "came": "came",
                            "left": "left"}.items():  # fmt: skip
            yield f"{name}[{region}]", table, (r,)
    yield "arrive[G,T]", "arrivals", (0, 3, 1)


def picked(table, place):
    """A number of a table of arrays or of lists; arrays have one member, on the axis before the last."""
    if isinstance(table, np.ndarray):
        return float(table[(*place[:-1], 0, place[-1])])
    for index in place:
        table = table[index]
    return table


def differences(names, found, page):
    """Names whose number differs from the page by more than 1e-12 of it, or of 1 where it is smaller."""
    tables = {name: (picked(getattr(found, table), place), page[name]) for name, table, place in names}
    return {
        name: pair for name, pair in tables.items() if not abs(pair[0] - pair[1]) <= AGREED * max(1.0, abs(pair[1]))
    }


@pytest.mark.parametrize("month", [1, 2])
def test_the_array_month_gives_the_numbers_worked_by_hand(months, month):
    state, ledger, _, _ = months[month - 1]
    assert differences(names_of_state(), state, by_hand(month)) == {}
    assert differences(names_of_ledger(), ledger, by_hand(month)) == {}


@pytest.mark.parametrize("month", [1, 2])
def test_the_reference_month_gives_the_numbers_worked_by_hand(months, month):
    _, _, other, happened = months[month - 1]
    assert differences(names_of_state(), other, by_hand(month)) == {}
    assert differences(names_of_ledger(), happened, by_hand(month)) == {}


def test_every_number_of_the_state_stands_on_the_page():
    told = {name for name, _, _ in names_of_state()}
    assert {name for name in by_hand(2) if name.startswith("next_")} == told


def test_a_wrong_number_on_the_page_is_seen(months):
    page = by_hand(1) | {"next_income[T]": by_hand(1)["next_income[T]"] * (1.0 + 1e-11)}
    assert list(differences(names_of_state(), months[0][0], page)) == ["next_income[T]"]


def test_the_arithmetic_of_the_page_is_right():
    exact = values(PAGE)
    told = [(chapter, *line) for chapter, lines in chapters(PAGE).items() for line in lines]
    assert len(told) > 600
    wrong = [line for line in told if line[3] and shown(exact[line[0]][line[1]]) != line[3]]
    assert wrong == []
    assert renewed(PAGE) == PAGE


def test_something_happens_in_the_two_months():
    first, second = by_hand(1), by_hand(2)
    assert first["next_backlog[R,G,T]"] > 1.0
    assert second["next_backlog[R,V,H]"] > 0.01
    assert second["next_capital_orders[U]"] < 0.0 < second["next_capital_orders[T]"]
    assert second["pays[S,H]"] > second["pays[R,H]"] > 1.0
    assert second["next_people[U]"] < first["next_people[U]"] < 50_000.0
    assert second["next_people[T]"] > first["next_people[T]"] > 100_000.0
    assert second["next_houses[U]"] < 50_000.0
    assert second["next_houses[T]"] > 100_000.0
    assert second["next_rent[T]"] > 1.01
    assert second["next_public[T]"] != first["next_public[T]"] > 0.0


def test_the_page_tells_every_parameter_with_its_value_and_range():
    rows = [
        f"| `{fact.name}` | {fact.value:g} | {fact.low:g} to {fact.high:g} | {fact.distribution} "
        f"| {fact.unit} | {fact.confidence} |"
        for fact in parameter_facts().values()
    ]
    assert [row for row in rows if row not in PAGE] == []
    assert len(re.findall(r"^\| `\w+\.\w+` \|", PAGE, flags=re.MULTILINE)) == len(rows)


def test_the_page_says_every_equation_number_that_docstrings_cite():
    cited = set()
    for file in (Path(__file__).parents[2] / "simulasi").rglob("*.py"):
        for found in re.findall(r"\(eq\. ([\d, -]+)\)", file.read_text(encoding="utf-8")):
            cited |= {int(equation) for equation in re.findall(r"\d+", found)}
    told = {int(equation) for equation in re.findall(r"\((\d+)\)$", PAGE, flags=re.MULTILINE)}
    told |= {int(equation) for equation in re.findall(r"\(eq\. (\d+)\)", PAGE)}
    assert len(cited) >= 12
    assert cited <= told


def test_the_example_of_another_rule_runs():
    code = "\n".join(re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL))
    example = doctest.DocTestParser().get_doctest(code, {}, "docs/model.md", "docs/model.md", 0)
    assert len(example.examples) >= 8
    outcome = doctest.DocTestRunner(verbose=False).run(example)
    assert outcome.failed == 0
