"""Answers to a browser: each document with the headers that keep it to its reader, and the cookie of a visit."""

from __future__ import annotations

from aiohttp import web

from adapters.web.address import Public

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
FILES_KEPT = "public, max-age=3600"  # the files of the look tell nothing of anybody
NAME = "milepost"


def document(body: bytes, status: int = 200, more: dict[str, str] | None = None) -> web.Response:
    """Return a document."""
    response = web.Response(body=body, status=status, content_type="text/html", charset="utf-8")
    response.headers.update({**HEADERS, **(more or {})})
    return response


def redirect(to: str) -> web.Response:
    """Send the browser on, to be asked for by GET."""
    return web.Response(status=303, headers={**HEADERS, "Location": to})


def file(body: bytes, name: str, kind: str) -> web.Response:
    """Return a file to keep. It never opens inside the page."""
    response = web.Response(body=body, content_type=kind)
    response.headers.update({**HEADERS, "Content-Disposition": f'attachment; filename="{name}"'})
    return response


# ---- the cookie --------------------------------------------------------------------------


def cookie_name(public: Public) -> str:
    """Return the name of the cookie. Behind https a browser takes it for this very host alone, and never without encryption."""
    return f"__Host-{NAME}" if public.is_secure else NAME


def visit_of(request: web.Request, public: Public) -> str:
    """Return the secret of the visit that a browser says. Empty if it says none."""
    return request.cookies.get(cookie_name(public), "")


def begin(response: web.Response, public: Public, secret: str, seconds: int) -> None:
    """Give a browser the cookie of a visit: no script reads it, and no other site sends it."""
    response.set_cookie(
        cookie_name(public), secret, max_age=seconds, path="/", secure=public.is_secure, httponly=True, samesite="Lax"
    )


def end(response: web.Response, public: Public) -> None:
    """Take the cookie back."""
    response.set_cookie(
        cookie_name(public), "", max_age=0, path="/", secure=public.is_secure, httponly=True, samesite="Lax"
    )


# ---- where a form came from -----------------------------------------------------------------


def is_own(request: web.Request, public: Public) -> bool:
    """Say if a form came from our own page, as far as the browser tells.

    A browser that says which site a form is of is believed. To an address without encryption it says its origin alone, and there
    "null" is a form that hides where it comes from. Our own pages let it say theirs to ourselves, and to nobody else.
    """
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None and origin == "null":
        return site == "same-origin"
    return site in (None, "same-origin", "none") and origin in (None, public.origin)
