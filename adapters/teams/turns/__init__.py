"""Turns of botbuilder: made of requests by its adapter (`door`), taken by its bot (`front`). Microsoft's SDK is here alone."""
