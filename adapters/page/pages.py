"""The page's routes: a link that opens it, its sheets, papers to take, and the way out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from string import ascii_letters, digits

from aiohttp import web

from adapters.page import answers
from adapters.page.addresses import FILE, LEAVE, LONGEST, LOOK, OPEN, PAGE, Addresses, place_of
from adapters.page.drawing import document
from adapters.page.turnstile import Turnstile
from adapters.web.address import Public
from adapters.web.look import files
from adapters.web.refused import Refused
from bot.model.page.place import Misplaced, Place
from bot.model.record.trouble import Trouble
from bot.ports.page import PageDoor, Shut
from bot.ports.refusals import RecordAway, Refusal, Unreadable
from bot.wording.letters.alarm import what_is_unread
from bot.wording.sentences import Fact, words

HERE = Path(__file__).parent
STYLE = "page.css"
OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = {
    ".docx": f"{OFFICE}.wordprocessingml.document",
    ".xlsx": f"{OFFICE}.spreadsheetml.sheet",
    ".txt": "text/plain",
}
IN_A_NAME = frozenset(f"{ascii_letters}{digits}._-")
LOOKS = "GET, HEAD"  # how an address is asked for that only shows something
MOST_PAPERS = 12  # that wait to be drawn, one after another
UNKNOWN_KIND = "application/octet-stream"
STATUS = {
    Shut.OFF: 404,
    Shut.UNKNOWN: 404,
    Shut.USED: 410,
    Shut.LATE: 410,
    Shut.NO_VISIT: 403,
    Shut.ENDED: 403,
    Shut.NO_RIGHT: 403,
    Shut.FORUM: 403,
    Shut.SLOWER: 429,
}
OF_LINKS = frozenset({Shut.UNKNOWN, Shut.USED, Shut.LATE})
SHUT_OUT = frozenset(STATUS)  # whoever is told one of these may not go to the overview either
OF_DAYS = ("as_at_", "no_day")  # how the keys of refusals begin that say that a moment cannot be shown
LATER = {"Retry-After": "60"}

Where = Callable[[], Public | None]
Handler = Callable[[web.Request, Public, Addresses], Awaitable[web.StreamResponse]]


def routes(door: PageDoor, where: Where) -> list[web.RouteDef]:
    """Return the routes of the page. `where` says where people reach it. If it says nothing, pages are off."""
    pages = _Pages(door)
    shown = partial(_guarded, pages, where)
    sheet = shown(pages.sheet)
    return [
        web.get(f"{LOOK}/{{name}}", _look),
        web.get(f"{OPEN}/{{secret}}", shown(pages.offer)),
        web.post(f"{OPEN}/{{secret}}", shown(pages.enter)),
        web.post(LEAVE, shown(pages.leave)),
        web.route("*", LEAVE, shown(partial(pages.no_such_way, "POST"))),
        web.route("*", f"{OPEN}/{{secret}}", shown(partial(pages.no_such_way, "GET, HEAD, POST"))),
        web.get(f"{FILE}/{{room}}/{{name}}", shown(pages.file, pages.papers)),
        web.get(PAGE, sheet),
        web.get(f"{PAGE}/", sheet),
        web.get(f"{PAGE}/{{room:[a-z]{{1,20}}}}", sheet),
        web.get(f"{PAGE}/{{room:[a-z]{{1,20}}}}/{{ref:[^/]{{1,200}}}}", sheet),
        web.route("*", PAGE, shown(partial(pages.no_such_way, LOOKS))),
        web.route("*", f"{PAGE}/{{tail:.*}}", shown(partial(pages.no_such_way, LOOKS))),
    ]


async def _look(request: web.Request) -> web.StreamResponse:
    """Return a file of the look, which is nobody's secret."""
    name = request.match_info["name"]
    if name == STYLE:
        response = files.sent(HERE / STYLE)
    elif name in files.FILES:
        response = files.given(name)
    else:
        raise web.HTTPNotFound(headers=answers.HEADERS)
    response.headers.update({**answers.HEADERS, "Cache-Control": answers.FILES_KEPT})
    return response


def _guarded(
    pages: _Pages, where: Where, inner: Handler, way_in: Turnstile | None = None
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Return a handler that words whatever is refused. It waits at its own way in if it has one."""
    turnstile = way_in or pages.turnstile

    async def handle(request: web.Request) -> web.StreamResponse:
        public = where()
        addresses = Addresses(public.path if public is not None else "")
        try:
            if public is None:
                raise Refusal(Shut.OFF)
            if len(request.query_string) > LONGEST:
                return pages.told("long", 414, addresses)
            async with turnstile.turn():
                return await inner(request, public, addresses)
        except Refusal as refusal:
            return pages.refused(refusal, addresses)
        except RecordAway as away:
            said = "gone" if away.trouble is Trouble.GONE else "asking"
            return _sentence(words(f"replies.trouble.{said}"), 503, addresses, LATER)
        except Unreadable as found:
            said = words("replies.trouble.unreadable", {"what": what_is_unread(found.unread)})
            return _sentence(said, 500, addresses)

    return handle


class _Pages:
    def __init__(self, door: PageDoor) -> None:
        self._door = door
        self.turnstile = Turnstile()
        self.papers = Turnstile(at_once=1, waiting=MOST_PAPERS)  # each takes long: nobody who reads a sheet waits for it
        self._refused = Refused("page", OF_LINKS)

    async def offer(self, request: web.Request, public: Public, addresses: Addresses) -> web.StreamResponse:
        """Show what a link opens, and a button. Whoever looks into links for others, such as a scanner, uses nothing up."""
        secret = request.match_info["secret"]
        offered = await self._door.welcome(secret)
        action = f"{addresses.before}{OPEN}/{secret}"
        return answers.document(document.offer(offered.title, offered.hours, action, addresses))

    async def enter(self, request: web.Request, public: Public, addresses: Addresses) -> web.StreamResponse:
        """Use a link up, and let its person in."""
        if not answers.is_own(request, public):
            return self.told("strange", 403, addresses)
        entered = await self._door.enter(request.match_info["secret"])
        if before := answers.visit_of(request, public):
            await self._door.leave(before)
        response = answers.redirect(addresses.home)
        answers.begin(response, public, entered.secret, entered.seconds)
        return response

    async def sheet(self, request: web.Request, public: Public, addresses: Addresses) -> web.StreamResponse:
        """Show a sheet."""
        place = self._place(request, request.match_info.get("room", ""), request.match_info.get("ref", ""))
        if isinstance(place, Misplaced):
            facts: dict[str, Fact] = {"field": words(f"visits.field.{place.field}")}
            return self.told("field", 400, addresses, facts, home=True)
        if place is None:
            return self.told("lost", 404, addresses, home=True)
        sheet = await self._door.sheet(answers.visit_of(request, public), place)
        return answers.document(document.sheet(sheet, addresses))

    async def file(self, request: web.Request, public: Public, addresses: Addresses) -> web.StreamResponse:
        """Hand over a paper. Whoever has gone while they waited has none drawn."""
        if request.transport is None or request.transport.is_closing():
            raise Refusal(Shut.SLOWER)
        place = self._place(request, request.match_info["room"], "")
        if place is None or isinstance(place, Misplaced):
            return self.told("lost", 404, addresses, home=True)
        drawn = await self._door.file(answers.visit_of(request, public), request.match_info["name"], place)
        name = "".join(sign if sign in IN_A_NAME else "_" for sign in drawn.name)
        return answers.file(drawn.held, name, KINDS.get(Path(name).suffix, UNKNOWN_KIND))

    async def leave(self, request: web.Request, public: Public, addresses: Addresses) -> web.StreamResponse:
        """End a visit."""
        if not answers.is_own(request, public):
            return self.told("strange", 403, addresses)
        if visit := answers.visit_of(request, public):
            await self._door.leave(visit)
        title, said = words("visits.shut.left_title"), words("visits.shut.left")
        response = answers.document(document.sentence(title, said, addresses))
        answers.end(response, public)
        return response

    async def no_such_way(self, allowed: str, request: web.Request, public: Public, addresses: Addresses) -> web.StreamResponse:
        """Answer what is no address of the page, or is asked for in a way that it does not know."""
        if request.method in ("GET", "HEAD") and allowed == LOOKS:
            return self.told("lost", 404, addresses, home=True)
        response = self.told("method" if allowed == LOOKS else "press", 405, addresses, home=True)
        response.headers["Allow"] = allowed
        return response

    @staticmethod
    def told(
        key: str, status: int, addresses: Addresses, facts: dict[str, Fact] | None = None, home: bool = False
    ) -> web.Response:
        """Return a sentence of the door's own."""
        return _sentence(words(f"visits.shut.{key}", facts), status, addresses, home=home)

    def refused(self, refusal: Refusal, addresses: Addresses) -> web.Response:
        """Return why somebody is not shown what they asked for."""
        key = refusal.prompt_key
        why = next((one for one in Shut if one == key), None)
        if why in OF_LINKS:
            self._refused.note(why, words("visits.shut.noted"))
            if self.turnstile.failed():
                why, key = Shut.SLOWER, Shut.SLOWER
        status = STATUS[why] if why is not None else 400 if key.startswith(OF_DAYS) else 404
        said = words(f"replies.refusal.{key}", dict(refusal.facts))
        return _sentence(said, status, addresses, LATER if why is Shut.SLOWER else None, home=why not in SHUT_OUT)

    @staticmethod
    def _place(request: web.Request, room: str, ref: str) -> Place | Misplaced | None:
        asked = {key: request.query[key] for key in request.query}
        return place_of(room, ref, asked)


def _sentence(
    said: str, status: int, addresses: Addresses, more: dict[str, str] | None = None, home: bool = False
) -> web.Response:
    body = document.sentence(words("visits.shut.title"), said, addresses, home)
    return answers.document(body, status, more)
