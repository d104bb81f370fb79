"""`diversity-platform jobs`: the queue, as those who look after an installation see it."""

from __future__ import annotations

from diversity_platform.cli.lazy import LazyGroup

_HERE = "diversity_platform.cli.jobs"
#: name -> (module, one line for the list of commands)
_COMMANDS: dict[str, tuple[str, str]] = {
    "list": (f"{_HERE}.list_jobs", "Show jobs, the latest first."),
    "show": (f"{_HERE}.show_job", "Show all about one job."),
    "cancel": (f"{_HERE}.cancel", "Stop jobs that wait or run."),
    "retry": (f"{_HERE}.retry", "Queue failed or cancelled jobs again."),
    "discard": (f"{_HERE}.discard", "Put failed jobs away."),
    "timetable": (f"{_HERE}.show_timetable", "Show what is queued by the clock."),
    "run": (f"{_HERE}.run", "Queue an entry of the timetable now."),
    "pause": (f"{_HERE}.pause", "Have the clock pass over an entry of the timetable."),
    "resume": (f"{_HERE}.resume", "Have the clock regard an entry of the timetable again."),
    "workers": (f"{_HERE}.workers", "Show who works."),
}

command = LazyGroup(
    "jobs", rows=_COMMANDS, help="Look at jobs, cancel, retry or discard them; timetable; workers."
)
