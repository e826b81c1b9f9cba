CREATE TABLE `acknowledgements` (
	`message_id` text PRIMARY KEY NOT NULL,
	`at` text NOT NULL,
	`staff` text NOT NULL,
	`note` text
);
--> statement-breakpoint
CREATE TABLE `reading_reasons` (
	`staff` text NOT NULL,
	`case_id` text NOT NULL,
	`given_on` text NOT NULL,
	`reason` text NOT NULL,
	PRIMARY KEY(`staff`, `case_id`)
);
--> statement-breakpoint
CREATE TABLE `reading_reviews` (
	`position` integer PRIMARY KEY NOT NULL,
	`review` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `staff_members` (
	`staff` text PRIMARY KEY NOT NULL,
	`roles` text NOT NULL,
	`units` text NOT NULL,
	`last_log_in_at` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `outbox_receipts` ON `outbox` (`city`,`position`) WHERE receipt is not null;--> statement-breakpoint
-- The readings of all cases in order of time, out of the whole journal.
CREATE INDEX journal_read_log ON journal (json_extract(entry, '$.at'), seq)
  WHERE json_extract(entry, '$.event.type') = 'case-read';
--> statement-breakpoint
CREATE TRIGGER reading_reviews_no_update BEFORE UPDATE ON reading_reviews BEGIN SELECT RAISE(ABORT, 'reading_reviews are only added to'); END;
--> statement-breakpoint
CREATE TRIGGER reading_reviews_no_delete BEFORE DELETE ON reading_reviews BEGIN SELECT RAISE(ABORT, 'reading_reviews are only added to'); END;
--> statement-breakpoint
CREATE TRIGGER acknowledgements_no_update BEFORE UPDATE ON acknowledgements BEGIN SELECT RAISE(ABORT, 'acknowledgements are only added to'); END;
--> statement-breakpoint
CREATE TRIGGER acknowledgements_no_delete BEFORE DELETE ON acknowledgements BEGIN SELECT RAISE(ABORT, 'acknowledgements are only added to'); END;
