"""A thousand ordinary lines, and a hundred with something planted: what people of a plan write, by a fixed seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from bot.model.updates.guard import Stop

LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
VENUES = ("Woodlands Conference Centre", "County Hall, Preston PR1 8XJ", "The Exchange, room 4", "Child Development Centre, Burnley", "St John's Hall")
SERVICES = (
    "Child Protection Conference Team", "NHS Lancashire and South Cumbria", "the Pupil Referral Unit", "Child Health Services", "Short Breaks",
    "NHS England", "Born in Lancashire study group", "SENDIASS", "Educational Psychology", "the 0-19 service", "Pupil Premium Board",
)  # fmt: skip
BY_HAND = (
    "The new offer was born out of the parents' survey of March 2025",
    "EHCPs issued in 20 weeks: 412 of 733, up from 398 of 735 in the quarter before",
    "NHS waiting list 1,204 on 1 April 2026, 1,187 on 1 May 2026",
    "Agreed by the NHS at the meeting of 12 March 2026, minute 4.2",
    "Ring Sam on 01772 533 221 or 07700 900 123 before 5 pm",
    "Tel. 0300 123 6701 for the SEND helpline",
    "NHS 111 option 2 goes live on 4 May 2026",
    "Room 101, 102 and 1030 are booked for 3, 4 and 5 June 2026",
    "The 2026/27 budget is 1 204 500, of which 300 450 1000 was never agreed",
    "No child was out of school for more than 15 days since 1 September 2025",
    "Newborn hearing screening: 99.1% by 31 March 2026",
    "See minutes 2025-11-12, item 5, action 3",
    "Ofsted's letter of 12 March 2024 and the NHS's of 14 May 2024 agree",
    "Contract DN 742913 ends on 31/03/2027, renewal 12 months",
    "Version 1.2.3 of the policy was signed off on 2026-02-11",
    "IBAN GB29 NWBK 6016 1331 9268 19 is the forum's",
    "Grid reference SD 53 29, unit 12, PR5 6AW",
    "ISBN 978 1 4742 9876 5, page 12",
    "Meeting ID: 348 221 907 12, passcode 8Xk2pQ",
    "Register of 1234567 rows, 12345678 cells, 123456789012 bytes",
    "Case mix A123 to A140, band B 12 to 14",
)


def nhs_number(chance: random.Random) -> str:
    """A number with the right check digit, of nobody: 3-3-4."""
    while True:
        digits = [chance.choice((4, 6, 7)), *(chance.randrange(10) for _ in range(8))]
        check = (11 - sum(weight * digit for weight, digit in zip(range(10, 1, -1), digits, strict=True)) % 11) % 11
        if check < 10:
            whole = "".join(map(str, (*digits, check)))
            return f"{whole[:3]} {whole[3:6]} {whole[6:]}"


def upn(chance: random.Random) -> str:
    """A pupil number with the right letter, of nobody."""
    digits = [chance.randrange(10) for _ in range(12)]
    return LETTERS[sum(weight * digit for weight, digit in enumerate(digits, 2)) % 23] + "".join(map(str, digits))


def birth_date(chance: random.Random) -> str:
    """A full date, in one of the ways people write it."""
    day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.randint(2008, 2024)
    name = ("Jan", "February", "March", "Apr", "May", "June", "July", "Aug", "September", "Oct", "Nov", "December")[month - 1]
    ways = (f"{day}/{month}/{year}", f"{day:02}.{month:02}.{year % 100:02}", f"{year}-{month:02}-{day:02}", f"{day} {name} {year}",
            f"the {day}th of {name} {year}", f"{name} {day}, {year}", f"{day:02}{month:02}{year}", f"{day} - {month} - {year}")  # fmt: skip
    return chance.choice(ways)


def _digits(chance: random.Random, count: int) -> str:
    return "".join(str(chance.randrange(10)) for _ in range(count))


def ordinary(count: int) -> Iterator[str]:
    """Yield lines that nobody should be stopped for."""
    chance = random.Random(20261127)
    yield from BY_HAND
    makers: tuple[Callable[[], str], ...] = (
        lambda: f"call 01{_digits(chance, 3)} {_digits(chance, 6)} about {chance.choice(SERVICES)}",
        lambda: f"helpline 0300 {_digits(chance, 3)} {_digits(chance, 4)}, mobile 07{_digits(chance, 3)} {_digits(chance, 6)}",
        lambda: f"phone +44 {_digits(chance, 3)} {_digits(chance, 3)} {_digits(chance, 4)}",
        lambda: f"PO {_digits(chance, 10)} raised with {chance.choice(SERVICES)}",
        lambda: f"order {_digits(chance, 3)}-{_digits(chance, 3)}-{_digits(chance, 4)} is late",
        lambda: f"invoice INV-{_digits(chance, 8)} for £{chance.randint(1, 999)},{_digits(chance, 3)}.{_digits(chance, 2)} paid",
        lambda: f"budget £{chance.randint(1, 9)},{_digits(chance, 3)},{_digits(chance, 3)}, spent {chance.randint(1, 99)}%",
        lambda: f"{chance.choice(SERVICES)} meets at {chance.choice(VENUES)} on {chance.randint(1, 28)} March {chance.choice((2026, 2027))}",
        lambda: f"case ref LCC/{_digits(chance, 4)}/{_digits(chance, 6)}, ticket {_digits(chance, 7)}",
        lambda: f"{chance.randint(20, 900)} plans, {chance.randint(1, 99)}% in time, {chance.randint(1, 60)} appeals since {chance.randint(1, 28)}/01/2026",
        lambda: f"NHS trust code R{chance.choice('XWVT')}{_digits(chance, 1)}, list of {_digits(chance, 4)} down to {_digits(chance, 3)}",
        lambda: f"https://x.sharepoint.com/sites/send/doc.aspx?sourcedoc={_digits(chance, 10)}&v={_digits(chance, 6)}",
        lambda: f"URN {_digits(chance, 6)}, LAESTAB 888/{_digits(chance, 4)}, {chance.randint(5, 120)} pupils, year {chance.randint(1, 13)}",
        lambda: f"hired {chance.randint(1, 9)}, forecast {chance.randint(1, 28)} June 2027, minutes {_digits(chance, 2)}.{_digits(chance, 1)}",
    )
    for at in range(count - len(BY_HAND)):
        yield makers[at % len(makers)]()


def _wide(text: str) -> str:
    return "".join(chr(0xFF10 + int(sign)) if sign.isdecimal() else sign for sign in text)


def planted(count: int) -> Iterator[tuple[Stop, str]]:
    """Yield lines that must be stopped, each with the reason: oddly spaced, in wide digits, with any dash, over several lines."""
    chance = random.Random(7)
    dresses: tuple[Callable[[str], str], ...] = (
        str, _wide, lambda text: text.replace(" ", "\n"), lambda text: text.replace(" ", "-"), lambda text: text.replace(" ", " \u2013 "),
        lambda text: text.replace(" ", "\u00a0"), lambda text: text.replace(" ", "  "), lambda text: text.replace(" ", "\u2011"),
        lambda text: text.replace(" ", "\u200b "),
    )  # fmt: skip
    for at in range(count):
        dress = dresses[at % len(dresses)]
        match at % 5:
            case 0:
                yield Stop.NHS_NUMBER, f"1.1.1 amber: the family of {dress(nhs_number(chance))} waits for a place."
            case 1:
                bare = nhs_number(chance).replace(" ", "")
                lead = chance.choice(("NHS number", "NHS no.", "nhs:", "her NHS number is", "(NHS)"))
                yield Stop.NHS_NUMBER, f"{lead} {_wide(bare) if at % 2 else ' '.join(bare[n:n + 2] for n in range(0, 10, 2))}, seen in May"
            case 2:
                number = upn(chance)
                spaced = f"{number[0]} {number[1:4]} {number[4:8]} {number[8:]}"
                yield Stop.UPN, f"UPN {chance.choice((number, number.lower(), dress(spaced), dress(number)))} has no school"
            case _:
                lead = chance.choice(("DOB", "dob:", "D.O.B.", "born", "born on", "date of birth", "Date of Birth is", "born at home in Preston on"))
                yield Stop.BIRTH_DATE, f"one pupil ({lead} {_wide(birth_date(chance)) if at % 2 else birth_date(chance)}) is out of school"
