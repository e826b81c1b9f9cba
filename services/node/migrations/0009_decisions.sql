ALTER TABLE `cases` ADD `police_due_on` text;--> statement-breakpoint
CREATE INDEX `cases_of_police` ON `cases` (`waiting_for_police`,`police_due_on`,`id`) WHERE waiting_for_police = 1 or police_due_on is not null;--> statement-breakpoint
-- What each police liaison has decided, out of the whole journal.
CREATE INDEX journal_decisions ON journal (json_extract(entry, '$.actor'), seq)
  WHERE json_extract(entry, '$.event.type') IN ('threat-assessed', 'approval-decided', 'approval-withdrawn', 'place-cleared', 'no-suitable-city-found');
--> statement-breakpoint
-- The readings of cases that were not the reader's own, in order of time.
CREATE INDEX journal_read_log_not_own ON journal (json_extract(entry, '$.at'), seq)
  WHERE json_extract(entry, '$.event.type') = 'case-read' AND json_extract(entry, '$.event.own') = 0;
