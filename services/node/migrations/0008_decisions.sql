ALTER TABLE `cases` ADD `police_due_on` text;--> statement-breakpoint
CREATE INDEX `cases_of_police` ON `cases` (`waiting_for_police`,`police_due_on`,`id`) WHERE waiting_for_police = 1 or police_due_on is not null;--> statement-breakpoint
-- What each police liaison has decided, out of the whole journal.
CREATE INDEX journal_decisions ON journal (json_extract(entry, '$.actor'), seq)
  WHERE json_extract(entry, '$.event.type') IN ('threat-assessed', 'approval-decided', 'approval-withdrawn', 'place-cleared', 'no-suitable-city-found');
