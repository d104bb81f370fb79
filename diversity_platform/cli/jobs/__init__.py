"""Look at jobs, cancel, retry or discard them; the timetable; the workers."""
