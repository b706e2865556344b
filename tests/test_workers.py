"""Tasks over the cores: who works, what is raised, and what happens to those who are ended."""

import os
import signal
import threading
import time
from functools import partial
from pathlib import Path

import pytest

from pairing.problems import DataError, Problem, Trouble, Where
from pairing.workers import Ahead, Crew, _bury, spread


def test_a_worker_that_is_ended_while_it_hands_over() -> None:
    """More than a pipe holds is on its way, and nobody has read it yet."""

    here = os.getpid()

    def much() -> bytes:
        time.sleep(0.2)
        if os.getpid() == here:
            time.sleep(1)
        else:
            threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGKILL)).start()
        return bytes(1 << 21)

    with pytest.raises(Trouble, match="系统终止了"):
        [*spread([much, much], 2)]


def test_everybody_works_and_what_is_raised_comes_after_all_is_done(tmp_path: Path) -> None:
    here, told = os.getpid(), list[tuple[int, int]]()

    def who(number: int) -> tuple[int, int]:
        (tmp_path / str(os.getpid())).touch()
        while len([*tmp_path.iterdir()]) < 3:  # nobody goes on before all have begun
            time.sleep(0.01)
        if number == 3:
            raise DataError([Problem(Where("a.yml", 1, 1), "不对")])
        return number, os.getpid()

    found: list[tuple[int, int]] = []
    with pytest.raises(DataError, match="不对"):
        found += spread([partial(who, i) for i in range(6)], 3, lambda done, of: told.append((done, of)))
    assert [number for number, _ in found] == [0, 1, 2, 4, 5]
    assert here in (processes := {process for _, process in found})
    assert len(processes) == 3
    assert told[-1] == (6, 6)


def test_the_end_that_somebody_asks_for_is_not_put_off() -> None:
    here, begun = os.getpid(), list[int]()

    def stop() -> None:
        begun.append(os.getpid())
        if os.getpid() == here:
            raise KeyboardInterrupt
        time.sleep(0.2)

    with pytest.raises(KeyboardInterrupt):
        [*spread([stop] * 9, 2)]
    assert begun == [here]


def test_what_was_begun_ahead_is_asked_for_where_it_is_needed() -> None:
    def refuse() -> None:
        raise Trouble("不行")

    ahead = Ahead([os.getpid, refuse], Crew(2))
    try:
        other = ahead.result(0)
        assert other != os.getpid()
        with pytest.raises(Trouble, match="不行"):
            ahead.result(1)
    finally:
        ahead.close()
    _bury(wait=True)
    with pytest.raises(ProcessLookupError):  # it is gone
        os.kill(other, 0)
    alone = Ahead([os.getpid], Crew(1))
    assert alone.result(0) == os.getpid()
