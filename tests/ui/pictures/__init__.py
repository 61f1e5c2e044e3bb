"""The pictures of the window: an album that takes them, and the scenes in which a person meets it. The command is
`python -m tests.ui.screenshots`."""
