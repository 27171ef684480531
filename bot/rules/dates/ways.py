"""The patterns of days as they are written, British order, each under the name of its way of writing."""

from __future__ import annotations

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_WEEKDAY = r"(?:mon|tue(?:s)?|wed(?:nes|s)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b"
_YEAR = r"(?:[ ,./\-]{0,3}(?P<y>[12]\d{3})(?![\d/])|[ ./\-]{0,2}(?P<yy>'?\d\d)(?![\d/]|[:.,]\d))"
CLOCK = r"(?:(?:t|,? (?:at )?)\d\d?:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:z|[+\-]\d\d:\d\d)?(?: ?[ap]m)?)?"
_WEEK_OF = r"(?:(?P<wc>w/?[cb]|(?:week|wk)\.? (?:commencing|beginning|starting|of))[ :]{1,2}(?:the )?)?"
PART = r"(?:the )?(?P<part>beginning|start|early|middle|mid|late|end|last day)"
IN_IT = r"[ \-](?:(?:of|in) )?(?:the )?"
_TURN = r"(?P<turn>this|next|last|coming|current|following)"
_TERM = r"(?P<t>spring|summer|autumn|winter|michaelmas|hilary|lent|trinity)"
_UNIT = r"(?P<u>week|month|quarter|term|half[ \-]term|(?:(?:financial|school|academic|calendar) )?year)"
_OF_YEAR = r"(?:,? (?:of )?(?:fy ?)?(?P<y>20\d\d|\d\d(?= ?[/\-] ?\d\d\b))(?:(?: ?[/\-] ?)(?P<ends>20\d\d|\d\d)(?!\d))?(?!\d))?"
ONE_TO_TWELVE = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_COUNT = rf"(?P<n>\d{{1,4}}|an?|{ONE_TO_TWELVE}|a couple of)"
_COUNTED = r"(?P<u>(?:working |business |calendar )?day|week|fortnight|month|year)(?:s'|'s|s)?"
_NO_PART = r"(?<!\d[./])"  # of a longer number
_WHOLE_YEAR = r"(?:(?P<u>fy|f/y|(?:(?:financial|fiscal|school|academic|calendar) )?year|ay) ?)"
_SPAN = r"(?P<y>20\d\d|\d\d) ?[/\-] ?(?P<ends>20\d\d|\d\d)"
# In the order in which they are tried: of two that begin alike, the longer one comes first.
IN_PLANS = {
    "iso": rf"{_NO_PART}{_WEEK_OF}(?P<y>[12]\d{{3}})(?P<sep>[\-/.])(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}})(?!\d){CLOCK}",
    "numbers": rf"{_NO_PART}{_WEEK_OF}(?:(?P<w>{_WEEKDAY}),? (?:the )?)?(?P<d>\d{{1,2}}) ?(?P<sep>[/.\-]) ?(?P<m>\d{{1,2}})"
    rf" ?(?P=sep) ?(?P<y>\d{{4}}|\d\d)(?!\d){CLOCK}",
    "day": rf"{_WEEK_OF}(?:(?P<w>{_WEEKDAY}),? (?:the )?)?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: day)?(?: of)?[ \-/.]{{0,2}}"
    rf"(?P<m>{MONTH})(?:{_YEAR})?{CLOCK}",
    "month_first": rf"(?:(?P<w>{_WEEKDAY}),? )?(?P<m>{MONTH}) (?:the )?(?P<d>\d{{1,2}})"
    rf"(?:(?:st|nd|rd|th)?,? (?P<y>[12]\d{{3}}|'\d\d)(?!\d)|(?:st|nd|rd|th)\b){CLOCK}",
    "part_of_month": rf"{PART}{IN_IT}(?:month of )?(?P<m>{MONTH})(?:{_YEAR})?",
    "month": rf"(?P<m>{MONTH})(?:[ ,./\-]{{0,3}}(?P<y>[12]\d{{3}}|'\d\d)(?![\d/]))",
    "month_and_year": rf"(?P<m>{MONTH})[\-/](?P<yy>\d\d)(?![\d/]|[:.]\d)",
    "month_and_number": rf"(?P<m>{MONTH})[ .]{{0,2}}(?P<n>\d{{1,2}})(?![\d/]|[:.]\d)",
    "month_alone": rf"(?P<m>{MONTH})",
    "number_month": r"(?P<m>\d{1,2})/(?P<y>20\d\d)(?!\d)",
    "quarter": rf"(?:{PART}{IN_IT})?(?:q|quarter|qtr) ?(?P<q>[1-4])\b{_OF_YEAR}",
    "nth_quarter": rf"(?:{PART}{IN_IT})?(?P<n>first|second|third|fourth|1st|2nd|3rd|4th) quarter\b{_OF_YEAR}",
    "term": rf"(?:{PART}{IN_IT})?(?:{_TURN} )?{_TERM}(?P<half> half)?(?P<called>[ \-]term)?\b"
    r"(?:,? (?:of )?(?P<y>20\d\d)(?![\d/]))?",
    "year_end": r"(?:the )?end (?:of )?(?P<y>20\d\d)(?! ?[/\-]?\d)",
}
# What a document says and nobody in chat: there it would be found in sentences that name no day.
ONLY_IN_PLANS = {
    "year_month": rf"{_NO_PART}(?P<y>20\d\d)[\-/.](?P<m>0[1-9]|1[0-2])(?![\d/.\-])",
    "year_quarter": rf"{_NO_PART}(?:fy ?)?{_SPAN},? ?(?:q|quarter|qtr) ?(?P<q>[1-4])\b",
    "named_span": rf"(?:{PART}{IN_IT})?{_WHOLE_YEAR}{_SPAN}(?![\d/.\-])",
    "span_of_named": rf"(?:{PART}{IN_IT})?{_NO_PART}{_SPAN} (?P<u>(?:financial|fiscal|school|academic) year)\b",
    "span_of_years": rf"(?:{PART}{IN_IT})?{_NO_PART}(?P<y>20\d\d|2\d) ?[/\-] ?(?P<ends>20\d\d|[23]\d)"
    rf"(?![\d/.\-]| ?(?:st|nd|rd|th|{MONTH}))",
    "half_term": rf"(?:{PART}{IN_IT})?(?P<m>{MONTH}) half[ \-]term(?: (?:holiday|break))?\b(?:,? (?P<y>20\d\d)(?![\d/]))?",
    "term_in_span": rf"(?:{PART}{IN_IT})?{_TERM}(?P<half> half)?(?P<called>[ \-]term)?,? (?:of )?{_SPAN}(?!\d)",
    "term_in_parts": rf"(?:{PART}{IN_IT})?(?P<t>(?:spring|summer|autumn|winter) (?:term )?[1-3]|term [1-6])\b"
    r"(?:,? (?P<y>20\d\d)(?![\d/]))?",
    "feast": r"(?P<f>easter|christmas)\b(?! ?(?:term|holiday|break|half|vacation))(?:,? (?P<y>20\d\d)(?![\d/]))?",
}
SPOKEN = {
    **{kind: body.removesuffix(CLOCK) for kind, body in IN_PLANS.items()},  # an hour that was said is not dropped
    "short_numbers": rf"{_NO_PART}(?P<d>\d{{1,2}})(?P<sep>[/.])(?P<m>\d{{1,2}})(?![\d/]|[.]\d)",
    "turned_month": rf"{_TURN} (?P<m>{MONTH})",
    "numbered_term": rf"(?:{PART}{IN_IT})?(?P<t>term \d)\b",
    "part_of_stretch": rf"{PART}{IN_IT}(?:{_TURN} )?{_UNIT}\b",
    "stretch": rf"{_TURN} {_UNIT}\b",
    "year_end_word": r"(?:(?P<u>financial|school|academic|calendar) )?year[ \-]end",
    "week_on": rf"(?:a )?week (?:on )?(?P<w>{_WEEKDAY})",
    "weekday": rf"(?:{_TURN} )?(?P<w>{_WEEKDAY})(?: (?:(?P<week>week)|(?P<later>next week)))?",
    "word": r"(?P<word>(?:the )?day after tomorrow|today|tomorrow|yesterday)\b",
    "counted": rf"(?:(?:in|within) )?{_COUNT}[ \-]{_COUNTED}(?: time\b)?(?:(?P<ago> ago)| from (?:now|today)| hence)?(?!\w)",
}
LAST_IN_PLANS = {"year_named": rf"{_WHOLE_YEAR}?(?P<y>20\d\d)(?![\d/.\-])|(?:fy ?)(?P<yy>\d\d)(?![\d/.\-])"}
YEAR_ALONE = {"year_alone": r"(?P<y>20\d\d)(?: ?[/\-] ?(?P<ends>20\d\d|\d\d))?(?![\d/.\-])"}
