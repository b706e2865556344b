"""How far a build is: a bar on a terminal for what takes longer than two seconds, elsewhere a line a stage."""

import sys
from time import monotonic
from typing import Any, Final, TextIO

import click

# Seconds of silence on a terminal.
PATIENCE: Final = 2.0
# So few steps are no bar's worth.
_FEW: Final = 12


class Progress:
    """Tells of one build, stage by stage. What it says is for people, and goes to the error stream."""

    def __init__(self, name: str = "", stream: TextIO | None = None, patience: float = PATIENCE) -> None:
        self._stream = stream or sys.stderr
        self._patience = patience
        self._began = self._stage_began = monotonic()
        self._name, self._steps = name, 0
        self._bar: Any = None

    @property
    def seconds(self) -> float:
        """How long the build has taken until now."""
        return monotonic() - self._began

    def stage(self, name: str) -> None:
        """A stage begins; the one before it has ended."""
        self._end()
        self._name, self._steps, self._stage_began = name, 0, monotonic()
        if self._terminal and self.seconds > self._patience:
            self._show(0)

    def tell(self, done: int, of: int) -> None:
        """So many steps of the stage are done. A stage may be told of several runs of steps."""
        self._steps = max(self._steps, done)
        worth = of >= _FEW and self.seconds > self._patience
        if self._terminal and (self._bar is not None or worth):
            if self._bar is None or self._bar.length != of:
                self._show(of)
            self._bar.update(done - self._bar.pos)

    def end(self) -> None:
        """The build is over."""
        self._end()
        self._name = ""

    @property
    def _terminal(self) -> bool:
        return self._stream.isatty()

    def _show(self, length: int) -> None:
        """A new bar; one without a known length only says what is being done."""
        self._hide()
        if length:
            self._bar = click.progressbar(
                length=length, label=self._name, file=self._stream, show_pos=True, show_eta=True
            )
            self._bar.__enter__()
        else:
            click.echo(f"{self._name}……", file=self._stream)

    def _hide(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None

    def _end(self) -> None:
        self._hide()
        if self._name and not self._terminal:
            steps = f"，{self._steps} 步" if self._steps else ""
            print(f"{self._name}：{monotonic() - self._stage_began:.1f} 秒{steps}", file=self._stream, flush=True)
