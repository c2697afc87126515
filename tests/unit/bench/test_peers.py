"""Peers do the same work as ours; one that is not there is told."""

import numpy as np
import pytest

from benchmarks import laps
from benchmarks.laps import Lap, Runner, Work, WorkError, taking_turns
from benchmarks.made_up_trade import made_up_trade
from benchmarks.ours import trade_step
from benchmarks.peers.mesa_trade import TradeModel


@pytest.mark.parametrize("regions", [1, 3, 12])
def test_agents_trade_what_arrays_trade(regions):
    agents = TradeModel(made_up_trade(regions, 5))
    agents.step()
    ours = trade_step(regions=regions, sectors=5)()
    np.testing.assert_allclose(agents.received, ours, rtol=1e-12)


def test_some_of_the_made_up_orders_are_not_filled_and_some_at_the_second_asking():
    case = made_up_trade(12, 5)
    received = trade_step(regions=12, sectors=5)()
    missing = case.wanted - received
    assert missing[:, -1].max() > 1e-3
    assert missing.min() > -1e-12


def test_a_peer_that_is_not_installed_is_told(monkeypatch, tmp_path):
    monkeypatch.setattr(laps, "PEERS_PYTHON", tmp_path / "python")
    (found,) = taking_turns(Work("benchmarks.peers.boario_steps", "steps", {}, is_peer=True), repeats=1)
    assert (found.missing, found.least, found.median, found.peak_mib) == ("not installed", None, None, None)


def test_a_package_that_is_missing_is_told_as_not_installed():
    (found,) = taking_turns(Work("benchmarks.no_such_module", "steps"), repeats=1)
    assert found.missing == "not installed"


def test_work_that_cannot_be_made_ready_says_why():
    work = Work("benchmarks.made_up_trade", "made_up_trade", {"regions": -1, "sectors": 2})
    with Runner(work) as runner, pytest.raises(WorkError, match="ValueError: "):
        runner.ready()


def test_work_that_takes_too_long_is_ended_and_told():
    endless = Work("re", "match", {"pattern": "(a+)+$", "string": "a" * 60 + "b"})
    (found,) = taking_turns(endless, repeats=1, seconds=1.0)
    assert found.missing.startswith("stopped after")
    assert found.least is None


def test_pieces_of_work_take_turns_and_one_that_fails_is_left_out(monkeypatch):
    done = []

    class Recorded:
        def __init__(self, work, *, seconds):
            self.work, self.seconds = work, seconds

        def __enter__(self):
            return self

        def __exit__(self, *_):
            done.append(f"end of {self.work.name}")

        def ready(self):
            return "1.0"

        def lap(self):
            done.append(self.work.name)
            if self.work.name == "fails" and done.count("fails") == 2:
                raise WorkError("out of memory")
            return Lap(len(done), 0.0, 1.0)

    monkeypatch.setattr(laps, "Runner", Recorded)
    ours, peer = taking_turns(Work("m", "ours"), Work("m", "fails"), repeats=3)
    assert done == ["ours", "fails", "ours", "fails", "ours", "end of fails", "end of ours"]
    assert [lap.cpu_s for lap in ours.laps] == [1, 3, 5]
    assert (ours.least, ours.median, ours.missing) == (1, 3, "")
    assert (len(peer.laps), peer.missing) == (1, "out of memory")
