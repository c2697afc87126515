"""The recorded effects are those of today's runs."""

import pytest
from effects import measured, names, recorded

FEW = ("kawasan-industri-kariangau", "limbah-b3-balikpapan", "metropolitan")


def test_every_shipped_scenario_is_recorded():
    assert sorted(recorded()) == names()


@pytest.mark.slow
def test_runs_of_today_change_what_is_recorded():
    file = recorded()
    for name, values in measured(FEW).items():
        assert values.pop("digest") == file[name].pop("digest")
        for key, pair in values.items():
            assert pair == pytest.approx(file[name][key], rel=1e-6, abs=1e-9), f"{name}.{key}"
