"""Delivery: carries letters over the channels that are switched on."""
