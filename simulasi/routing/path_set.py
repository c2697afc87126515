"""Paths that pairs of nodes use, as a table of paths and links."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import csr_array, vstack

if TYPE_CHECKING:
    from simulasi.routing.paths import Paths


class PathSet(NamedTuple):
    """Paths sorted by pair; every pair has one or more.

    pair : (path,), which pair uses it
    on   : (path, link), 1 where the path uses the link
    """

    pair: np.ndarray
    on: csr_array


def firsts(pair: np.ndarray) -> np.ndarray:
    """First path of each pair, (pair,), where ``pair`` is sorted and leaves none out.

    >>> firsts(np.array([0, 0, 1, 2, 2])).tolist()
    [0, 2, 3]
    """
    return np.flatnonzero(np.diff(pair, prepend=-1))


def links_of_paths(found: Paths, source: np.ndarray, target: np.ndarray, *, links: int) -> csr_array:
    """Return the links on the paths from some sources to some nodes, (path, link); all paths are followed at once.

    source : (path,), numbers of sources
    target : (path,), nodes that can be reached, none the source itself

    >>> from simulasi.routing.paths import least_cost_paths
    >>> cost, source = np.array([1.0, 1.0]), np.array([0])
    >>> ways = least_cost_paths(np.array([0, 1]), np.array([1, 2]), cost, nodes=3, sources=source)
    >>> links_of_paths(ways, np.array([0, 0]), np.array([2, 1]), links=2).toarray().tolist()
    [[1.0, 1.0], [1.0, 0.0]]
    """
    path, node = np.arange(len(source)), target
    steps = []
    while len(path):
        steps.append((path, found.edge[source, node]))
        node = found.before[source, node]
        goes_on = node != found.sources[source]
        path, source, node = path[goes_on], source[goes_on], node[goes_on]
    paths, edges = (np.concatenate([step[part] for step in steps] or [path]) for part in (0, 1))
    return csr_array((np.ones(len(paths)), (paths, edges)), shape=(len(target), links))


def with_paths(paths: PathSet, pair: np.ndarray, on: csr_array) -> tuple[PathSet, np.ndarray]:
    """Add paths; return the set and where each of its paths stood, the former ones before the added.

    pair : (added,)
    on   : (added, link)
    """
    pairs = np.concatenate([paths.pair, pair])
    order = np.argsort(pairs, kind="stable")
    return PathSet(pairs[order], vstack([paths.on, on], format="csr")[order]), order
