"""Work on several cores gives what one gives: the same values, in order, and the same errors."""

import os
import pickle
from functools import partial
from multiprocessing.reduction import ForkingPickler

import numpy as np
import pytest
from tiny import still_scenario, tiny_parameters, tiny_world

from simulasi.cli import side_by_side
from simulasi.cli.side_by_side import PROCESSES, processes, team
from simulasi.errors import Fault, ResultError
from simulasi.simulation import simulate
from simulasi.world.pairs import ALL


@pytest.fixture(params=["1", "2", "3"])
def cores(request, monkeypatch):
    monkeypatch.setenv(PROCESSES, request.param)
    return int(request.param)


def doubled(number):
    return 2 * number


def whose(_):
    return os.getpid()


def refused(text):
    raise ResultError([Fault("no_result", text, value="nilai", fields={"key": "isi"})])


def ended(parent):
    if os.getpid() != parent:
        os._exit(1)
    return "done"


@pytest.mark.usefixtures("cores")
def test_what_is_returned_stands_in_the_order_of_the_work():
    with team(7) as workers:
        assert workers.do([partial(doubled, number) for number in range(7)]) == [2 * number for number in range(7)]
        assert workers.do([partial(doubled, 4)]) == [8]
        assert workers.do([]) == []


def test_others_help_where_there_are_cores(cores):
    with team(2) as workers:
        first, second = workers.do([partial(whose, None)] * 2)
    assert first == os.getpid()
    assert (second == first) is (cores == 1)


def test_one_piece_of_work_needs_no_help(monkeypatch):
    monkeypatch.setenv(PROCESSES, "8")
    monkeypatch.setattr(side_by_side, "ProcessPoolExecutor", lambda *_, **__: pytest.fail("started"))
    with team(1) as workers:
        assert workers.do([partial(doubled, 1)]) == [2]


@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.usefixtures("cores")
def test_an_error_of_a_helper_comes_back_with_its_faults(place):
    work = [partial(doubled, 1), partial(doubled, 2)]
    work[place] = partial(refused, "hasil")
    with pytest.raises(ResultError) as error, team(2) as workers:
        workers.do(work)
    assert error.value.faults == (Fault("no_result", "hasil", value="nilai", fields={"key": "isi"}),)


@pytest.mark.usefixtures("cores")
def test_what_a_helper_that_ended_left_is_done_here():
    with team(3) as workers:
        assert workers.do([partial(ended, os.getpid())] * 3) == ["done"] * 3
        assert workers.do([partial(ended, os.getpid())] * 3) == ["done"] * 3


def test_where_processes_cannot_be_had_everything_is_done_here(monkeypatch):
    def none(*_, **__):
        raise OSError

    monkeypatch.setenv(PROCESSES, "4")
    monkeypatch.setattr(side_by_side, "ProcessPoolExecutor", none)
    with team(2) as workers:
        assert workers.do([partial(whose, None)] * 2) == [os.getpid()] * 2


def test_a_process_that_may_have_no_helpers_has_none(monkeypatch):
    class Daemon:
        daemon = True

    monkeypatch.setenv(PROCESSES, "4")
    monkeypatch.setattr(side_by_side, "current_process", Daemon)
    with team(2) as workers:
        assert workers.do([partial(whose, None)] * 2) == [os.getpid()] * 2


def test_helpers_that_start_anew_give_the_same_bits(monkeypatch):
    monkeypatch.setenv(PROCESSES, "2")
    monkeypatch.setattr(side_by_side.sys, "platform", "darwin")
    work = partial(simulate, still_scenario(tiny_world()), tiny_parameters())
    with team(2) as workers:
        here, there = workers.do([work, work])
    assert here.story == there.story
    assert here.data.identical(there.data)
    for name, array in here.data.variables.items():
        other = there.data.variables[name].values
        assert (array.values.dtype, array.values.tobytes()) == (other.dtype, other.tobytes()), name


def test_a_world_comes_back_whole():
    world = tiny_world()
    again = pickle.loads(ForkingPickler.dumps(world))  # noqa: S301 - made in the line itself
    assert again.accounts.pairs is ALL
    assert again.network == world.network
    assert np.array_equal(again.accounts.flows, world.accounts.flows)


@pytest.mark.parametrize(("text", "count"), [("1", 1), ("0", 1), ("6", 6)])
def test_the_environment_says_how_many_processes_work(text, count):
    assert processes({PROCESSES: text}) == count


@pytest.mark.parametrize("text", ["", "many", "-2"])
def test_without_a_word_of_it_there_is_one_process_a_core_up_to_four(text):
    assert 1 <= processes({PROCESSES: text}) <= 4
