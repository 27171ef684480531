"""Watching: what two people see of Milepost before its users do: the log, the figures, and what admins are told."""
