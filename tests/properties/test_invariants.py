"""What must hold in every world: stillness, roads, names and units, same bits, no negative volume (invariants 4, 8-11).

Made-up worlds are neighbours of the tiny one: two to four regions, one or two goods, any balanced trade.
"""

import os
import subprocess
import sys
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulasi.course import Course
from simulasi.data.build_world import default_world
from simulasi.data.load_parameters import load_parameters, parameter_facts
from simulasi.model.haulage import open_network
from simulasi.model.identities import check
from simulasi.model.roads import find_roads
from simulasi.model.state import Traffic
from simulasi.model.step import step
from simulasi.model.structure import first_state
from simulasi.model.transport import carriage_of
from simulasi.scenario.scenario import read_scenario
from simulasi.world.cargo import TRAFFIC_CLASSES
from simulasi.world.network import CLOSED, OPEN, Link, Network

sys.path.insert(0, str(Path(__file__).parents[1] / "worlds"))

from tiny import calm, changed_parameters, made_up_world, state_of, tables_of, tiny_parameters, tiny_world

STEADY = tiny_parameters(wage_curve=-0.1)
"""Parameters at which small open worlds come to rest again; those in force are for the default world."""
YEARS_24, YEARS_40 = 288, 480
SAME_EVERY_TIME = settings(derandomize=True, max_examples=20, suppress_health_check=[HealthCheck.too_slow])
VOLUMES = ("stock", "inputs", "owed", "expected", "capacity", "building", "capital_orders", "backlog")
NOMINAL = ("price", "wage", "income", "rent", "public")
SIGNED = ("income", "capital_orders", "public")
NETWORK = (*Traffic._fields, "waiting")
"""Tables without a column for each region."""
COUNTED = ("volume", "queue", "waiting")
"""Those of them that grow with what is carried."""


@st.composite
def worlds(draw):
    """Balanced worlds of two to four regions and one partner, with one or two goods; some of them spoil."""
    regions, goods = draw(st.integers(2, 4)), draw(st.integers(1, 2))
    # one number for all flows: drawing each of them took longer than the months that follow
    numbers = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    flows = numbers.uniform(1.0, 10.0, (goods + 1, regions + 1, regions + 1)) + 10.0 * np.eye(regions + 1)
    recipe = numbers.uniform(0.03, 0.15, (goods + 1, goods + 1))
    return made_up_world(flows, recipe, fresh=draw(st.booleans()))


def in_trouble(world, p, *, months=24, nominal=1.0, volume=1.0):
    """Run a world after a shock; last state and ledger.

    Goods are dear and taxed in the first region, which pays the second; a programme is spent there, and wages are
    raised to more than the minimum of the base year.
    """
    s, now = calm(world, p)
    state, spending = first_state(s), np.zeros_like(now.programme)
    state = state._replace(price=np.where(s.prices.made, 1.0 + 0.5 * hit(world, "hilir", "paser"), 1.0))
    state = state._replace(**{name: nominal * getattr(state, name) for name in NOMINAL})
    first, second = hit(world, "hilir", "paser"), hit(world, "tengah", "ppu")
    spending += 0.3 * volume * nominal * second
    now = now._replace(
        tax=now.tax + 0.02 * first,
        minimum_wage=1.0 + second,
        payments=0.5 * volume * nominal * (second - first),
    )
    for month in range(months):
        state, ledger = step(state, now._replace(programme=spending * (month < 6)), s, p)
    return state, ledger


def hit(world, *names):
    """One where a region bears one of the names, whatever stands before it."""
    return np.array([float(name.removeprefix("lain-") in names) for name in world.region_ids])


def difference(first, second, base):
    """Largest difference of two states, relative to the numbers, or to their mean in the base year."""
    ones, twos, usual = tables_of(first), tables_of(second), tables_of(base)
    sizes = {name: np.maximum(abs(one), abs(usual[name]).mean() + 1e-300) for name, one in ones.items()}
    return max(float((abs(one - twos[name]) / sizes[name]).max(initial=0.0)) for name, one in ones.items())


def sized(state):
    """A state to measure differences by: what is nothing in the base year counts against what there is."""
    usual = dict.fromkeys(
        ("owed", "building", "backlog", "capital_orders", "inputs", "waiting", "public"), state.expected
    )
    return state._replace(**usual, traffic=Traffic(*[state.traffic.volume] * len(Traffic._fields)))


def assert_sound(state, ledger, message=""):
    """No number is missing, and no stock, flow, price, wage or number of people is negative."""
    sales = ledger.sales
    tables = tables_of(state) | {name: getattr(ledger, name) for name in ("output", "wanted", "paid", "used", "price")}
    tables |= {name: getattr(sales, name) for name in ("orders", "shipped", "arrivals", "payments")}
    tables |= {name: getattr(ledger.work, name) for name in ("employed", "elsewhere", "unemployment")}
    tables |= {name: getattr(ledger, name) for name in ("flows", "loads", "moved")}
    for name, table in tables.items():
        assert np.isfinite(table).all(), (name, message)
        assert name in SIGNED or table.min(initial=0.0) >= 0.0, (name, float(table.min()), message)
    assert state.price.min() > 0.0
    assert state.wage.min() > 0.0


# ---------------------------------------------------------------- 4: a still base year


def assert_still(world, p, months):
    s, now = calm(world, p)
    start = first_state(s)
    state, usual = start, sized(start)
    for month in range(months):
        state, _ = step(state, now, s, p)
        if month % 5 == 0 or month == months - 1:
            assert difference(state, start, usual) <= 1e-10


@pytest.mark.parametrize("p", [STEADY, tiny_parameters()], ids=["steady", "page"])
def test_the_tiny_base_year_stays_still_for_300_months(p):
    assert_still(tiny_world(), p, 300)


def test_the_default_base_year_stays_still_for_300_months():
    assert_still(default_world(), load_parameters(), 300)


@settings(SAME_EVERY_TIME, max_examples=12)
@given(worlds())
def test_the_base_year_of_every_made_up_world_stays_still_for_300_months(world):
    world.accounts.check()
    assert_still(world, STEADY, 300)


@SAME_EVERY_TIME
@given(worlds())
def test_identities_hold_in_every_month_of_trouble(world):
    s, now = calm(world, STEADY)
    state = first_state(s)
    state = state._replace(price=state.price * (1.0 + 0.5 * hit(world, "hilir")), inputs=0.7 * state.inputs)
    for month in range(24):
        spending = now.programme + 30.0 * (month < 6) * hit(world, "tengah")
        before, present = state, now._replace(programme=spending)
        state, ledger = step(before, present, s, STEADY)
        check(before, state, ledger, present, s, STEADY)
        assert_sound(state, ledger, f"month {month}")


# ---------------------------------------------------------------- 8: roads


def least_costs(world, p):
    """Least cost between all nodes by class, what spoils included, as the choice of the way weighs it."""
    roads = find_roads(carriage_of(world), p)
    cost = roads.published.land + roads.published.sea + roads.hour_loss * roads.published.hours
    found = np.full(len(TRAFFIC_CLASSES) * roads.ends**2, np.inf)
    found[roads.groups] = np.minimum.reduceat(cost, roads.starts)
    return found


def with_links(world, change):
    """The world with ``change`` applied to every link that it names, by key."""
    network = world.network
    for key, fields in change.items():
        network = network.with_link(replace(network.links[key], **fields))
    return world.with_network(network)


@settings(SAME_EVERY_TIME, max_examples=30)
@given(st.data())
def test_a_faster_or_shorter_link_never_raises_a_least_cost(data):
    world, p = default_world(), load_parameters()
    key = data.draw(st.sampled_from(sorted(world.network.links)))
    link = world.network.links[key]
    faster, shorter = data.draw(st.floats(0.01, 1.0)), data.draw(st.floats(0.01, 1.0))
    better = {"travel_time_h": faster * link.travel_time_h, "distance_km": shorter * link.distance_km, "state": OPEN}
    before, after = least_costs(world, p), least_costs(with_links(world, {key: better}), p)
    assert (after <= before * (1.0 + 1e-12)).all()


@SAME_EVERY_TIME
@given(worlds(), st.floats(0.05, 1.0))
def test_a_faster_link_never_raises_a_least_cost_in_made_up_worlds(world, factor):
    for key, link in world.network.links.items():
        better = with_links(world, {key: {"travel_time_h": factor * link.travel_time_h}})
        before, after = least_costs(world, STEADY), least_costs(better, STEADY)
        assert (after <= before * (1.0 + 1e-12)).all()


def cut_off(world, region):
    """The world with every link closed that touches a place of a region."""
    places = {place.id for place in world.network.places.values() if place.region == region}
    links = {key: {"state": CLOSED} for key, link in world.network.links.items() if places & set(link.between)}
    assert links
    return with_links(world, links)


REGIONS = ("paser", "kubar", "kukar", "kutim", "berau", "ppu", "mahulu", "balikpapan", "samarinda", "bontang", "ikn")


def test_every_region_of_the_default_world_is_cut_off_once():
    assert default_world().region_ids == REGIONS


def run_cut_off(region, months):
    """Output of every industry of a region without links over that of the base year, a head."""
    world, p = default_world(), load_parameters()
    s, now = calm(world, p)
    cut = cut_off(world, region)
    now = now._replace(network=open_network(cut, s, p))
    state = first_state(s)
    for month in range(months):
        before = state
        state, ledger = step(state, now, s, p)
        assert_sound(state, ledger, f"{region}, month {month}")
        check(before, state, ledger, now, s, p)
    column = world.region_ids.index(region)
    people = state.people[0, column] / s.demand.people[0, column]
    return (ledger.output / np.where(s.prices.made, s.production.output, 1.0))[:, 0, column] / people


@pytest.mark.parametrize("region", REGIONS)
def test_a_region_whose_links_are_all_closed_goes_on(region):
    government = default_world().sector_ids.index("government")
    assert run_cut_off(region, 36)[government] > 0.5


def test_local_food_and_services_go_on_where_all_links_are_closed():
    output = dict(zip(default_world().sector_ids, run_cut_off("mahulu", 24), strict=True))
    # fields sold most of their crops elsewhere and go on for those who live here; paddy went to mills, which stop
    least = {"other_crops": 0.1, "livestock": 0.1, "trade": 0.5, "education_health": 0.5}
    assert {name: float(output[name]) for name, share in least.items() if not output[name] > share} == {}


# ---------------------------------------------------------------- 9: names, order, units


def renamed(world):
    """The same world in which every region and place bears another name."""
    network = world.network
    places = tuple(
        replace(place, id=f"lain-{place.id}", region=f"lain-{place.region}") for place in network.places.values()
    )
    links = tuple(
        replace(link, between=tuple(f"lain-{end}" for end in link.between)) for link in network.links.values()
    )
    terminals = tuple(replace(terminal, place=f"lain-{terminal.place}") for terminal in network.terminals.values())
    return replace(
        world,
        regions=tuple(replace(r, id=f"lain-{r.id}", place=f"lain-{r.place}") for r in world.regions),
        partners=tuple(replace(q, id=f"lain-{q.id}", place=f"lain-{q.place}") for q in world.partners),
        network=Network.of(places, links, terminals),
    )


BY_REGION = ("gross_output", "households", "government", "investment", "jobs", "land_freight", "labour_force",
             "population")  # fmt: skip
BY_NODE = ("flows", "gravity")


def reordered(world, order):
    """The same world with its regions in another order."""
    nodes = [*order, *range(len(order), len(order) + len(world.partners))]
    a = world.accounts
    accounts = replace(
        a,
        **{name: getattr(a, name)[..., order] for name in BY_REGION},
        **{name: getattr(a, name)[:, nodes][:, :, nodes] for name in BY_NODE},
    )
    tables = ("trend_growth", "growth_index", "people_trend", "people_index", "officials", "minimum_wage", "local_hire",
              "tax", "water_need", "water_supply", "public", "payments", "programme", "capacity_index")  # fmt: skip
    return replace(
        world,
        regions=tuple(world.regions[column] for column in order),
        accounts=accounts,
        affinity=world.affinity[nodes][:, nodes],
        **{name: getattr(world, name)[..., order] for name in tables},
    )


def in_other_units(world, factor):
    """The same world with volumes counted in another unit of money: roads and gates hold as many more tonnes."""
    a, network = world.accounts, world.network
    volumes = ("gross_output", "flows", "households", "government", "investment", "land_freight")
    for part in (*network.links.values(), *network.terminals.values()):
        held = ("capacity_pcu_h", "capacity_t_month", "storage_t")
        more = replace(part, **{name: factor * getattr(part, name) for name in held if hasattr(part, name)})
        network = network.with_link(more) if isinstance(part, Link) else network.with_terminal(more)
    accounts = replace(a, **{name: factor * getattr(a, name) for name in volumes})
    return replace(world.with_network(network), accounts=accounts)


def assert_same(first, second):
    assert difference(first, second, sized(second)) <= 1e-10


def rescaled(state, names, factor):
    return state_of({name: (factor if name in names else 1.0) * table for name, table in tables_of(state).items()})


def columns_in_order(state, order):
    """The state with its regions in another order; links and gates have names of their own."""
    nodes = [*order, *range(len(order), state.waiting.shape[-1])]
    tables = {name: table if name in NETWORK else table[..., order] for name, table in tables_of(state).items()}
    return state_of(tables | {"waiting": state.waiting[..., nodes, :][..., nodes]})


def assert_names_and_order_do_not_matter(world, p, order):
    state, _ = in_trouble(world, p)
    assert_same(in_trouble(renamed(world), p)[0], state)
    other, _ = in_trouble(reordered(world, order), p)
    assert_same(other, columns_in_order(state, order))


def assert_units_do_not_matter(world, p):
    state, _ = in_trouble(world, p)
    # as many more people travel, since vehicles are not counted in money; the minimum wage is
    crowded = changed_parameters(
        p, trips_a_head=1000.0 * p.traffic.trips_a_head, minimum_wage_rp=1000.0 * p.labour.minimum_wage_rp
    )
    million, _ = in_trouble(in_other_units(world, 1000.0), crowded, volume=1000.0)
    # income and what governments spend are both: volumes of money
    assert_same(rescaled(million, (*VOLUMES, *COUNTED, "income", "public"), 1e-3), state)


def assert_doubling_all_prices_changes_nothing_real(world, p):
    state, ledger = in_trouble(world, p)
    dear, costly = in_trouble(replace(world, numeraire=2.0), p, nominal=2.0)
    assert_same(rescaled(dear, NOMINAL, 0.5), state)
    for name in ("output", "wanted", "used", "moved", "public"):
        assert getattr(costly, name) == pytest.approx(getattr(ledger, name), rel=1e-10, abs=1e-10), name
    for name in ("own", "share", "grant"):
        twice = 2.0 * getattr(ledger.revenue, name)
        assert getattr(costly.revenue, name) == pytest.approx(twice, rel=1e-10, abs=1e-10), name
    assert costly.levied == pytest.approx(2.0 * ledger.levied, rel=1e-10, abs=1e-10)
    for name in ("employed", "elsewhere", "unemployment"):
        assert getattr(costly.work, name) == pytest.approx(getattr(ledger.work, name), rel=1e-9, abs=1e-9), name


@SAME_EVERY_TIME
@given(worlds(), st.randoms(use_true_random=False))
def test_names_and_order_of_regions_do_not_matter(world, random):
    order = list(range(len(world.regions)))
    random.shuffle(order)
    assert_names_and_order_do_not_matter(world, STEADY, order)


@SAME_EVERY_TIME
@given(worlds())
def test_units_of_account_do_not_matter(world):
    assert_units_do_not_matter(world, STEADY)


@SAME_EVERY_TIME
@given(worlds())
def test_doubling_every_nominal_price_changes_nothing_real(world):
    assert_doubling_all_prices_changes_nothing_real(world, STEADY)


def test_names_order_units_and_the_price_level_do_not_matter_in_the_default_world():
    world, p = default_world(), load_parameters()
    assert_names_and_order_do_not_matter(world, p, [10, 3, 7, 0, 9, 1, 8, 2, 6, 4, 5])
    assert_units_do_not_matter(world, p)
    assert_doubling_all_prices_changes_nothing_real(world, p)


def test_the_shock_of_these_tests_moves_something():
    for world, p in ((tiny_world(), STEADY), (default_world(), load_parameters())):
        calm_state = first_state(calm(world, p)[0])
        assert difference(in_trouble(world, p)[0], calm_state, sized(calm_state)) > 1e-3


# ---------------------------------------------------------------- 10: the same bits


def digest_of(world, p):
    """Fingerprint of the state after two years of trouble."""
    state, ledger = in_trouble(world, p)
    tables = (*tables_of(state).values(), *ledger.sales, ledger.flows, ledger.loads)
    return blake2b(b"".join(table.tobytes() for table in tables)).hexdigest()


def digest_elsewhere(which):
    """The fingerprint as another process finds it, with another seed for hashes."""
    told = subprocess.run(  # noqa: S603 - this very file, by this very interpreter
        [sys.executable, __file__, which],
        env={**os.environ, "PYTHONHASHSEED": "12345"}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return told.stdout.strip()


WORLDS = {"tiny": lambda: (tiny_world(), STEADY), "default": lambda: (default_world(), load_parameters())}


@pytest.mark.parametrize("which", ["tiny", "default"])
def test_the_same_run_gives_the_same_bits_twice(which):
    assert digest_of(*WORLDS[which]()) == digest_of(*WORLDS[which]())


@pytest.mark.parametrize("which", ["tiny", pytest.param("default", marks=pytest.mark.slow)])
def test_the_same_run_gives_the_same_bits_in_another_process(which):
    assert digest_elsewhere(which) == digest_of(*WORLDS[which]())


# ---------------------------------------------------------------- 11: corners


def run_baseline(p, months):
    scenario = read_scenario("dasar", default_world())
    course = Course(scenario, p)
    state = first_state(course.structure)
    for month in map(course.first_month.after, range(months)):
        before, now = state, course.at(month)
        state, ledger = step(state, now, course.structure, p)
        assert_sound(state, ledger, str(month))
        check(before, state, ledger, now, course.structure, p)
    return state


FACTS = parameter_facts()
CORNERS = st.fixed_dictionaries({name: st.sampled_from([fact.low, fact.high]) for name, fact in FACTS.items()})


@pytest.mark.parametrize("end", ["low", "high"])
def test_the_baseline_is_sound_where_all_parameters_are_at_one_end(end):
    run_baseline(load_parameters({name: getattr(fact, end) for name, fact in FACTS.items()}), 60)


@settings(SAME_EVERY_TIME, max_examples=12)
@given(CORNERS)
def test_the_baseline_is_sound_at_corners_of_the_published_ranges(corner):
    run_baseline(load_parameters(corner), 60)


@pytest.mark.slow
@settings(SAME_EVERY_TIME, max_examples=150)
@given(CORNERS)
def test_the_baseline_is_sound_at_many_corners_of_the_published_ranges(corner):
    run_baseline(load_parameters(corner), 60)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(FACTS))
@pytest.mark.parametrize("end", ["low", "high"])
def test_the_baseline_is_sound_where_one_parameter_is_at_an_end(name, end):
    run_baseline(load_parameters({name: getattr(FACTS[name], end)}), 60)


def drift(p, months, conditions, *, size=1e-13):
    """Largest relative difference of prices, wages and jobs that a touch of one price makes over some months."""
    s, at = conditions
    first = first_state(s)
    price = first.price.copy()
    sector, region = np.argwhere((s.prices.made & ~s.prices.taker)[:, 0])[0]
    price[sector, 0, region] *= 1.0 + size
    one, other, worst = first, first._replace(price=price), 0.0
    for month in range(months):
        now = at(month)
        one, other = step(one, now, s, p)[0], step(other, now, s, p)[0]
        for name in ("price", "wage", "jobs", "expected", "capacity"):
            a, b = getattr(one, name), getattr(other, name)
            worst = max(worst, float((abs(a - b) / np.maximum(abs(a), 1e-3 * abs(a).mean())).max()))
    return worst


def test_a_touch_of_one_price_stays_small_for_24_years_of_the_baseline():
    course = Course(read_scenario("dasar", default_world()), load_parameters())
    months = {}

    def at(month):
        # both runs see one and the same month
        return months.setdefault(month, course.at(course.first_month.after(month)))

    assert drift(load_parameters(), YEARS_24, (course.structure, at)) < 1e-9


def calm_months(world, p):
    s, now = calm(world, p)
    return s, lambda _: now


IN_FORCE = replace(load_parameters(), freight=STEADY.freight)
"""The parameters in force, with the freight at which the tiny world was balanced."""


@pytest.mark.parametrize(
    ("p", "months"),
    [
        pytest.param(STEADY, YEARS_24, id="steady"),
        pytest.param(IN_FORCE, YEARS_40, id="in-force", marks=pytest.mark.xfail(
            strict=True, reason="small, very open worlds are unstable at the parameters in force: 3 % a month, more "
                                "where no minimum wage holds pay")),
    ],
)  # fmt: skip
def test_a_touch_of_one_price_stays_small_for_decades_in_the_tiny_world(p, months):
    assert drift(p, months, calm_months(tiny_world(), p)) < 1e-9


if __name__ == "__main__":
    print(digest_of(*WORLDS[sys.argv[1]]()))
