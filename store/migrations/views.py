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
WITH RECURSIVE placed AS (
    SELECT plan, entry, entry AS place FROM "update" WHERE corrects IS NULL
    UNION ALL SELECT plan, entry, entry FROM confirmation
    UNION ALL SELECT u.plan, u.entry, p.place FROM "update" u JOIN placed p ON p.plan = u.plan AND p.entry = u.corrects
), said AS (
    SELECT plan, entry, ref, entry AS words FROM "update"
    UNION ALL SELECT plan, entry, ref, confirms FROM confirmation
), corrected AS (
    SELECT plan, corrects AS entry FROM "update" u
    WHERE corrects IS NOT NULL AND NOT EXISTS (SELECT 1 FROM withdrawal w WHERE w.plan = u.plan AND w.withdraws = u.entry)
)
SELECT s.plan, s.entry, s.ref, e.kind, e.at, e.person, e.capacity,
    CASE WHEN substr(e.capacity, 1, 11) = 'deputy for ' THEN substr(e.capacity, 12) ELSE e.capacity END AS role,
    u.status, u.narrative, u.path_to_green, u.forecast, u.no_evidence_reason, u.decision_wanted, s.words, p.place
FROM said s
JOIN placed p ON p.plan = s.plan AND p.entry = s.entry
JOIN "update" u ON u.plan = s.plan AND u.entry = s.words
JOIN entry e ON e.plan = s.plan AND e.number = s.entry
LEFT JOIN corrected c ON c.plan = s.plan AND c.entry = s.entry
WHERE c.entry IS NULL AND NOT EXISTS (SELECT 1 FROM withdrawal w WHERE w.plan = s.plan AND w.withdraws = s.entry)
"""

# How each milestone stands: `entry` is the statement that counts, `status` what it declares, and `counted_as` the worse
# colour of a contributor who differs, if there is one. `lone` says that only contributors have spoken. The rule is that of
# `bot.rules.statements`.
STATUS_NOW = """
WITH contributor AS (
    SELECT DISTINCT o.plan, o.ref, o.role FROM milestone_owner o
    JOIN milestone_now m ON m.plan = o.plan AND m.edition = o.entry AND m.ref = o.ref
    WHERE o.position > 1 AND o.role <> m.accountable
), said AS (
    SELECT s.plan, s.ref, s.place AS entry, s.role, s.status, CASE WHEN c.role IS NULL THEN 0 ELSE 1 END AS contributes,
        CASE s.status WHEN 'red' THEN 1 WHEN 'amber' THEN 2 WHEN 'not_started' THEN 3 WHEN 'green' THEN 4 ELSE 5 END AS badness
    FROM statement s LEFT JOIN contributor c ON c.plan = s.plan AND c.ref = s.ref AND c.role = s.role
), accountable AS (
    SELECT plan, ref, MAX(entry) AS entry FROM said WHERE contributes = 0 GROUP BY plan, ref
), since AS (
    SELECT s.plan, s.ref, MAX(s.entry) AS entry FROM said s
    LEFT JOIN accountable a ON a.plan = s.plan AND a.ref = s.ref
    WHERE s.contributes = 1 AND s.entry > COALESCE(a.entry, 0) GROUP BY s.plan, s.ref, s.role
), others AS (
    SELECT i.plan, i.ref, MAX(i.entry) AS entry,
        SUM(CASE WHEN its.status <> theirs.status THEN 1 ELSE 0 END) AS dissents,
        MIN(CASE WHEN its.badness < theirs.badness THEN its.badness END) AS worse
    FROM since i
    JOIN said its ON its.plan = i.plan AND its.entry = i.entry
    LEFT JOIN accountable a ON a.plan = i.plan AND a.ref = i.ref
    LEFT JOIN said theirs ON theirs.plan = a.plan AND theirs.entry = a.entry
    GROUP BY i.plan, i.ref
), stands AS (
    SELECT m.plan, m.ref, m.accountable, CASE WHEN o.dissents > 0 THEN a.entry ELSE COALESCE(o.entry, a.entry) END AS entry,
        CASE WHEN a.entry IS NULL AND o.entry IS NOT NULL THEN 1 ELSE 0 END AS lone, COALESCE(o.dissents, 0) AS dissents, o.worse
    FROM milestone_now m
    LEFT JOIN accountable a ON a.plan = m.plan AND a.ref = m.ref
    LEFT JOIN others o ON o.plan = m.plan AND o.ref = m.ref
)
SELECT t.plan, t.ref, t.accountable, s.entry, s.status,
    CASE t.worse WHEN 1 THEN 'red' WHEN 2 THEN 'amber' WHEN 3 THEN 'not_started' WHEN 4 THEN 'green' ELSE s.status END
        AS counted_as,
    t.dissents, t.lone, s.at, s.role, s.narrative, s.path_to_green, s.forecast
FROM stands t
LEFT JOIN statement s ON s.plan = t.plan AND s.place = t.entry
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

# In the order in which they need one another.
VIEWS = {
    "milestone_now": MILESTONE_NOW,
    "statement": STATEMENT,
    "status_now": STATUS_NOW,
    "evidence_index": EVIDENCE_INDEX,
}
