"""Moving mail exactly once: planner, journal, uploader and the facade that window and commands share. No Qt."""
