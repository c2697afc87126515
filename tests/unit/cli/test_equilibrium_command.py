"""``simulasi equilibrium``: any network that is given as two tables."""

import pandas as pd
import pytest

LINKS = """from,to,capacity,length,free_flow_time,b,power,toll
1,3,1,0,1,0.15,4,0
3,2,1,0,1,0,0,0
1,2,10,0,2.5,1,20,0.1
"""
DEMAND = "origin,destination,demand\n1,2,5\n2,2,7\n"


@pytest.fixture
def files(tmp_path):
    def write(links=LINKS, demand=DEMAND):
        for name, text in (("links.csv", links), ("od.csv", demand)):
            (tmp_path / name).write_text(text, encoding="utf-8")
        return ["--links", str(tmp_path / "links.csv"), "--demand", str(tmp_path / "od.csv"), "--lang", "en"]

    return write


def test_it_prints_how_good_the_flows_are_and_writes_them(simulasi, files, tmp_path):
    answer = simulasi("equilibrium", *files(), "--gap", "1e-8", "--centroids-below", "3", "-o", str(tmp_path / "f.csv"))
    assert answer.code == 0
    for word in (
        "Iterations",
        "Relative gap",
        "Objective",
        "Total travel time",
        "Node balance error",
        "own node, on no link: 7",
    ):
        assert word in answer.out
    flows = pd.read_csv(tmp_path / "f.csv")
    assert flows.columns.tolist() == ["from", "to", "flow", "time"]
    assert flows["from"].tolist() == [1, 3, 1]
    assert flows.flow.sum() - flows.flow[1] == pytest.approx(5.0)
    assert flows.time[0] + flows.time[1] == pytest.approx(flows.time[2] + 0.1, rel=1e-6)


def test_a_gap_that_is_not_reached_ends_with_code_3_and_says_so(simulasi, files, tmp_path):
    answer = simulasi("equilibrium", *files(), "--gap", "1e-15", "--max-iterations", "2", "-o", str(tmp_path / "f.csv"))
    assert answer.code == 3
    assert "NOT reached" in answer.err
    assert (tmp_path / "f.csv").exists()


def test_all_faults_of_both_files_are_told_at_once(simulasi, files):
    links = LINKS.replace("1,3,1,0", "1,3,-1,0").replace("2.5,1,20", "x,1,21")
    answer = simulasi("equilibrium", *files(links, DEMAND + "1,22,4\n"))
    assert answer.code == 2
    for told in (
        "capacity, line 2",
        "free_flow_time, line 4",
        "power, line 4",
        "destination, line 4",
        "The most similar is '2'",
    ):
        assert told in answer.err
    answer = simulasi("equilibrium", *files(LINKS.replace("toll", "tol")))
    assert "links.csv, toll" in answer.err
    answer = simulasi("equilibrium", *files(LINKS.replace("1,3", "a,3")), "--centroids-below", "2")
    assert "no whole number" in answer.err
    answer = simulasi("equilibrium", *files(demand="origin,destination,demand\n2,1,3\n"))
    assert "2 - 1" in answer.err
