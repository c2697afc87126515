"""Work on several cores: the same results as one piece of work after the other, sooner."""

from __future__ import annotations

import os
import signal
import sys
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import current_process, get_context
from multiprocessing.reduction import register
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from simulasi.world.pairs import AllPairs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

PROCESSES = "SIMULASI_PROCESSES"
"""Variable of the environment: how many processes may work at once; 1 keeps all work in one."""
MOST = 4
"""Processes that work at once where nothing else is said: each holds a run, a few hundred MiB."""


def _frozen(entries: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(entries)


# what the pickles of the standard library leave out: networks are frozen mappings, and all pairs are one object
register(MappingProxyType, lambda mapping: (_frozen, (dict(mapping),)))
register(AllPairs, lambda _: "ALL")


class Team:
    """A process and those that help it; without helpers it does everything itself."""

    def __init__(self, helpers: ProcessPoolExecutor | None = None) -> None:
        self._helpers = helpers

    def do(self, work: Sequence[Callable[[], Any]]) -> list[Any]:
        """Do every piece of work, the first one here, and return what each returned, in their order.

        What a piece of work raises is raised here. What helpers cannot do, because there is no memory for it say, is
        done here.

        >>> from functools import partial
        >>> Team().do([partial(int, "4"), partial(int, "2")])
        [4, 2]
        """
        if self._helpers is None or len(work) <= 1:
            return [piece() for piece in work]
        first, *others = work
        try:
            given = [self._helpers.submit(piece) for piece in others]
        except (BrokenProcessPool, OSError):
            return [piece() for piece in work]
        found = [first()]
        # whoever is free takes the next piece; this process begins with the last one
        own = {place: others[place]() for place in reversed(range(len(others))) if given[place].cancel()}
        for place, piece in enumerate(others):
            try:
                found.append(own[place] if place in own else given[place].result())
            except BrokenProcessPool:
                found.append(piece())
        return found


@contextmanager
def team(pieces: int) -> Iterator[Team]:
    """Hand out a team for so many pieces of work; of one where there is one core, or where processes cannot be had."""
    helpers = _helpers(min(processes(os.environ), pieces) - 1)
    try:
        yield Team(helpers)
    finally:
        if helpers is not None:
            helpers.shutdown(cancel_futures=True)


def processes(environment: Mapping[str, str]) -> int:
    """Return how many processes may work at once: as the environment says, else one a core that we may use.

    >>> processes({"SIMULASI_PROCESSES": "1"})
    1
    """
    chosen = environment.get(PROCESSES, "")
    if chosen.isdecimal():
        return max(int(chosen), 1)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, MOST)


def _helpers(count: int) -> ProcessPoolExecutor | None:
    if count < 1 or current_process().daemon:
        return None
    # a copy of this process costs nothing where copies are safe; elsewhere helpers start anew and read what they need
    start = get_context("fork" if sys.platform == "linux" else "spawn")
    try:
        return ProcessPoolExecutor(count, mp_context=start, initializer=_end_quietly)
    except (OSError, NotImplementedError, ImportError):
        return None


def _end_quietly() -> None:
    """Let a helper end without a word when the user stops the command."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
