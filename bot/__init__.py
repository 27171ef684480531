"""Milepost: asks the owners of an improvement plan, keeps what they say, and tells the board.

The house. Imports go down, never up, and rooms on one floor do not know each other.

    floor 6   program                             chooses store, channels and courier; reads the clock; prints
    floor 5   conversation | planning | delivery  is spoken to | decides unasked | carries
    floor 4   reports                             reads one plan once, and tells of it as a whole
    floor 3   wording                             language both ways; the one reader of the sentences in prompts/
    floor 2   rules        | ports                pure functions of a moment | what we promise and need
    floor 1   model                               frozen values

The conversation has a room for each subject: `asking` reads only; `updating`, `guarding`, `month` and `evidence` are for owners,
`assuring` for assurers, `dates` and `absence` for both sides of a request, `office` for admins and chairs, and in it `plans`
for the plan's document.

Beside it: `adapters/` (a folder for each platform), `store/` (the record), `seed/` (reads plans and people: `sources` makes
tables of a file, `meaning` makes a plan of them).

Where does X go?

1. A value? `model`. Can it run without the record and the words, given the hour? `rules`.
2. What a person may type? `wording`. A sentence that a person reads? `prompts/`, and `wording` puts it together.
3. Tells of one plan as a whole? `reports`. Answers somebody? `conversation`. Writes unasked? `planning`. Carries? `delivery`.
4. A verb of the record? `ports/SUBJECT` and `store/SUBJECT`, nowhere else.
5. Knows a platform's name? `adapters/PLATFORM`. Two platforms need it? `adapters/web`.
6. Chooses between implementations, reads the clock, prints? `program`.

One subject has one name on every floor: `model/people`, `ports/people`, `store/people`. A subject of several files has a room
of that name on each: `documents`, `updates`, `letters`, `record`, `absences`, `asking`, `board`. `docs/house.md` tells more.
"""
