"""Milepost under load: five hundred people within a minute, the Monday morning of 150 areas, and a restore on an empty machine."""
