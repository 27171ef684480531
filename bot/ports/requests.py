"""The record's verbs for date requests and exception reports."""

from __future__ import annotations

from typing import Protocol

from bot.model.updates.request import DateRequest, ExceptionReport, RequestState


class RequestsView(Protocol):
    """The verbs that read date requests and exception reports."""

    def all(self, short: str, upto: int | None = None) -> tuple[DateRequest, ...]:
        """Return every date request of a plan, the first first, each as it was decided on up to that entry."""
        ...

    def exceptions(self, short: str, upto: int | None = None) -> tuple[ExceptionReport, ...]:
        """Return every exception report of a plan that was not withdrawn, the first first."""
        ...


class RequestsTx(RequestsView, Protocol):
    """The verbs that change date requests and exception reports."""

    def ask(self, request: DateRequest) -> DateRequest:
        """Append a date request and return it as it is read back, with its number."""
        ...

    def decide(self, request: DateRequest, state: RequestState, why: str) -> DateRequest:
        """Append the decision on a date request. Returns the request as it is read back."""
        ...

    def report(self, report: ExceptionReport) -> ExceptionReport:
        """Append an exception report and return it as it is read back."""
        ...

    def withdraw(self, short: str, number: int, why: str) -> None:
        """Let the request, the decision or the exception report of that entry count no longer."""
        ...
