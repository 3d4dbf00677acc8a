"""The command `quotes`: one module for each command, a thin wrapper over functions that code can call."""
