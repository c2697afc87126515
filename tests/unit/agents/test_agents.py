"""Regions, partners and the Otorita as agents: live views of the arrays, and decisions that a class may replace."""

import gc
import weakref

import mesa
import numpy as np
import pytest
from tiny import still_scenario, tables_of

from simulasi.agents import HinterlandModel, Otorita, Partner, Region, running, with_overrides
from simulasi.course import Course
from simulasi.ensemble import single_run
from simulasi.model import decisions
from simulasi.model.decisions import SHARED, Decisions
from simulasi.model.identities import check
from simulasi.model.state import State
from simulasi.model.step import step
from simulasi.model.structure import first_state
from simulasi.recorder import Recorder
from simulasi.world.month import Month


@pytest.fixture
def scenario(world):
    return still_scenario(world, trend="2014-2019")


@pytest.fixture
def model(scenario, p):
    with running(HinterlandModel(scenario, p)) as model:
        yield model


class Steady(Region):
    """Keeps its prices."""

    def price(self, _offer, state, _s, _p):
        return state.price


class Doubling(Region):
    """Sells at twice what the others' rule says, and writes all over the columns of others."""

    def price(self, offer, state, s, p):
        return 2.0 * decisions.price(offer, state, s, p)


class Cautious(Region):
    """Plans half, orders a tenth more, hires nobody new and builds nothing."""

    def plan(self, state, s, p):
        plan = decisions.plan(state, s, p)
        return plan._replace(output=0.5 * plan.output)

    def order(self, planned, state, s, p):
        return 1.1 * decisions.order(planned, state, s, p)

    def hire(self, output, state, living_cost, now, s, p):
        work = decisions.hire(output, state, living_cost, now, s, p)
        kept = np.minimum(work.jobs, state.jobs)
        less = kept.sum(axis=0) / work.jobs.sum(axis=0)
        employed = work.employed * less[:, None, :]
        rate = 1.0 - employed.sum(axis=2) / work.labour_force
        return work._replace(jobs=kept, employed=employed, elsewhere=less * work.elsewhere, unemployment=rate)

    def invest(self, offer, state, trend, s, p):
        plant = decisions.invest(offer, state, trend, s, p)
        return plant._replace(building=0.0 * plant.building, net_capital=0.0 * plant.net_capital)


def test_a_region_reads_its_own_column(model):
    model.step()
    for column, name in enumerate(("hilir", "tengah", "hulu")):
        region = model.region(name)
        assert np.array_equal(region.stock, model.state.stock[..., column])
        assert np.array_equal(region.wage, model.state.wage[..., column])
        assert np.array_equal(region.output, model.last.output[..., column])
        assert region.price.base is not None  # a view, not a copy


def test_writing_between_months_makes_a_new_state(model):
    before, wages = model.state, model.state.wage.copy()
    model.region("hulu").wage = 2.0
    assert model.state is not before
    assert model.state.wage.tolist() == [[1.0, 1.0, 2.0]]
    assert np.array_equal(before.wage, wages)
    assert all(getattr(model.state, name) is getattr(before, name) for name in State._fields if name != "wage")


def test_a_written_column_is_what_the_next_month_starts_from(model):
    model.region("hulu").price = np.array([[2.0], [1.0]])
    model.step()
    assert model.last.price[0, 0].tolist() == [1.0, 1.0, 2.0, 1.0]


def test_there_is_no_last_month_before_the_first(model):
    with pytest.raises(AttributeError, match="last"):
        _ = model.last


def test_the_model_is_the_bare_loop_bit_for_bit(model, scenario, p):
    course = Course(scenario, p)
    state, month = first_state(course.structure), course.first_month
    assert model.month == month == Month(2021, 7)
    for _ in range(12):
        model.step()
        state, ledger = step(state, course.at(month), course.structure, p)
        month = month.after(1)
    assert model.month == month
    mine, bare = (
        tables_of(one) | two._asdict() for one, two in ((model.state, model.last.sales), (state, ledger.sales))
    )
    assert mine.keys() == bare.keys()
    for name, ours in mine.items():
        assert np.array_equal(ours, bare[name]), name


def test_without_overrides_the_shared_decisions_are_in_force(model):
    assert model.decisions is not None
    assert all(a is b for a, b in zip(model.decisions, SHARED, strict=True))


def test_only_the_decisions_that_a_class_has_are_replaced(scenario, p):
    with running(HinterlandModel(scenario, p, {"hulu": Cautious, "hilir": Steady})) as model:
        mine = model.decisions
    assert all(getattr(mine, name) is not getattr(SHARED, name) for name in Decisions._fields)
    with running(HinterlandModel(scenario, p, {"hulu": Steady})) as model:
        kept = [name for name in Decisions._fields if getattr(model.decisions, name) is getattr(SHARED, name)]
    assert kept == ["plan", "order", "hire", "invest"]


def test_a_price_rule_of_its_own_counts_in_its_own_column_and_in_nothing_else_of_that_month(scenario, p):
    with (
        running(HinterlandModel(scenario, p)) as shared,
        running(HinterlandModel(scenario, p, {"tengah": Doubling})) as own,
    ):
        shared.step()
        own.step()
        ours, theirs = tables_of(own.state), tables_of(shared.state)
        assert np.array_equal(ours["price"][..., 1], 2.0 * theirs["price"][..., 1])
        for one in (ours, theirs):
            one["price"] = one["price"][..., [0, 2]]
        for name, table in ours.items():
            assert np.array_equal(table, theirs[name]), name


@pytest.mark.parametrize("kind", [Steady, Doubling, Cautious])
def test_all_identities_hold_when_a_class_decides_otherwise(scenario, p, kind):
    with running(HinterlandModel(scenario, p, {"tengah": kind})) as model:
        for _ in range(12):
            now, before = model.conditions, model.state
            model.step()
            check(before, model.state, model.last, now, model.course.structure, p)


def test_two_classes_may_decide_otherwise_at_once(scenario, p):
    with running(HinterlandModel(scenario, p, {"tengah": Doubling, "hulu": Steady})) as model:
        model.step()
        assert model.state.price[0, 0, 2] == 1.0
        assert model.state.price[0, 0, 1] > 1.9


def test_an_override_sees_the_arguments_that_all_see(scenario, p):
    seen = []

    class Curious(Region):
        def plan(self, state, s, parameters):
            seen.append((self.info.id, state is self.model.state, s is self.model.course.structure, parameters is p))
            return decisions.plan(state, s, parameters)

    with running(HinterlandModel(scenario, p, {"hulu": Curious})) as model:
        model.step()
    # the month posts the prices of the world first, so the state it shows is a copy
    assert seen == [("hulu", False, True, True)]


def test_the_shared_decisions_leave_their_arguments_alone(model):
    merged = with_overrides(model.regions)
    assert merged == SHARED


def test_suppliers_of_a_region_are_shares_of_all_nodes_at_present_prices(model):
    assert model.region("tengah").suppliers("rice") == pytest.approx(
        {"hilir": 1 / 4, "tengah": 1 / 2, "hulu": 1 / 8, "dunia": 1 / 8}, rel=1e-14
    )
    model.region("hulu").price = np.array([[2.0], [1.0]])
    # a quarter of the pull at twice the price: 1/32 of 29/32
    assert model.region("tengah").suppliers("rice")["hulu"] == pytest.approx(1 / 29, rel=1e-13)


def test_partners_and_the_otorita_see_what_is_theirs(model):
    model.step()
    assert model.partners[0].bought[:, 0] == pytest.approx([10.0, 4.0], rel=0.05)
    assert model.otorita.spending.shape == model.otorita.delivered.shape == (2, 3)
    assert model.otorita.spending.sum() == model.otorita.delivered.sum() == 0.0


def test_agents_stand_in_the_sets_of_mesa(model):
    assert isinstance(model.agents, mesa.agent.AgentSet)
    assert len(model.agents) == 5
    regions = model.agents_by_type[Region]
    assert sorted(regions.get("column")) == [0, 1, 2]
    assert len(model.agents.select(agent_type=Partner)) == 1
    assert len(model.agents.select(agent_type=Otorita)) == 1
    rich = model.agents_by_type[Region].select(lambda region: region.income[0] > 15.0)
    assert {region.info.id for region in rich} == {"hilir", "tengah"}
    wages = model.agents_by_type[Region].map(lambda region: float(region.wage[0]))
    assert wages == [1.0, 1.0, 1.0]


def test_mesa_counts_the_steps_and_runs_while(model):
    model.step()
    model.step()
    assert model.steps == 2
    assert model.running is True


def test_a_datacollector_of_mesa_sees_the_model(model):
    collector = mesa.DataCollector(model_reporters={"wage": lambda model: float(model.state.wage.mean())})
    for _ in range(3):
        model.step()
        collector.collect(model)
    assert len(collector.get_model_vars_dataframe()) == 3


def test_running_lets_the_model_go(scenario, p):
    with running(HinterlandModel(scenario, p)) as model:
        model.step()
        assert model in mesa.Agent._ids
        watched = weakref.ref(model)
    assert model not in mesa.Agent._ids
    del model
    gc.collect()
    assert watched() is None


def test_running_lets_the_model_go_after_a_fault(scenario, p):
    model = HinterlandModel(scenario, p)
    with pytest.raises(ZeroDivisionError), running(model):
        _ = 1 / 0
    assert model not in mesa.Agent._ids


def test_a_model_with_agents_runs_the_months_of_a_simulation_to_the_last_bit(scenario, p):
    with running(HinterlandModel(scenario, p)) as model:
        recorder = Recorder(scenario, model.course)
        while model.month <= scenario.end:
            month, now = model.month, model.conditions
            model.step()
            if month >= scenario.start:
                recorder.record(month, now, model.state, model.last)
    with_agents, without = recorder.dataset(), single_run(scenario, p)
    assert with_agents.identical(without)
    assert all(with_agents[name].values.tobytes() == without[name].values.tobytes() for name in without.data_vars)
