"""Views for whoever reads the record with plain SQL: the plan as it is now, what stands, how milestones stand, the evidence.

They are written in the SQL that SQLite and PostgreSQL share. `docs/data.md` tells of them. A migration that changes one of
their tables must drop them first and make them again at its end, for neither database lets a view's table be changed under it.
"""

from __future__ import annotations

# The milestones of the edition in force, each with its accountable role.
MILESTONE_NOW = """
SELECT m.plan, m.ref, a.priority, m.action, m.text, m.date_text, m."start", m.baseline, m.due, m.open_ended, m.recurrence,
    o.role AS accountable, m.entry AS edition
FROM milestone m
JOIN (SELECT plan, MAX(entry) AS entry FROM edition GROUP BY plan) e ON e.plan = m.plan AND e.entry = m.entry
LEFT JOIN "action" a ON a.plan = m.plan AND a.entry = m.entry AND a.ref = m.action
LEFT JOIN milestone_owner o ON o.plan = m.plan AND o.entry = m.entry AND o.ref = m.ref AND o.position = 1
WHERE NOT m.retired
"""

# What was said of milestones, without what was withdrawn or corrected since. A confirmation has the words that it confirms.
# `role` is the role it was said for: a deputy speaks for the holder's. `place` is its place in the order of what was said: a
# correction has that of the statement it first corrects.
STATEMENT = """
WITH RECURSIVE correction AS (
    SELECT plan, entry, corrects FROM "update" WHERE corrects IS NOT NULL
), traced AS (
    SELECT plan, entry, corrects FROM correction
    UNION ALL SELECT t.plan, t.entry, u.corrects FROM traced t JOIN "update" u ON u.plan = t.plan AND u.entry = t.corrects
    WHERE u.corrects IS NOT NULL
), placed AS (
    SELECT plan, entry, MIN(corrects) AS place FROM traced GROUP BY plan, entry
), corrected AS (
    SELECT c.plan, c.corrects AS entry FROM correction c
    WHERE NOT EXISTS (SELECT 1 FROM withdrawal w WHERE w.plan = c.plan AND w.withdraws = c.entry)
), said AS (
    SELECT plan, entry, ref, entry AS words FROM "update"
    UNION ALL SELECT plan, entry, ref, confirms FROM confirmation
)
SELECT s.plan, s.entry, s.ref, e.kind, e.at, e.person, e.capacity,
    CASE WHEN substr(e.capacity, 1, 11) = 'deputy for ' THEN substr(e.capacity, 12) ELSE e.capacity END AS role,
    u.status, u.narrative, u.path_to_green, u.forecast, u.no_evidence_reason, u.decision_wanted, s.words,
    COALESCE(p.place, s.entry) AS place
FROM said s
JOIN "update" u ON u.plan = s.plan AND u.entry = s.words
JOIN entry e ON e.plan = s.plan AND e.number = s.entry
LEFT JOIN placed p ON p.plan = s.plan AND p.entry = s.entry
LEFT JOIN corrected c ON c.plan = s.plan AND c.entry = s.entry
WHERE c.entry IS NULL AND NOT EXISTS (SELECT 1 FROM withdrawal w WHERE w.plan = s.plan AND w.withdraws = s.entry)
"""

# How each milestone stands: `entry` is the statement that counts, `status` what it declares, and `counted_as` the worse
# colour of a contributor who differs, if there is one. `lone` says that only contributors have spoken. The rule is that of
# `bot.rules.updates.statements`. Each statement is read once: only the latest of the accountable role is `heard`, and the latest
# of each contributor since.
STATUS_NOW = """
WITH contributor AS (
    SELECT DISTINCT o.plan, o.ref, o.role, 1 AS contributes FROM milestone_owner o
    JOIN milestone_now m ON m.plan = o.plan AND m.edition = o.entry AND m.ref = o.ref
    WHERE o.position > 1 AND o.role <> m.accountable
), said AS (
    SELECT s.plan, s.ref, s.place, s.entry, s.role, s.status, s.at, s.narrative, s.path_to_green, s.forecast, c.contributes,
        CASE s.status WHEN 'red' THEN 1 WHEN 'amber' THEN 2 WHEN 'not_started' THEN 3 WHEN 'green' THEN 4 ELSE 5 END AS badness
    FROM statement s LEFT JOIN contributor c ON c.plan = s.plan AND c.ref = s.ref AND c.role = s.role
), ranked AS (
    SELECT *, MAX(CASE WHEN contributes IS NULL THEN place END) OVER (PARTITION BY plan, ref) AS own,
        ROW_NUMBER() OVER (
            PARTITION BY plan, ref, contributes, CASE WHEN contributes = 1 THEN role END ORDER BY place DESC
        ) AS back
    FROM said
), heard AS (
    SELECT *, MAX(CASE WHEN contributes IS NULL THEN badness END) OVER (PARTITION BY plan, ref) AS own_badness,
        MAX(CASE WHEN contributes IS NULL THEN status END) OVER (PARTITION BY plan, ref) AS own_status
    FROM ranked WHERE back = 1 AND (contributes IS NULL OR place > COALESCE(own, 0))
), weighed AS (
    SELECT *, MAX(place) OVER (PARTITION BY plan, ref) AS latest,
        SUM(CASE WHEN status <> own_status THEN 1 ELSE 0 END) OVER (PARTITION BY plan, ref) AS dissents,
        MIN(CASE WHEN badness < own_badness THEN badness END) OVER (PARTITION BY plan, ref) AS worse
    FROM heard
)
SELECT m.plan, m.ref, m.accountable, w.entry, w.status,
    CASE w.worse WHEN 1 THEN 'red' WHEN 2 THEN 'amber' WHEN 3 THEN 'not_started' WHEN 4 THEN 'green' ELSE w.status END
        AS counted_as,
    COALESCE(w.dissents, 0) AS dissents, CASE WHEN w.entry IS NOT NULL AND w.own IS NULL THEN 1 ELSE 0 END AS lone,
    w.at, w.role, w.narrative, w.path_to_green, w.forecast
FROM milestone_now m
LEFT JOIN weighed w ON w.plan = m.plan AND w.ref = m.ref
    AND w.place = CASE WHEN w.dissents > 0 THEN w.own ELSE w.latest END
"""

# Every link offered as evidence and not withdrawn. `handle` is what may be typed in chat.
EVIDENCE_INDEX = """
SELECT v.plan, 'e' || v.entry AS handle, v.entry, m.priority, m.action, v.ref, v.url, v.type, v.shows, v.dated, v.good_until,
    v."update", e.at, e.capacity
FROM evidence v
JOIN entry e ON e.plan = v.plan AND e.number = v.entry
LEFT JOIN milestone_now m ON m.plan = v.plan AND m.ref = v.ref
WHERE NOT EXISTS (SELECT 1 FROM withdrawal w WHERE w.plan = v.plan AND w.withdraws = v.entry)
"""

# The same as 0019 makes it anew: without what was withdrawn together with its statement, or offered anew since with other
# dates, and with the last verdict of an assurer. A verdict on a link counts for the same link offered again with the same dates.
EVIDENCE_LOOKED_AT = """
WITH standing AS (
    SELECT v.* FROM evidence v
    WHERE NOT EXISTS (SELECT 1 FROM withdrawal w WHERE w.plan = v.plan AND w.withdraws = v.entry)
        AND (NOT EXISTS (SELECT 1 FROM withdrawal w WHERE w.plan = v.plan AND w.withdraws = v."update")
            OR EXISTS (SELECT 1 FROM confirmation c WHERE c.plan = v.plan AND c.confirms = v."update"
                AND NOT EXISTS (SELECT 1 FROM withdrawal w WHERE w.plan = c.plan AND w.withdraws = c.entry)))
), verdict AS (
    SELECT v.plan, v.entry, MAX(c.entry) AS checked FROM standing v
    JOIN evidence o ON o.plan = v.plan AND o.ref = v.ref AND (o.entry = v.entry OR (o.url = v.url
        AND COALESCE(CAST(o.dated AS TEXT), '') = COALESCE(CAST(v.dated AS TEXT), '')
        AND COALESCE(CAST(o.good_until AS TEXT), '') = COALESCE(CAST(v.good_until AS TEXT), '')))
    JOIN evidence_checked c ON c.plan = o.plan AND c.evidence = o.entry
    WHERE NOT EXISTS (SELECT 1 FROM withdrawal w WHERE w.plan = c.plan AND w.withdraws = c.entry)
    GROUP BY v.plan, v.entry
)
SELECT v.plan, 'e' || v.entry AS handle, v.entry, m.priority, m.action, v.ref, v.url, v.type, v.shows, v.dated, v.good_until,
    v."update", e.at, e.capacity, c.verdict, k.person AS checked_by, k.at AS checked_at
FROM standing v
JOIN entry e ON e.plan = v.plan AND e.number = v.entry
LEFT JOIN milestone_now m ON m.plan = v.plan AND m.ref = v.ref
LEFT JOIN verdict d ON d.plan = v.plan AND d.entry = v.entry
LEFT JOIN evidence_checked c ON c.plan = d.plan AND c.entry = d.checked
LEFT JOIN entry k ON k.plan = d.plan AND k.number = d.checked
WHERE NOT EXISTS (SELECT 1 FROM standing l WHERE l.plan = v.plan AND l.ref = v.ref AND l.url = v.url AND l.entry > v.entry)
"""

# The same as 0019 makes it anew: with the due date that is in force, by an edition or by an approved request, whichever said so
# last, and with what was closed. The rule is that of `bot.rules.documents.overlay`. An edition's date for which the file itself
# made a request is only asked for. `was` is the date that the edition before said.
MILESTONE_DECIDED = """
WITH asked AS (
    SELECT DISTINCT plan, ref FROM date_request
), written AS (
    SELECT m.plan, m.ref, m.entry, m.due, e.approved,
        LAG(m.due) OVER (PARTITION BY m.plan, m.ref ORDER BY m.entry) AS was,
        LAG(m.entry) OVER (PARTITION BY m.plan, m.ref ORDER BY m.entry) AS before
    FROM milestone m
    JOIN asked a ON a.plan = m.plan AND a.ref = m.ref
    JOIN edition e ON e.plan = m.plan AND e.entry = m.entry
    WHERE NOT m.retired AND NOT EXISTS (SELECT 1 FROM withdrawal w WHERE w.plan = m.plan AND w.withdraws = m.entry)
), approved AS (
    SELECT r.plan, r.ref, r.asks, r.wanted, r.occurrence, d.entry
    FROM date_decision d
    JOIN date_request r ON r.plan = d.plan AND r.entry = d.request
    WHERE d.decision = 'approved' AND NOT EXISTS (SELECT 1 FROM withdrawal w WHERE w.plan = d.plan AND w.withdraws = d.entry)
), said AS (
    SELECT plan, ref, entry, wanted AS due FROM approved WHERE asks = 'move' AND occurrence IS NULL
    UNION ALL
    SELECT w.plan, w.ref, w.entry, w.due FROM written w
    WHERE NOT EXISTS (SELECT 1 FROM date_request r WHERE r.plan = w.plan AND r.ref = w.ref AND r.edition = w.entry)
        AND (w.before IS NULL OR COALESCE(CAST(w.due AS TEXT), '') <> COALESCE(CAST(w.was AS TEXT), '')
            OR (COALESCE(w.approved, '') <> '' AND EXISTS (SELECT 1 FROM date_request r
                WHERE r.plan = w.plan AND r.ref = w.ref AND r.edition < w.entry
                    AND COALESCE(CAST(r.wanted AS TEXT), '') = COALESCE(CAST(w.due AS TEXT), ''))))
), latest AS (
    SELECT plan, ref, MAX(entry) AS entry FROM said GROUP BY plan, ref
)
SELECT m.plan, m.ref, a.priority, m.action, m.text, m.date_text, m."start", m.baseline,
    CASE WHEN s.entry IS NULL THEN m.due ELSE s.due END AS due, m.open_ended, m.recurrence,
    o.role AS accountable, m.entry AS edition,
    CASE WHEN EXISTS (SELECT 1 FROM approved c WHERE c.plan = m.plan AND c.ref = m.ref AND c.asks = 'drop') THEN 1 ELSE 0 END
        AS closed
FROM milestone m
JOIN (SELECT plan, MAX(entry) AS entry FROM edition GROUP BY plan) e ON e.plan = m.plan AND e.entry = m.entry
LEFT JOIN latest l ON l.plan = m.plan AND l.ref = m.ref
LEFT JOIN said s ON s.plan = l.plan AND s.ref = l.ref AND s.entry = l.entry
LEFT JOIN "action" a ON a.plan = m.plan AND a.entry = m.entry AND a.ref = m.action
LEFT JOIN milestone_owner o ON o.plan = m.plan AND o.entry = m.entry AND o.ref = m.ref AND o.position = 1
WHERE NOT m.retired
"""

# Each owner of each milestone of the edition in force: those that the document names, but for a role in whose place another one
# took the milestone on. That stands until a document says other owners than the edition before. The rule is that of
# `bot.rules.documents.overlay`.
OWNER_NOW = """
WITH RECURSIVE taken AS (
    SELECT h.plan, h.ref, h.entry, h.from_role, h.to_role FROM hand_over h
    WHERE h.step = 'taken' AND NOT EXISTS (SELECT 1 FROM hand_over u
        WHERE u.plan = h.plan AND u.hand_over = h.hand_over AND u.step = 'undone' AND u.entry > h.entry)
), edited AS (
    SELECT m.plan, m.ref, m.entry, LAG(m.entry) OVER (PARTITION BY m.plan, m.ref ORDER BY m.entry) AS before
    FROM milestone m
    WHERE NOT m.retired AND EXISTS (SELECT 1 FROM taken t WHERE t.plan = m.plan AND t.ref = m.ref)
), since AS (
    SELECT d.plan, d.ref, MAX(d.entry) AS entry FROM edited d
    WHERE d.before IS NULL
        OR EXISTS (SELECT 1 FROM milestone_owner o WHERE o.plan = d.plan AND o.ref = d.ref AND o.entry = d.entry
            AND NOT EXISTS (SELECT 1 FROM milestone_owner b WHERE b.plan = o.plan AND b.ref = o.ref AND b.entry = d.before
                AND b.position = o.position AND b.role = o.role))
        OR EXISTS (SELECT 1 FROM milestone_owner b WHERE b.plan = d.plan AND b.ref = d.ref AND b.entry = d.before
            AND NOT EXISTS (SELECT 1 FROM milestone_owner o WHERE o.plan = b.plan AND o.ref = b.ref AND o.entry = d.entry
                AND o.position = b.position AND o.role = b.role))
    GROUP BY d.plan, d.ref
), passed AS (
    SELECT o.plan, o.ref, o.position, o.role, COALESCE(s.entry, o.entry) AS entry
    FROM milestone_owner o
    JOIN (SELECT plan, MAX(entry) AS entry FROM edition GROUP BY plan) e ON e.plan = o.plan AND e.entry = o.entry
    LEFT JOIN since s ON s.plan = o.plan AND s.ref = o.ref
    UNION ALL
    SELECT p.plan, p.ref, p.position, t.to_role, t.entry
    FROM passed p JOIN taken t ON t.plan = p.plan AND t.ref = p.ref AND t.from_role = p.role AND t.entry > p.entry
    WHERE NOT EXISTS (SELECT 1 FROM taken x WHERE x.plan = t.plan AND x.ref = t.ref AND x.from_role = t.from_role
        AND x.entry > p.entry AND x.entry < t.entry)
), latest AS (
    SELECT plan, ref, position, role, ROW_NUMBER() OVER (PARTITION BY plan, ref, position ORDER BY entry DESC) AS back FROM passed
)
SELECT plan, ref, MIN(position) AS position, role FROM latest WHERE back = 1 GROUP BY plan, ref, role
"""


def _by_owner(select: str) -> str:
    """Return a view's query with the owners that milestones have now in place of those that the document names."""
    joined = select.replace("milestone_owner o ON o.plan = m.plan AND o.entry = m.entry", "owner_now o ON o.plan = m.plan")
    named = joined.replace("milestone_owner o\n", "owner_now o\n")
    return named.replace("m.plan = o.plan AND m.edition = o.entry", "m.plan = o.plan")


# In the order in which they need one another.
VIEWS = {
    "milestone_now": MILESTONE_NOW,
    "statement": STATEMENT,
    "status_now": STATUS_NOW,
    "evidence_index": EVIDENCE_INDEX,
}

# Those that 0019 makes anew, in the same order.
ANEW = {
    "owner_now": OWNER_NOW,
    "milestone_now": _by_owner(MILESTONE_DECIDED),
    "status_now": _by_owner(STATUS_NOW),
    "evidence_index": EVIDENCE_LOOKED_AT,
}
