"""Lines that run the pipeline every night: for cron, systemd and a CI service, with the folders filled in."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

_CRON = """\
# cron: add this line with `crontab -e`
{minute} {hour} * * * {command}
"""
_SERVICE = """\
# systemd: ~/.config/systemd/user/event-timeline.service
[Unit]
Description=Event timeline of {folder}

[Service]
Type=oneshot
WorkingDirectory={folder}
ExecStart={command}
# Another run holds the folder: no fault, the next night will do.
SuccessExitStatus=75
Nice=10
"""
_TIMER = """\
# systemd: ~/.config/systemd/user/event-timeline.timer
# then: systemctl --user daemon-reload && systemctl --user enable --now event-timeline.timer
[Unit]
Description=Event timeline every night

[Timer]
OnCalendar=*-*-* {hour:02}:{minute:02}:00
Persistent=true

[Install]
WantedBy=timers.target
"""
_CI = """\
# GitHub: .github/workflows/timeline.yml (other services: the same three commands)
on:
  schedule:
    - cron: "{minute} {hour} * * *"
  workflow_dispatch:
concurrency: timeline
jobs:
  timeline:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/cache@v4
        with:
          path: output
          key: timeline-${{{{ github.run_id }}}}
          restore-keys: timeline-
      - run: make run
      - uses: actions/upload-artifact@v4
        if: success() || failure()
        with:
          name: timeline
          path: output
"""
_CODES = """\
# Exit codes: 0 done or nothing to do; 1 failed; 2 wrong arguments; 3 held back or too much turned away (the
# last good tables stay); 75 another run is working there. Past runs: {output}/history.jsonl
"""


def show_schedule(python: Path, folder: Path, arguments: Sequence[str], output: Path, at: tuple[int, int]) -> str:
    """Ready lines for every scheduler.

    Args:
        python: Interpreter to run.
        folder: Checkout, the working folder.
        arguments: Of ``python -m pipeline``.
        output: Where the tables go.
        at: Hour and minute, in the scheduler's time.
    """
    hour, minute = at
    words = [str(python), "-m", "pipeline", *arguments]
    cron = f"cd {shlex.quote(str(folder))} && {shlex.join(words)}".replace("%", r"\%")
    unit = " ".join(_unit_word(word) for word in words)
    parts = [
        _CRON.format(hour=hour, minute=minute, command=cron),
        _SERVICE.format(folder=str(folder).replace("%", "%%"), command=unit),
        _TIMER.format(hour=hour, minute=minute),
        _CI.format(hour=hour, minute=minute),
        _CODES.format(output=output),
    ]
    return "\n".join(parts)


def _unit_word(word: str) -> str:
    """A word as a unit file of systemd writes it."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"' if escaped != word or not word.replace("/", "").replace("-", "").isalnum() else word
