"""The commands of `milepost record`."""
