BEGIN TRANSACTION;
CREATE TABLE address (
	id INTEGER NOT NULL, 
	platform VARCHAR NOT NULL, 
	tenant VARCHAR NOT NULL, 
	address VARCHAR NOT NULL, 
	route VARCHAR NOT NULL, 
	person INTEGER NOT NULL, 
	lost VARCHAR, 
	used_at DATETIME NOT NULL, lost_at DATETIME, 
	CONSTRAINT pk_address PRIMARY KEY (id), 
	CONSTRAINT fk_address_person_person FOREIGN KEY(person) REFERENCES person (id), 
	CONSTRAINT uq_address_platform UNIQUE (platform, tenant, address)
);
INSERT INTO "address" VALUES(1,'recorder','t','gwen@example.org','',3,NULL,'2025-03-18 09:30:00.000000',NULL);
INSERT INTO "address" VALUES(2,'recorder','t','keira@example.org','',1,NULL,'2025-03-19 09:30:00.000000',NULL);
INSERT INTO "address" VALUES(3,'recorder','t','ben@example.org','',2,NULL,'2025-03-19 09:30:00.000000',NULL);
INSERT INTO "address" VALUES(4,'recorder','t','carys@example.org','',5,NULL,'2025-03-30 09:30:00.000000',NULL);
INSERT INTO "address" VALUES(5,'recorder','t','leo@example.org','',6,NULL,'2025-05-02 09:30:00.000000',NULL);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0004');
CREATE TABLE asking (
	"plan" VARCHAR NOT NULL, 
	ref VARCHAR NOT NULL, 
	letter VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_asking PRIMARY KEY ("plan", ref, letter), 
	CONSTRAINT fk_asking_letter_letter FOREIGN KEY(letter) REFERENCES letter ("key"), 
	CONSTRAINT fk_asking_plan_plan FOREIGN KEY("plan") REFERENCES "plan" (short)
);
INSERT INTO "asking" VALUES('small','1.1.1','nudge:1:2025-03-19','2025-03-19 09:30:00.000000');
INSERT INTO "asking" VALUES('small','1.1.2','nudge:1:2025-03-19','2025-03-19 09:30:00.000000');
INSERT INTO "asking" VALUES('small','1.1.2','nudge:2:2025-03-19','2025-03-19 09:30:00.000000');
INSERT INTO "asking" VALUES('small','1.1.1','nudge:1:2025-03-31','2025-03-31 09:30:00.000000');
INSERT INTO "asking" VALUES('small','1.1.2','nudge:1:2025-04-07','2025-04-07 09:30:00.000000');
INSERT INTO "asking" VALUES('small','1.1.2','nudge:2:2025-04-07','2025-04-07 09:30:00.000000');
INSERT INTO "asking" VALUES('small','1.1.1','nudge:1:2025-04-16','2025-04-16 09:30:00.000000');
INSERT INTO "asking" VALUES('small','1.1.2','nudge:1:2025-04-29','2025-04-29 09:30:00.000000');
INSERT INTO "asking" VALUES('small','1.1.2','nudge:2:2025-04-29','2025-04-29 09:30:00.000000');
CREATE TABLE board (
	"plan" VARCHAR NOT NULL, 
	platform VARCHAR NOT NULL, 
	tenant VARCHAR NOT NULL, 
	address VARCHAR NOT NULL, 
	route VARCHAR NOT NULL, 
	CONSTRAINT pk_board PRIMARY KEY ("plan", platform, tenant, address), 
	CONSTRAINT fk_board_plan_plan FOREIGN KEY("plan") REFERENCES "plan" (short)
);
INSERT INTO "board" VALUES('small','recorder','t','board','');
CREATE TABLE draft (
	token VARCHAR NOT NULL, 
	person INTEGER NOT NULL, 
	chat VARCHAR NOT NULL, 
	is_open BOOLEAN NOT NULL, 
	at DATETIME NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_draft PRIMARY KEY (token), 
	CONSTRAINT fk_draft_person_person FOREIGN KEY(person) REFERENCES person (id)
);
INSERT INTO "draft" VALUES('rwZQIxK9rPs',1,'keira@example.org',0,'2025-03-28 09:30:00.000000','{"token": "rwZQIxK9rPs", "person": 1, "chat": "keira@example.org", "plan": "small", "entries": [["1.1.1", {"status": "green", "happened": "on course", "link": "https://example.org/minutes.pdf"}]], "said": "1.1.1 green on course https://example.org/minutes.pdf", "awaiting": null, "at": "2025-03-28T09:30:00Z", "saved": [1]}');
INSERT INTO "draft" VALUES('X3onX3sXKD0',2,'ben@example.org',0,'2025-03-29 09:30:00.000000','{"token": "X3onX3sXKD0", "person": 2, "chat": "ben@example.org", "plan": "small", "entries": [["1.1.2", {"status": "red", "happened": "no nurses", "path": "agency cover"}]], "said": "1.1.2 red no nurses, path: agency cover", "awaiting": null, "at": "2025-03-29T09:30:00Z", "saved": [2]}');
INSERT INTO "draft" VALUES('eayeY4KanFc',1,'keira@example.org',0,'2025-03-29 09:30:00.000000','{"token": "eayeY4KanFc", "person": 1, "chat": "keira@example.org", "plan": "small", "entries": [["1.1.2", {"status": "green", "happened": "all fine"}]], "said": "1.1.2 green all fine", "awaiting": null, "at": "2025-03-29T09:30:00Z", "saved": [3]}');
INSERT INTO "draft" VALUES('80pFk151wFU',2,'ben@example.org',0,'2025-03-30 09:30:00.000000','{"token": "80pFk151wFU", "person": 2, "chat": "ben@example.org", "plan": "small", "entries": [["1.1.2", {"status": "amber", "happened": "still short", "path": "agency cover from May"}]], "said": "1.1.2 amber still short, path: agency cover from May", "awaiting": null, "at": "2025-03-30T09:30:00Z", "saved": [4]}');
INSERT INTO "draft" VALUES('MhjgCIhfdDI',6,'leo@example.org',0,'2025-05-02 09:30:00.000000','{"token": "MhjgCIhfdDI", "person": 6, "chat": "leo@example.org", "plan": "small", "entries": [["1.1.2", {"status": "red", "happened": "worse now", "path": "ask the trust"}]], "said": "1.1.2 red worse now, path: ask the trust", "awaiting": null, "at": "2025-05-02T09:30:00Z", "saved": [6]}');
INSERT INTO "draft" VALUES('S94pOfQTR-o',6,'leo@example.org',1,'2025-05-02 09:30:00.000000','{"token": "S94pOfQTR-o", "person": 6, "chat": "leo@example.org", "plan": "small", "entries": [["1.1.1", {"status": "green", "happened": "back on course"}]], "said": "1.1.1 green back on course", "awaiting": null, "at": "2025-05-02T09:30:00Z", "saved": []}');
INSERT INTO "draft" VALUES('kAJq0x4rhHA',2,'ben@example.org',0,'2025-05-02 09:30:00.000000','{"token": "kAJq0x4rhHA", "person": 2, "chat": "ben@example.org", "plan": "small", "entries": [["1.1.2", {"status": "green", "happened": "mended"}]], "said": "1.1.2 green mended", "awaiting": null, "at": "2025-05-02T09:30:00Z", "saved": [7]}');
CREATE TABLE due_change (
	id INTEGER NOT NULL, 
	"plan" VARCHAR NOT NULL, 
	ref VARCHAR NOT NULL, 
	was DATE, 
	now DATE, 
	CONSTRAINT pk_due_change PRIMARY KEY (id), 
	CONSTRAINT fk_due_change_plan_plan FOREIGN KEY("plan") REFERENCES "plan" (short)
);
INSERT INTO "due_change" VALUES(1,'small','1.1.1','2025-04-30','2025-05-15');
INSERT INTO "due_change" VALUES(2,'small','1.1.2','2025-04-30','2025-05-20');
INSERT INTO "due_change" VALUES(3,'small','1.1.1','2025-05-15','2025-05-30');
CREATE TABLE evidence (
	id INTEGER NOT NULL, 
	"update" INTEGER NOT NULL, 
	url VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	shows VARCHAR NOT NULL, 
	"by" INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_evidence PRIMARY KEY (id), 
	CONSTRAINT fk_evidence_by_person FOREIGN KEY("by") REFERENCES person (id), 
	CONSTRAINT fk_evidence_update_milestone_update FOREIGN KEY("update") REFERENCES milestone_update (id), 
	CONSTRAINT uq_evidence_update UNIQUE ("update", url)
);
INSERT INTO "evidence" VALUES(1,1,'https://example.org/survey','other','the families'' survey',1,'2025-03-31 09:30:00.000000');
CREATE TABLE held_over (
	"plan" VARCHAR NOT NULL, 
	person INTEGER NOT NULL, 
	day DATE NOT NULL, 
	CONSTRAINT pk_held_over PRIMARY KEY ("plan", person, day), 
	CONSTRAINT fk_held_over_person_person FOREIGN KEY(person) REFERENCES person (id), 
	CONSTRAINT fk_held_over_plan_plan FOREIGN KEY("plan") REFERENCES "plan" (short)
);
CREATE TABLE holding (
	id INTEGER NOT NULL, 
	"plan" VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	person INTEGER NOT NULL, 
	starts DATE, 
	ends DATE, 
	deputy INTEGER, 
	CONSTRAINT pk_holding PRIMARY KEY (id), 
	CONSTRAINT fk_holding_deputy_person FOREIGN KEY(deputy) REFERENCES person (id), 
	CONSTRAINT fk_holding_person_person FOREIGN KEY(person) REFERENCES person (id), 
	CONSTRAINT fk_holding_plan_plan FOREIGN KEY("plan") REFERENCES "plan" (short)
);
INSERT INTO "holding" VALUES(1,'small','Head of Inclusion',1,NULL,'2025-04-30',NULL);
INSERT INTO "holding" VALUES(2,'small','Chief Nursing Officer',2,NULL,NULL,NULL);
INSERT INTO "holding" VALUES(3,'small','Independent Chair',5,NULL,NULL,4);
INSERT INTO "holding" VALUES(4,'small','Head of Inclusion',6,'2025-05-01',NULL,NULL);
INSERT INTO "holding" VALUES(5,'small','Head of SEND Finance',2,'2025-05-01',NULL,NULL);
CREATE TABLE letter (
	"key" VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	person INTEGER, 
	channel VARCHAR, 
	message TEXT NOT NULL, 
	asked TEXT NOT NULL, 
	not_before DATETIME NOT NULL, 
	not_after DATETIME, 
	state VARCHAR NOT NULL, 
	attempts INTEGER NOT NULL, 
	retry_at DATETIME, 
	platform VARCHAR, 
	address TEXT, 
	reference VARCHAR, 
	reason VARCHAR NOT NULL, 
	settled DATETIME, part INTEGER DEFAULT '0' NOT NULL, part_of VARCHAR, "after" VARCHAR, whole TEXT, 
	CONSTRAINT pk_letter PRIMARY KEY ("key"), 
	CONSTRAINT fk_letter_person_person FOREIGN KEY(person) REFERENCES person (id)
);
INSERT INTO "letter" VALUES('nudge:1:2025-03-19','nudge',1,NULL,'{"title": "2 milestones to report on", "blocks": [{"spans": [{"text": "Milepost asks you how your milestones in ", "strong": false}, {"text": "A small plan", "strong": false}, {"text": " stand, shortly before each is due.", "strong": false}]}, {"spans": [{"text": "It keeps your answers, with your name, role and the time, as a record that is never overwritten; it keeps links to evidence but no files.", "strong": false}]}, {"spans": [{"text": "The programme team, the other owners and the Improvement Board can see what you answer.", "strong": false}]}, {"spans": [{"text": "You are asked because you hold ", "strong": false}, {"text": "Head of Inclusion", "strong": false}, {"text": ".", "strong": false}]}, {"lines": [{"spans": [{"text": "1.1.1", "strong": false}, {"text": " ", "strong": false}, {"text": "Step 1 done.", "strong": false}, {"text": " Due ", "strong": false}, {"text": "30 April 2025", "strong": false}, {"text": ", in ", "strong": false}, {"text": "28 working days", "strong": false}, {"text": ".", "strong": false}], "mark": null, "number": 1, "buttons": [{"label": "Update 1.1.1", "command": "update 1.1.1", "style": "plain", "spoken": "Update 1.1.1: Step 1 done."}]}, {"spans": [{"text": "1.1.2", "strong": false}, {"text": " ", "strong": false}, {"text": "Step 2 done.", "strong": false}, {"text": " Due ", "strong": false}, {"text": "30 April 2025", "strong": false}, {"text": ", in ", "strong": false}, {"text": "28 working days", "strong": false}, {"text": ".", "strong": false}], "mark": null, "number": 2, "buttons": [{"label": "Update 1.1.2", "command": "update 1.1.2", "style": "plain", "spoken": "Update 1.1.2: Step 2 done."}]}], "heading": "Please answer"}, {"buttons": [{"label": "Update all 2", "command": "update 1.1.1 1.1.2", "style": "primary", "spoken": ""}]}, {"spans": [{"text": "Press an Update button, or type a line such as: ", "strong": false}, {"text": "1 green, 2 amber: staff left, path: agency cover by 3 June", "strong": false}]}, {"spans": [{"text": "If nothing is answered, the next question comes on ", "strong": false}, {"text": "8 April 2025", "strong": false}, {"text": ".", "strong": false}]}]}','[{"plan":"small","ref":"1.1.1","kind":"upcoming","working_days":28},{"plan":"small","ref":"1.1.2","kind":"upcoming","working_days":28}]','2025-03-19 09:00:00.000000','2025-03-19 17:00:00.000000','sent',1,NULL,'recorder','{"platform":"recorder","tenant":"t","id":"keira@example.org","route":""}','keira@example.org:0','','2025-03-19 09:30:00.000000',0,NULL,NULL,NULL);
INSERT INTO "letter" VALUES('nudge:2:2025-03-19','nudge',2,NULL,'{"title": "1 milestone to report on", "blocks": [{"spans": [{"text": "Milepost asks you how your milestones in ", "strong": false}, {"text": "A small plan", "strong": false}, {"text": " stand, shortly before each is due.", "strong": false}]}, {"spans": [{"text": "It keeps your answers, with your name, role and the time, as a record that is never overwritten; it keeps links to evidence but no files.", "strong": false}]}, {"spans": [{"text": "The programme team, the other owners and the Improvement Board can see what you answer.", "strong": false}]}, {"spans": [{"text": "You are asked because you hold ", "strong": false}, {"text": "Chief Nursing Officer", "strong": false}, {"text": ".", "strong": false}]}, {"lines": [{"spans": [{"text": "1.1.2", "strong": false}, {"text": " ", "strong": false}, {"text": "Step 2 done.", "strong": false}, {"text": " Due ", "strong": false}, {"text": "30 April 2025", "strong": false}, {"text": ", in ", "strong": false}, {"text": "28 working days", "strong": false}, {"text": ".", "strong": false}], "mark": null, "number": 1, "buttons": [{"label": "Update 1.1.2", "command": "update 1.1.2", "style": "plain", "spoken": "Update 1.1.2: Step 2 done."}]}], "heading": "Please answer"}, {"spans": [{"text": "Press an Update button, or type a line such as: ", "strong": false}, {"text": "1 green", "strong": false}]}, {"spans": [{"text": "If nothing is answered, the next question comes on ", "strong": false}, {"text": "8 April 2025", "strong": false}, {"text": ".", "strong": false}]}]}','[{"plan":"small","ref":"1.1.2","kind":"upcoming","working_days":28}]','2025-03-19 09:00:00.000000','2025-03-19 17:00:00.000000','sent',1,NULL,'recorder','{"platform":"recorder","tenant":"t","id":"ben@example.org","route":""}','ben@example.org:0','','2025-03-19 09:30:00.000000',0,NULL,NULL,NULL);
INSERT INTO "letter" VALUES('nudge:3:2025-03-19','nudge',3,NULL,'{"title": "News about the plan", "blocks": [{"lines": [{"spans": [{"text": "Nobody holds the role ", "strong": false}, {"text": "Head of SEND Finance", "strong": false}, {"text": ", so nobody was asked about ", "strong": false}, {"text": "1.1.3", "strong": false}, {"text": ". To name someone, type: holder ", "strong": false}, {"text": "Head of SEND Finance", "strong": false}, {"text": " name@example.org", "strong": false}], "mark": null, "number": null, "buttons": []}], "heading": "Since we last wrote"}]}','[{"plan":"small","ref":"","kind":"news","working_days":null}]','2025-03-19 09:00:00.000000','2025-03-19 17:00:00.000000','sent',1,NULL,'recorder','{"platform":"recorder","tenant":"t","id":"gwen@example.org","route":""}','gwen@example.org:0','','2025-03-19 09:30:00.000000',0,NULL,NULL,NULL);
INSERT INTO "letter" VALUES('digest:small:2025-03-24:recorder:board','digest',NULL,'small','{"title": "A small plan: the week of 24 March 2025", "blocks": [{"spans": [{"text": "No decision is asked for.", "strong": false}]}, {"spans": [{"text": "Nothing is reported as off track.", "strong": false}]}, {"spans": [{"text": "Nothing is reported as at risk.", "strong": false}]}, {"spans": [{"text": "Nothing has moved since last week.", "strong": false}]}, {"lines": [{"spans": [{"text": "Nobody holds the role ", "strong": false}, {"text": "Head of SEND Finance", "strong": false}, {"text": ": ", "strong": false}, {"text": "1.1.3", "strong": false}, {"text": "", "strong": false}, {"text": ".", "strong": false}], "mark": null, "number": null, "buttons": []}], "heading": "Nobody could be asked (1)"}, {"title": "Where the 3 milestones stand, by priority", "labels": ["Priority 1"], "series": [[{"status": "asked", "word": "Asked", "shape": "…"}, [2]], [{"status": "not_yet_asked", "word": "Not yet asked", "shape": "–"}, [1]]], "twin": ["Priority 1: 2 … Asked, 1 – Not yet asked."]}]}','[]','2025-03-24 09:00:00.000000',NULL,'sent',1,NULL,'recorder','{"platform":"recorder","tenant":"t","id":"board","route":""}','board:1','','2025-03-24 09:30:00.000000',0,NULL,NULL,NULL);
INSERT INTO "letter" VALUES('nudge:3:2025-03-24','nudge',3,NULL,'{"title": "News about the plan", "blocks": [{"lines": [{"spans": [{"text": "Nobody holds the role ", "strong": false}, {"text": "Head of SEND Finance", "strong": false}, {"text": ", so nobody was asked about ", "strong": false}, {"text": "1.1.3", "strong": false}, {"text": ". To name someone, type: holder ", "strong": false}, {"text": "Head of SEND Finance", "strong": false}, {"text": " name@example.org", "strong": false}], "mark": null, "number": null, "buttons": []}], "heading": "Since we last wrote"}]}','[{"plan":"small","ref":"","kind":"news","working_days":null}]','2025-03-24 09:00:00.000000','2025-03-24 17:00:00.000000','sent',1,NULL,'recorder','{"platform":"recorder","tenant":"t","id":"gwen@example.org","route":""}','gwen@example.org:1','','2025-03-24 09:30:00.000000',0,NULL,NULL,NULL);
INSERT INTO "letter" VALUES('digest:small:2025-03-31:recorder:board','digest',NULL,'small','{"title": "A small plan: the week of 31 March 2025", "blocks": [{"spans": [{"text": "No decision is asked for.", "strong": false}]}, {"spans": [{"text": "Nothing is reported as off track.", "strong": false}]}, {"lines": [{"spans": [{"text": "1.1.2", "strong": false}, {"text": " ", "strong": false}, {"text": "Step 2 done.", "strong": false}, {"text": " What has happened: ", "strong": false}, {"text": "still short.", "strong": false}, {"text": " Path to green: ", "strong": false}, {"text": "agency cover from May.", "strong": false}, {"text": " Due ", "strong": false}, {"text": "30 April 2025", "strong": false}, {"text": ".", "strong": false}, {"text": " Owner: ", "strong": false}, {"text": "Head of Inclusion", "strong": false}, {"text": ".", "strong": false}], "mark": {"status": "amber", "word": "Amber", "shape": "▲"}, "number": null, "buttons": []}], "heading": "At risk (1)"}, {"lines": [{"spans": [{"text": "1.1.1", "strong": false}, {"text": " ", "strong": false}, {"text": "Step 1 done.", "strong": false}, {"text": " From ", "strong": false}, {"text": "… Asked", "strong": false}, {"text": " to ", "strong": false}, {"text": "● Green", "strong": false}, {"text": ".", "strong": false}, {"text": " Why: ", "strong": false}, {"text": "on course.", "strong": false}], "mark": {"status": "green", "word": "Green", "shape": "●"}, "number": null, "buttons": []}, {"spans": [{"text": "1.1.2", "strong": false}, {"text": " ", "strong": false}, {"text": "Step 2 done.", "strong": false}, {"text": " From ", "strong": false}, {"text": "… Asked", "strong": false}, {"text": " to ", "strong": false}, {"text": "▲ Amber", "strong": false}, {"text": ".", "strong": false}, {"text": " Why: ", "strong": false}, {"text": "still short.", "strong": false}], "mark": {"status": "amber", "word": "Amber", "shape": "▲"}, "number": null, "buttons": []}], "heading": "Moved since last week (2)"}, {"lines": [{"spans": [{"text": "Nobody holds the role ", "strong": false}, {"text": "Head of SEND Finance", "strong": false}, {"text": ": ", "strong": false}, {"text": "1.1.3", "strong": false}, {"text": "", "strong": false}, {"text": ".", "strong": false}], "mark": null, "number": null, "buttons": []}], "heading": "Nobody could be asked (1)"}, {"title": "Where the 3 milestones stand, by priority", "labels": ["Priority 1"], "series": [[{"status": "amber", "word": "Amber", "shape": "▲"}, [1]], [{"status": "green", "word": "Green", "shape": "●"}, [1]], [{"status": "not_yet_asked", "word": "Not yet asked", "shape": "–"}, [1]]], "twin": ["Priority 1: 1 ▲ Amber, 1 ● Green, 1 – Not yet asked."]}]}','[]','2025-03-31 08:00:00.000000',NULL,'sent',1,NULL,'recorder','{"platform":"recorder","tenant":"t","id":"board","route":""}','board:2','','2025-03-31 09:30:00.000000',0,NULL,NULL,NULL);
INSERT INTO "letter" VALUES('nudge:1:2025-03-31','nudge',1,NULL,'{"title": "1 milestone to report on", "blocks": [{"spans": [{"text": "You are asked because you hold ", "strong": false}, {"text": "Head of Inclusion", "strong": false}, {"text": ".", "strong": false}]}, {"lines": [{"spans": [{"text": "1.1.1", "strong": false}, {"text": " ", "strong": false}, {"text": "Step 1 done.", "strong": false}, {"text": " ", "strong": false}, {"text": "Carys", "strong": false}, {"text": " asked for an update.", "strong": false}], "mark": {"status": "green", "word": "Green", "shape": "●"}, "number": 1, "buttons": [{"label": "Update 1.1.1", "command": "update 1.1.1", "style": "plain", "spoken": "Update 1.1.1: Step 1 done."}]}], "heading": "Please answer"}, {"spans": [{"text": "Press an Update button, or type a line such as: ", "strong": false}, {"text": "1 green", "strong": false}]}, {"lines": [{"spans": [{"text": "1.1.2", "strong": false}, {"text": ": ", "strong": false}, {"text": "Ben", "strong": false}, {"text": " (", "strong": false}, {"text": "Chief Nursing Officer", "strong": false}, {"text": ") said ", "strong": false}, {"text": "Red", "strong": false}, {"text": ". ", "strong": false}, {"text": "no nurses", "strong": false}], "mark": {"status": "red", "word": "Red", "shape": "■"}, "number": null, "buttons": []}, {"spans": [{"text": "1.1.2", "strong": false}, {"text": ": ", "strong": false}, {"text": "Ben", "strong": false}, {"text": " (", "strong": false}, {"text": "Chief Nursing Officer", "strong": false}, {"text": ") said ", "strong": false}, {"text": "Amber", "strong": false}, {"text": ". ", "strong": false}, {"text": "still short", "strong": false}], "mark": {"status": "amber", "word": "Amber", "shape": "▲"}, "number": null, "buttons": []}], "heading": "Since we last wrote"}, {"spans": [{"text": "If nothing is answered, the next question comes on ", "strong": false}, {"text": "8 April 2025", "strong": false}, {"text": ".", "strong": false}]}]}','[{"plan":"small","ref":"1.1.1","kind":"asked","working_days":20},{"plan":"small","ref":"1.1.2","kind":"news","working_days":null},{"plan":"small","ref":"1.1.2","kind":"news","working_days":null}]','2025-03-31 08:00:00.000000','2025-03-31 16:00:00.000000','sent',1,NULL,'recorder','{"platform":"recorder","tenant":"t","id":"keira@example.org","route":""}','keira@example.org:6','','2025-03-31 09:30:00.000000',0,NULL,NULL,NULL);
INSERT INTO "letter" VALUES('nudge:2:2025-03-31','nudge',2,NULL,'{"title": "News about the plan", "blocks": [{"lines": [{"spans": [{"text": "1.1.2", "strong": false}, {"text": ": ", "strong": false}, {"text": "Keira", "strong": false}, {"text": " (", "strong": false}, {"text": "Head of Inclusion", "strong": false}, {"text": ") said ", "strong": false}, {"text": "Green", "strong": false}, {"text": ". ", "strong": false}, {"text": "all fine", "strong": false}], "mark": {"status": "green", "word": "Green", "shape": "●"}, "number": null, "buttons": []}], "heading": "Since we last wrote"}]}','[{"plan":"small","ref":"1.1.2","kind":"news","working_days":null}]','2025-03-31 08:00:00.000000','2025-03-31 16:00:00.000000','sent',1,NULL,'recorder','{"platform":"recorder","tenant":"t","id":"ben@example.org","route":""}','ben@example.org:6','','2025-03-31 09:30:00.000000',0,NULL,NULL,NULL);
INSERT INTO "letter" VALUES('nudge:3:2025-03-31','nudge',3,NULL,'{"title": "News about the plan", "blocks": [{"lines": [{"spans": [{"text": "Nobody holds the role ", "strong": false}, {"text": "Head of SEND Finance", "strong": false}, {"text": ", so nobody was asked about ", "strong": false}, {"text": "1.1.3", "strong": false}, {"text": ". To name someone, type: holder ", "strong": false}, {"text": "Head of SEND Finance", "strong": false}, {"text": " name@example.org", "strong": false}], "mark": null, "number": null, "buttons": []}], "heading": "Since we last wrote"}]}','[{"plan":"small","ref":"","kind":"news","working_days":null}]','2025-03-31 08:00:00.000000','2025-03-31 16:00:00.000000','sent',1,NULL,'recorder','{"platform":"recorder","tenant":"t","id":"gwen@example.org","route":""}','gwen@example.org:2','','2025-03-31 09:30:00.000000',0,NULL,NULL,NULL);
INSERT INTO "letter" VALUES('digest:small:2025-04-07:recorder:board','digest',NULL,'small','{"title": "A small plan: the week of 7 April 2025", "blocks": [{"spans": [{"text": "No decision is asked for.", "strong": false}]}, {"spans": [{"text": "Nothing is reported as off track.", "strong": false}]}, {"lines": [{"spans": [{"text": "1.1.2", "strong": false}, {"text": " ", "strong": false}, {"text": "Step 2 done.", "strong": false}, {"text": " What has happened: ", "strong": false}, {"text": "still short.", "strong": false}, {"text": " Path to green: ", "strong": false}, {"text": "agency cover from May.", "strong": false}, {"text": " Due ", "strong": false}, {"text": "20 May 2025", "strong": false}, {"text": ", first promised ", "strong": false}, {"text": "30 April 2025", "strong": false}, {"text": ".", "strong": false}, {"text": " Owner: ", "strong": false}, {"text": "Head of Inclusion", "strong": false}, {"text": ".", "strong": false}], "mark": {"status": "amber", "word": "Amber", "shape": "▲"}, "number": null, "buttons": []}], "heading": "At risk (1)"}, {"spans": [{"text": "Nothing has moved since last week.", "strong": false}]}, {"lines": [{"spans": [{"text": "Nobody holds the role ", "strong": false}, {"text": "Head of SEND Finance", "strong": false}, {"text": ": ", "strong": false}, {"text": "1.1.3", "strong": false}, {"text": "", "strong": false}, {"text": ".", "strong": false}], "mark": null, "number": null, "buttons": []}], "heading": "Nobody could be asked (1)"}, {"title": "Where the 3 milestones stand, by priority", "labels": ["Priority 1"], "series": [[{"status": "amber", "word": "Amber", "shape": "▲"}, [1]], [{"status": "green", "word": "Green", "shape": "●"}, [1]], [{"status": "not_yet_asked", "word": "Not yet asked", "shape": "–"}, [1]]], "twin": ["Priority 1: 1 ▲ Amber, 1 ● Green, 1 – Not yet asked."]}]}','[]','2025-04-07 08:00:00.000000',NULL,'sent',1,NULL,'recorder','{"platform":"recorder","tenant":"t","id":"board","route":""}','board:3','','2025-04-07 09:30:00.000000',0,NULL,NULL,NULL);
INSERT INTO "letter" VALUES('nudge:1:2025-04-07','nudge',1,NULL,'{"title": "1 milestone to report on", "blocks": [{"spans": [{"text": "You are asked because you hold ", "strong": false}, {"text": "Head of Inclusion", "strong": false}, {"text": ".", "strong": false}]}, {"lines": [{"spans": [{"text": "1.1.2", "strong": false}, {"text": " ", "strong": false}, {"text": "Step 2 done.", "strong": false}, {"text": " Due ", "strong": false}, {"text": "20 May 2025", "strong": false}, {"text": ", in ", "strong": false}, {"text": "28 working days", "strong": false}, {"text": ".", "strong": false}], "mark": {"status": "amber", "word": "Amber", "shape": "▲"}, "number": 1, "buttons": [{"label": "Update 1.1.2", "command": "update 1.1.2", "style": "plain", "spoken": "Update 1.1.2: Step 2 done."}]}], "heading": "Please answer"}, {"spans": [{"text": "Press an Update button, or type a line such as: ", "strong": false}, {"text": "1 green", "strong": false}]}, {"spans": [{"text": "If nothing is answered, the next question comes on ", "strong": false}, {"text": "29 April 2025", "strong": false}, {"text": ".", "strong": false}]}]}','[{"plan":"small","ref":"1.1.2","kind":"upcoming","working_days":28}]','2025-04-07 08:00:00.000000','2025-04-07 16:00:00.000000','sent',1,NULL,'recorder','{"platform":"recorder","tenant":"t","id":"keira@example.org","route":""}','keira@example.org:8','','2025-04-07 09:30:00.000000',0,NULL,NULL,NULL);
INSERT INTO "letter" VALUES('nudge:2:2025-04-07','nudge',2,NULL,'{"title": "1 milestone to report on", "blocks": [{"spans": [{"text": "You are asked because you hold ", "strong": false}, {"text": "Chief Nursing Officer", "strong": false}, {"text": ".", "strong": false}]}, {"lines": [{"spans": [{"text": "1.1.2", "strong": false}, {"text": " ", "strong": false}, {"text": "Step 2 done.", "strong": false}, {"text": " Due ", "strong": false}, {"text": "20 May 2025", "strong": false}, {"text": ", in ", "strong": false}, {"text": "28 working days", "strong": false}, {"text": ".", "strong": false}], "mark": {"status": "amber", "word": "Amber", "shape": "▲"}, "number": 1, "buttons": [{"label": "Update 1.1.2", "command": "update 1.1.2", "style": "plain", "spoken": "Update 1.1.2: Step 2 done."}]}], "heading": "Please answer"}, {"spans": [{"text": "Press an Update button, or type a line such as: ", "strong": false}, {"text": "1 green", "strong": false}]}, {"spans": [{"text": "If nothing is answered, the next question comes on ", "strong": false}, {"text": "29 April 2025", "strong": false}, {"text": ".", "strong": false}]}]}','[{"plan":"small","ref":"1.1.2","kind":"upcoming","working_days":28}]','2025-04-07 08:00:00.000000','2025-04-07 16:00:00.000000','sent',1,NULL,'recorder','{"platform":"recorder","tenant":"t","id":"ben@example.org","route":""}','ben@example.org:7','','2025-04-07 09:30:00.000000',0,NULL,NULL,NULL);
INSERT INTO "letter" VALUES('nudge:3:2025-04-07','nudge',3,NULL,'{"title": "News about the plan", "blocks": [{"lines": [{"spans": [{"text": "Nobody holds the role ", "strong": false}, {"text": "Head of SEND Finance", "strong": false}, {"text": ", so nobody was asked about ", "strong": false}, {"text": "1.1.3", "strong": false}, {"text": ". To name someone, type: holder ", "strong": false}, {"text": "Head of SEND Finance", "strong": false}, {"text": " name@example.org", "strong": false}], "mark": null, "number": null, "buttons": []}], "heading": "Since we last wrote"}]}','[{"plan":"small","ref":"","kind":"news","working_days":null}]','2025-04-07 08:00:00.000000','2025-04-07 16:00:00.000000','sent',1,NULL,'recorder','{"platform":"recorder","tenant":"t","id":"gwen@example.org","route":""}','gwen@example.org:3','','2025-04-07 09:30:00.000000',0,NULL,NULL,NULL);
INSERT INTO "letter" VALUES('digest:small:2025-04-14:recorder:board','digest',NULL,'small','{"title": "A small plan: the week of 14 April 2025", "blocks": [{"spans": [{"text": "No decision is asked for.", "strong": false}]}, {"spans": [{"text": "Nothing is reported as off track.", "strong": false}]}, {"lines": [{"spans": [{"text": "1.1.2", "strong": false}, {"text": " ", "strong": false}, {"text": "Step 2 done.", "strong": false}, {"text": " What has happened: ", "strong": false}, {"text": "still short.", "strong": false}, {"text": " Path to green: ", "strong": false}, {"text": "agency cover from May.", "strong": false}, {"text": " Due ", "strong": false}, {"text": "20 May 2025", "strong": false}, {"text": ", first promised ", "strong": false}, {"text": "30 April 2025", "strong": false}, {"text": ".", "strong": false}, {"text": " Owner: ", "strong": false}, {"text": "Head of Inclusion", "strong": false}, {"text": ".", "strong": false}, {"text": " Asked again since, and no answer yet.", "strong": false}], "mark": {"status": "amber", "word": "Amber", "shape": "▲"}, "number": null, "buttons": []}], "heading": "At risk (1)"}, {"spans": [{"text": "Nothing has moved since last week.", "strong": false}]}, {"lines": [{"spans": [{"text": "Nobody holds the role ", "strong": false}, {"text": "Head of SEND Finance", "strong": false}, {"text": ": ", "strong": false}, {"text": "1.1.3", "strong": false}, {"text": "", "strong": false}, {"text": ".", "strong": false}], "mark": null, "number": null, "buttons": []}], "heading": "Nobody could be asked (1)"}, {"title": "Where the 3 milestones stand, by priority", "labels": ["Priority 1"], "series": [[{"status": "amber", "word": "Amber", "shape": "▲"}, [1]], [{"status": "green", "word": "Green", "shape": "●"}, [1]], [{"status": "not_yet_asked", "word": "Not yet asked", "shape": "–"}, [1]]], "twin": ["Priority 1: 1 ▲ Amber, 1 ● Green, 1 – Not yet asked."]}]}','[]','2025-04-14 08:00:00.000000',NULL,'sent',1,NULL,'recorder','{"platform":"recorder","tenant":"t","id":"board","route":""}','board:4','','2025-04-14 09:30:00.000000',0,NULL,NULL,NULL);
INSERT INTO "letter" VALUES('nudge:3:2025-04-14','nudge',3,NULL,'{"title": "News about the plan", "blocks": [{"lines": [{"spans": [{"text": "Nobody holds the role ", "strong": false}, {"text": "Head of SEND Finance", "strong": false}, {"text": ", so nobody was asked about ", "strong": false}, {"text": "1.1.3", "strong": false}, {"text": ". To name someone, type: holder ", "strong": false}, {"text": "Head of SEND Finance", "strong": false}, {"text": " name@example.org", "strong": false}], "mark": null, "number": null, "buttons": []}], "heading": "Since we last wrote"}]}','[{"plan":"small","ref":"","kind":"news","working_days":null}]','2025-04-14 08:00:00.000000','2025-04-14 16:00:00.000000','sent',1,NULL,'recorder','{"platform":"recorder","tenant":"t","id":"gwen@example.org","route":""}','gwen@example.org:4','','2025-04-14 09:30:00.000000',0,NULL,NULL,NULL);
INSERT INTO "letter" VALUES('nudge:1:2025-04-16','nudge',1,NULL,'{"title": "1 milestone to report on", "blocks": [{"spans": [{"text": "You are asked because you hold ", "strong": false}, {"text": "Head of Inclusion", "strong": false}, {"text": ".", "strong": false}]}, {"lines": [{"spans": [{"text": "1.1.1", "strong": false}, {"text": " ", "strong": false}, {"text": "Step 1 done.", "strong": false}, {"text": " Due ", "strong": false}, {"text": "30 May 2025", "strong": false}, {"text": ", in ", "strong": false}, {"text": "28 working days", "strong": false}, {"text": ".", "strong": false}], "mark": {"status": "green", "word": "Green", "shape": "●"}, "number": 1, "buttons": [{"label": "Update 1.1.1", "command": "update 1.1.1", "style": "plain", "spoken": "Update 1.1.1: Step 1 done."}]}], "heading": "Please answer"}, {"spans": [{"text": "Press an Update button, or type a line such as: ", "strong": false}, {"text": "1 green", "strong": false}]}, {"spans": [{"text": "If nothing is answered, the next question comes on ", "strong": false}, {"text": "9 May 2025", "strong": false}, {"text": ".", "strong": false}]}]}','[{"plan":"small","ref":"1.1.1","kind":"upcoming","working_days":28}]','2025-04-16 08:00:00.000000','2025-04-16 16:00:00.000000','sent',1,NULL,'recorder','{"platform":"recorder","tenant":"t","id":"keira@example.org","route":""}','keira@example.org:9','','2025-04-16 09:30:00.000000',0,NULL,NULL,NULL);
INSERT INTO "letter" VALUES('digest:small:2025-04-21:recorder:board','digest',NULL,'small','{"title": "A small plan: the week of 21 April 2025", "blocks": [{"spans": [{"text": "No decision is asked for.", "strong": false}]}, {"spans": [{"text": "Nothing is reported as off track.", "strong": false}]}, {"lines": [{"spans": [{"text": "1.1.2", "strong": false}, {"text": " ", "strong": false}, {"text": "Step 2 done.", "strong": false}, {"text": " What has happened: ", "strong": false}, {"text": "still short.", "strong": false}, {"text": " Path to green: ", "strong": false}, {"text": "agency cover from May.", "strong": false}, {"text": " Due ", "strong": false}, {"text": "20 May 2025", "strong": false}, {"text": ", first promised ", "strong": false}, {"text": "30 April 2025", "strong": false}, {"text": ".", "strong": false}, {"text": " Owner: ", "strong": false}, {"text": "Head of Inclusion", "strong": false}, {"text": ".", "strong": false}, {"text": " Asked again since, and no answer yet.", "strong": false}], "mark": {"status": "amber", "word": "Amber", "shape": "▲"}, "number": null, "buttons": []}], "heading": "At risk (1)"}, {"spans": [{"text": "Nothing has moved since last week.", "strong": false}]}, {"lines": [{"spans": [{"text": "1.1.2", "strong": false}, {"text": " ", "strong": false}, {"text": "Step 2 done.", "strong": false}, {"text": " Due ", "strong": false}, {"text": "20 May 2025", "strong": false}, {"text": ", first promised ", "strong": false}, {"text": "30 April 2025", "strong": false}, {"text": ".", "strong": false}, {"text": " Owner: ", "strong": false}, {"text": "Head of Inclusion", "strong": false}, {"text": ".", "strong": false}], "mark": {"status": "amber", "word": "Amber", "shape": "▲"}, "number": null, "buttons": []}], "heading": "Due in the next 28 days (1)"}, {"lines": [{"spans": [{"text": "Nobody holds the role ", "strong": false}, {"text": "Head of SEND Finance", "strong": false}, {"text": ": ", "strong": false}, {"text": "1.1.3", "strong": false}, {"text": "", "strong": false}, {"text": ".", "strong": false}], "mark": null, "number": null, "buttons": []}], "heading": "Nobody could be asked (1)"}, {"title": "Where the 3 milestones stand, by priority", "labels": ["Priority 1"], "series": [[{"status": "amber", "word": "Amber", "shape": "▲"}, [1]], [{"status": "green", "word": "Green", "shape": "●"}, [1]], [{"status": "not_yet_asked", "word": "Not yet asked", "shape": "–"}, [1]]], "twin": ["Priority 1: 1 ▲ Amber, 1 ● Green, 1 – Not yet asked."]}]}','[]','2025-04-22 08:00:00.000000',NULL,'sent',1,NULL,'recorder','{"platform":"recorder","tenant":"t","id":"board","route":""}','board:5','','2025-04-22 09:30:00.000000',0,NULL,NULL,NULL);
INSERT INTO "letter" VALUES('digest:small:2025-04-28:recorder:board','digest',NULL,'small','{"title": "A small plan: the week of 28 April 2025", "blocks": [{"spans": [{"text": "No decision is asked for.", "strong": false}]}, {"spans": [{"text": "Nothing is reported as off track.", "strong": false}]}, {"lines": [{"spans": [{"text": "1.1.2", "strong": false}, {"text": " ", "strong": false}, {"text": "Step 2 done.", "strong": false}, {"text": " What has happened: ", "strong": false}, {"text": "still short.", "strong": false}, {"text": " Path to green: ", "strong": false}, {"text": "agency cover from May.", "strong": false}, {"text": " Due ", "strong": false}, {"text": "20 May 2025", "strong": false}, {"text": ", first promised ", "strong": false}, {"text": "30 April 2025", "strong": false}, {"text": ".", "strong": false}, {"text": " Owner: ", "strong": false}, {"text": "Head of Inclusion", "strong": false}, {"text": ".", "strong": false}, {"text": " Asked again since, and no answer yet.", "strong": false}], "mark": {"status": "amber", "word": "Amber", "shape": "▲"}, "number": null, "buttons": []}], "heading": "At risk (1)"}, {"spans": [{"text": "Nothing has moved since last week.", "strong": false}]}, {"lines": [{"spans": [{"text": "1.1.2", "strong": false}, {"text": " ", "strong": false}, {"text": "Step 2 done.", "strong": false}, {"text": " Due ", "strong": false}, {"text": "20 May 2025", "strong": false}, {"text": ", first promised ", "strong": false}, {"text": "30 April 2025", "strong": false}, {"text": ".", "strong": false}, {"text": " Owner: ", "strong": false}, {"text": "Head of Inclusion", "strong": false}, {"text": ".", "strong": false}], "mark": {"status": "amber", "word": "Amber", "shape": "▲"}, "number": null, "buttons": []}], "heading": "Due in the next 28 days (1)"}, {"lines": [{"spans": [{"text": "Nobody holds the role ", "strong": false}, {"text": "Head of SEND Finance", "strong": false}, {"text": ": ", "strong": false}, {"text": "1.1.3", "strong": false}, {"text": "", "strong": false}, {"text": ".", "strong": false}], "mark": null, "number": null, "buttons": []}], "heading": "Nobody could be asked (1)"}, {"title": "Where the 3 milestones stand, by priority", "labels": ["Priority 1"], "series": [[{"status": "amber", "word": "Amber", "shape": "▲"}, [1]], [{"status": "green", "word": "Green", "shape": "●"}, [1]], [{"status": "not_yet_asked", "word": "Not yet asked", "shape": "–"}, [1]]], "twin": ["Priority 1: 1 ▲ Amber, 1 ● Green, 1 – Not yet asked."]}]}','[]','2025-04-28 08:00:00.000000',NULL,'sent',1,NULL,'recorder','{"platform":"recorder","tenant":"t","id":"board","route":""}','board:6','','2025-04-28 09:30:00.000000',0,NULL,NULL,NULL);
INSERT INTO "letter" VALUES('nudge:3:2025-04-28','nudge',3,NULL,'{"title": "News about the plan", "blocks": [{"lines": [{"spans": [{"text": "Nobody holds the role ", "strong": false}, {"text": "Head of SEND Finance", "strong": false}, {"text": ", so nobody was asked about ", "strong": false}, {"text": "1.1.3", "strong": false}, {"text": ". To name someone, type: holder ", "strong": false}, {"text": "Head of SEND Finance", "strong": false}, {"text": " name@example.org", "strong": false}], "mark": null, "number": null, "buttons": []}], "heading": "Since we last wrote"}]}','[{"plan":"small","ref":"","kind":"news","working_days":null}]','2025-04-28 08:00:00.000000','2025-04-28 16:00:00.000000','sent',1,NULL,'recorder','{"platform":"recorder","tenant":"t","id":"gwen@example.org","route":""}','gwen@example.org:7','','2025-04-28 09:30:00.000000',0,NULL,NULL,NULL);
INSERT INTO "letter" VALUES('nudge:1:2025-04-29','nudge',1,NULL,'{"title": "1 milestone to report on", "blocks": [{"spans": [{"text": "You are asked because you hold ", "strong": false}, {"text": "Head of Inclusion", "strong": false}, {"text": ".", "strong": false}]}, {"lines": [{"spans": [{"text": "1.1.2", "strong": false}, {"text": " ", "strong": false}, {"text": "Step 2 done.", "strong": false}, {"text": " Due ", "strong": false}, {"text": "20 May 2025", "strong": false}, {"text": ", in ", "strong": false}, {"text": "14 working days", "strong": false}, {"text": ".", "strong": false}], "mark": {"status": "amber", "word": "Amber", "shape": "▲"}, "number": 1, "buttons": [{"label": "Update 1.1.2", "command": "update 1.1.2", "style": "plain", "spoken": "Update 1.1.2: Step 2 done."}]}], "heading": "Please answer"}, {"spans": [{"text": "Press an Update button, or type a line such as: ", "strong": false}, {"text": "1 green", "strong": false}]}, {"spans": [{"text": "If nothing is answered, the next question comes on ", "strong": false}, {"text": "9 May 2025", "strong": false}, {"text": ".", "strong": false}]}]}','[{"plan":"small","ref":"1.1.2","kind":"upcoming","working_days":14}]','2025-04-29 08:00:00.000000','2025-04-29 16:00:00.000000','sent',1,NULL,'recorder','{"platform":"recorder","tenant":"t","id":"keira@example.org","route":""}','keira@example.org:10','','2025-04-29 09:30:00.000000',0,NULL,NULL,NULL);
INSERT INTO "letter" VALUES('nudge:2:2025-04-29','nudge',2,NULL,'{"title": "1 milestone to report on", "blocks": [{"spans": [{"text": "You are asked because you hold ", "strong": false}, {"text": "Chief Nursing Officer", "strong": false}, {"text": ".", "strong": false}]}, {"lines": [{"spans": [{"text": "1.1.2", "strong": false}, {"text": " ", "strong": false}, {"text": "Step 2 done.", "strong": false}, {"text": " Due ", "strong": false}, {"text": "20 May 2025", "strong": false}, {"text": ", in ", "strong": false}, {"text": "14 working days", "strong": false}, {"text": ".", "strong": false}], "mark": {"status": "amber", "word": "Amber", "shape": "▲"}, "number": 1, "buttons": [{"label": "Update 1.1.2", "command": "update 1.1.2", "style": "plain", "spoken": "Update 1.1.2: Step 2 done."}]}], "heading": "Please answer"}, {"spans": [{"text": "Press an Update button, or type a line such as: ", "strong": false}, {"text": "1 green", "strong": false}]}, {"spans": [{"text": "If nothing is answered, the next question comes on ", "strong": false}, {"text": "9 May 2025", "strong": false}, {"text": ".", "strong": false}]}]}','[{"plan":"small","ref":"1.1.2","kind":"upcoming","working_days":14}]','2025-04-29 08:00:00.000000','2025-04-29 16:00:00.000000','sent',1,NULL,'recorder','{"platform":"recorder","tenant":"t","id":"ben@example.org","route":""}','ben@example.org:8','','2025-04-29 09:30:00.000000',0,NULL,NULL,NULL);
CREATE TABLE membership (
	"plan" VARCHAR NOT NULL, 
	person INTEGER NOT NULL, 
	rights VARCHAR NOT NULL, 
	CONSTRAINT pk_membership PRIMARY KEY ("plan", person), 
	CONSTRAINT fk_membership_person_person FOREIGN KEY(person) REFERENCES person (id), 
	CONSTRAINT fk_membership_plan_plan FOREIGN KEY("plan") REFERENCES "plan" (short)
);
INSERT INTO "membership" VALUES('small',1,'');
INSERT INTO "membership" VALUES('small',2,'');
INSERT INTO "membership" VALUES('small',3,'admin');
INSERT INTO "membership" VALUES('small',4,'board');
INSERT INTO "membership" VALUES('small',5,'board');
INSERT INTO "membership" VALUES('small',6,'lead:1');
CREATE TABLE milestone_update (
	id INTEGER NOT NULL, 
	"plan" VARCHAR NOT NULL, 
	ref VARCHAR NOT NULL, 
	"by" INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	forecast DATE, 
	drawn_from VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_milestone_update PRIMARY KEY (id), 
	CONSTRAINT fk_milestone_update_by_person FOREIGN KEY("by") REFERENCES person (id), 
	CONSTRAINT fk_milestone_update_plan_plan FOREIGN KEY("plan") REFERENCES "plan" (short)
);
INSERT INTO "milestone_update" VALUES(1,'small','1.1.1',1,'2025-03-28 09:30:00.000000',NULL,'draft rwZQIxK9rPs','{"id": 0, "plan": "small", "ref": "1.1.1", "status": "green", "narrative": "on course", "path_to_green": "", "forecast": null, "evidence": [{"url": "https://example.org/minutes.pdf", "kind": "other", "shows": ""}], "no_evidence_reason": "", "decision_wanted": "", "by": 1, "by_name": "Keira", "capacity": "Head of Inclusion", "at": "2025-03-28T09:30:00Z", "platform": "recorder", "said": "1.1.1 green on course https://example.org/minutes.pdf", "drawn_from": "draft rwZQIxK9rPs"}');
INSERT INTO "milestone_update" VALUES(2,'small','1.1.2',2,'2025-03-29 09:30:00.000000',NULL,'draft X3onX3sXKD0','{"id": 0, "plan": "small", "ref": "1.1.2", "status": "red", "narrative": "no nurses", "path_to_green": "agency cover", "forecast": null, "evidence": [], "no_evidence_reason": "", "decision_wanted": "", "by": 2, "by_name": "Ben", "capacity": "Chief Nursing Officer", "at": "2025-03-29T09:30:00Z", "platform": "recorder", "said": "1.1.2 red no nurses, path: agency cover", "drawn_from": "draft X3onX3sXKD0"}');
INSERT INTO "milestone_update" VALUES(3,'small','1.1.2',1,'2025-03-29 09:30:00.000000',NULL,'draft eayeY4KanFc','{"id": 0, "plan": "small", "ref": "1.1.2", "status": "green", "narrative": "all fine", "path_to_green": "", "forecast": null, "evidence": [], "no_evidence_reason": "", "decision_wanted": "", "by": 1, "by_name": "Keira", "capacity": "Head of Inclusion", "at": "2025-03-29T09:30:00Z", "platform": "recorder", "said": "1.1.2 green all fine", "drawn_from": "draft eayeY4KanFc"}');
INSERT INTO "milestone_update" VALUES(4,'small','1.1.2',2,'2025-03-30 09:30:00.000000',NULL,'draft 80pFk151wFU','{"id": 0, "plan": "small", "ref": "1.1.2", "status": "amber", "narrative": "still short", "path_to_green": "agency cover from May", "forecast": null, "evidence": [], "no_evidence_reason": "", "decision_wanted": "", "by": 2, "by_name": "Ben", "capacity": "Chief Nursing Officer", "at": "2025-03-30T09:30:00Z", "platform": "recorder", "said": "1.1.2 amber still short, path: agency cover from May", "drawn_from": "draft 80pFk151wFU"}');
INSERT INTO "milestone_update" VALUES(5,'small','1.1.1',1,'2025-03-26 09:30:00.000000','2025-06-13','u1 0123456789abcdef','{"id": 0, "plan": "small", "ref": "1.1.1", "status": "amber", "narrative": "held up", "path_to_green": "the board decides", "forecast": "2025-06-13", "evidence": [], "no_evidence_reason": "", "decision_wanted": "", "by": 1, "by_name": "Keira", "capacity": "Head of Inclusion", "at": "2025-03-26T09:30:00Z", "platform": "", "said": "", "drawn_from": "u1 0123456789abcdef"}');
INSERT INTO "milestone_update" VALUES(6,'small','1.1.2',6,'2025-05-02 09:30:00.000000',NULL,'draft MhjgCIhfdDI','{"id": 0, "plan": "small", "ref": "1.1.2", "status": "red", "narrative": "worse now", "path_to_green": "ask the trust", "forecast": null, "evidence": [], "no_evidence_reason": "", "decision_wanted": "", "by": 6, "by_name": "Leo", "capacity": "Head of Inclusion", "at": "2025-05-02T09:30:00Z", "platform": "recorder", "said": "1.1.2 red worse now, path: ask the trust", "drawn_from": "draft MhjgCIhfdDI"}');
INSERT INTO "milestone_update" VALUES(7,'small','1.1.2',2,'2025-05-02 09:30:00.000000',NULL,'draft kAJq0x4rhHA','{"id": 0, "plan": "small", "ref": "1.1.2", "status": "green", "narrative": "mended", "path_to_green": "", "forecast": null, "evidence": [], "no_evidence_reason": "", "decision_wanted": "", "by": 2, "by_name": "Ben", "capacity": "Chief Nursing Officer", "at": "2025-05-02T09:30:00Z", "platform": "recorder", "said": "1.1.2 green mended", "drawn_from": "draft kAJq0x4rhHA"}');
CREATE TABLE person (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	email VARCHAR NOT NULL, 
	platform VARCHAR, 
	zone VARCHAR, 
	welcomed BOOLEAN NOT NULL, 
	CONSTRAINT pk_person PRIMARY KEY (id), 
	CONSTRAINT uq_person_email UNIQUE (email)
);
INSERT INTO "person" VALUES(1,'Keira','keira@example.org',NULL,NULL,1);
INSERT INTO "person" VALUES(2,'Ben','ben@example.org',NULL,NULL,1);
INSERT INTO "person" VALUES(3,'Gwen','gwen@example.org',NULL,NULL,1);
INSERT INTO "person" VALUES(4,'Hugo','hugo@example.org',NULL,NULL,0);
INSERT INTO "person" VALUES(5,'Carys','carys@example.org',NULL,NULL,1);
INSERT INTO "person" VALUES(6,'Leo','leo@example.org',NULL,NULL,1);
CREATE TABLE "plan" (
	short VARCHAR NOT NULL, 
	position INTEGER NOT NULL, 
	document TEXT NOT NULL, 
	policy TEXT NOT NULL, 
	paused BOOLEAN NOT NULL, 
	version INTEGER NOT NULL, 
	wakes_at DATETIME, looked_at DATETIME, 
	CONSTRAINT pk_plan PRIMARY KEY (short)
);
INSERT INTO "plan" VALUES('small',1,'{"short": "small", "title": "A small plan", "partnership": [], "governance": {"board": null, "chair": null, "operations_group": null, "reports_into": [], "scrutiny": []}, "priorities": [{"number": 1, "text": "Lead well"}], "actions": [{"ref": "1.1", "priority": 1, "title": "Set up the board", "impact": "", "success_measures": [], "strategy_links": [], "milestones": [{"ref": "1.1.1", "text": "Step 1 done.", "date_text": "2025-04-30", "start": null, "baseline": "2025-04-30", "due": "2025-05-30", "open_ended": false, "recurrence": null, "owners": ["Head of Inclusion"], "source_ref": null}, {"ref": "1.1.2", "text": "Step 2 done.", "date_text": "2025-04-30", "start": null, "baseline": "2025-04-30", "due": "2025-05-20", "open_ended": false, "recurrence": null, "owners": ["Head of Inclusion", "Chief Nursing Officer"], "source_ref": null}, {"ref": "1.1.3", "text": "Step 3 done.", "date_text": "2025-12-31", "start": null, "baseline": "2025-12-31", "due": "2025-12-31", "open_ended": false, "recurrence": null, "owners": ["Head of SEND Finance"], "source_ref": null}], "source_ref": null}], "roles": [{"name": "Head of Inclusion", "aliases": [], "organisation": null}, {"name": "Chief Nursing Officer", "aliases": [], "organisation": null}, {"name": "Independent Chair", "aliases": [], "organisation": null}, {"name": "Head of SEND Finance", "aliases": [], "organisation": null}], "retired": []}','{}',1,9,'2025-05-06 08:00:00.000000','2025-05-02 09:30:00.000000');
CREATE TABLE question (
	id INTEGER NOT NULL, 
	"plan" VARCHAR NOT NULL, 
	ref VARCHAR NOT NULL, 
	"by" INTEGER NOT NULL, 
	by_name VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	answered INTEGER, 
	answered_at DATETIME, 
	CONSTRAINT pk_question PRIMARY KEY (id), 
	CONSTRAINT fk_question_answered_milestone_update FOREIGN KEY(answered) REFERENCES milestone_update (id), 
	CONSTRAINT fk_question_by_person FOREIGN KEY("by") REFERENCES person (id), 
	CONSTRAINT fk_question_plan_plan FOREIGN KEY("plan") REFERENCES "plan" (short)
);
INSERT INTO "question" VALUES(1,'small','1.1.1',5,'Carys','2025-03-30 09:30:00.000000',5,'2025-03-26 09:30:00.000000');
INSERT INTO "question" VALUES(2,'small','1.1.3',5,'Carys','2025-03-30 09:30:00.000000',NULL,NULL);
CREATE TABLE round (
	"plan" VARCHAR NOT NULL, 
	zone VARCHAR NOT NULL, 
	day DATE NOT NULL, 
	CONSTRAINT pk_round PRIMARY KEY ("plan", zone, day), 
	CONSTRAINT fk_round_plan_plan FOREIGN KEY("plan") REFERENCES "plan" (short)
);
INSERT INTO "round" VALUES('small','Europe/London','2025-03-19');
INSERT INTO "round" VALUES('small','Europe/London','2025-03-20');
INSERT INTO "round" VALUES('small','Europe/London','2025-03-21');
INSERT INTO "round" VALUES('small','Europe/London','2025-03-24');
INSERT INTO "round" VALUES('small','Europe/London','2025-03-25');
INSERT INTO "round" VALUES('small','Europe/London','2025-03-26');
INSERT INTO "round" VALUES('small','Europe/London','2025-03-27');
INSERT INTO "round" VALUES('small','Europe/London','2025-03-28');
INSERT INTO "round" VALUES('small','Europe/London','2025-03-31');
INSERT INTO "round" VALUES('small','Europe/London','2025-04-01');
INSERT INTO "round" VALUES('small','Europe/London','2025-04-02');
INSERT INTO "round" VALUES('small','Europe/London','2025-04-03');
INSERT INTO "round" VALUES('small','Europe/London','2025-04-04');
INSERT INTO "round" VALUES('small','Europe/London','2025-04-07');
INSERT INTO "round" VALUES('small','Europe/London','2025-04-08');
INSERT INTO "round" VALUES('small','Europe/London','2025-04-09');
INSERT INTO "round" VALUES('small','Europe/London','2025-04-10');
INSERT INTO "round" VALUES('small','Europe/London','2025-04-11');
INSERT INTO "round" VALUES('small','Europe/London','2025-04-14');
INSERT INTO "round" VALUES('small','Europe/London','2025-04-15');
INSERT INTO "round" VALUES('small','Europe/London','2025-04-16');
INSERT INTO "round" VALUES('small','Europe/London','2025-04-17');
INSERT INTO "round" VALUES('small','Europe/London','2025-04-22');
INSERT INTO "round" VALUES('small','Europe/London','2025-04-23');
INSERT INTO "round" VALUES('small','Europe/London','2025-04-24');
INSERT INTO "round" VALUES('small','Europe/London','2025-04-25');
INSERT INTO "round" VALUES('small','Europe/London','2025-04-28');
INSERT INTO "round" VALUES('small','Europe/London','2025-04-29');
INSERT INTO "round" VALUES('small','Europe/London','2025-04-30');
INSERT INTO "round" VALUES('small','Europe/London','2025-05-01');
INSERT INTO "round" VALUES('small','Europe/London','2025-05-02');
CREATE TABLE sight (
	inbound VARCHAR NOT NULL, 
	CONSTRAINT pk_sight PRIMARY KEY (inbound)
);
INSERT INTO "sight" VALUES('in1');
INSERT INTO "sight" VALUES('in2');
INSERT INTO "sight" VALUES('in3');
INSERT INTO "sight" VALUES('in4');
INSERT INTO "sight" VALUES('in5');
INSERT INTO "sight" VALUES('in6');
INSERT INTO "sight" VALUES('in7');
INSERT INTO "sight" VALUES('in9');
INSERT INTO "sight" VALUES('in10');
INSERT INTO "sight" VALUES('in12');
INSERT INTO "sight" VALUES('in13');
INSERT INTO "sight" VALUES('in14');
INSERT INTO "sight" VALUES('in15');
INSERT INTO "sight" VALUES('in16');
INSERT INTO "sight" VALUES('in17');
INSERT INTO "sight" VALUES('in18');
INSERT INTO "sight" VALUES('in19');
INSERT INTO "sight" VALUES('in20');
INSERT INTO "sight" VALUES('in21');
INSERT INTO "sight" VALUES('in23');
CREATE INDEX ix_address_person ON address (person);
CREATE INDEX ix_draft_person ON draft (person);
CREATE INDEX ix_due_change_plan ON due_change ("plan");
CREATE INDEX ix_holding_plan ON holding ("plan");
CREATE INDEX ix_letter_person ON letter (person);
CREATE INDEX ix_letter_reference ON letter (reference);
CREATE INDEX ix_letter_waiting ON letter (state, not_before);
CREATE INDEX ix_milestone_update_place ON milestone_update ("plan", ref, at, id);
CREATE INDEX ix_question_plan ON question ("plan");
CREATE INDEX ix_letter_part_of ON letter (part_of);
CREATE INDEX ix_letter_after ON letter ("after");
COMMIT;
