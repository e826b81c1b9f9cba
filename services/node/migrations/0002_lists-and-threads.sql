CREATE TABLE `contact_points` (
	`city` text PRIMARY KEY NOT NULL,
	`contact_point` text NOT NULL
);
--> statement-breakpoint
DROP INDEX `cases_by_unit`;--> statement-breakpoint
DROP INDEX `cases_by_change`;--> statement-breakpoint
ALTER TABLE `cases` ADD `assignee` text;--> statement-breakpoint
ALTER TABLE `cases` ADD `next_due_on` text;--> statement-breakpoint
ALTER TABLE `cases` ADD `waiting_for_police` integer;--> statement-breakpoint
ALTER TABLE `cases` ADD `urgent` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX `cases_listed` ON `cases` (`updated_at`,`id`,`unit`,`side`,`state`,`other_city`,`assignee`,`next_due_on`,`waiting_for_police`,`urgent`);--> statement-breakpoint
CREATE INDEX `cases_due` ON `cases` (`next_due_on`,`id`,`unit`) WHERE next_due_on is not null;--> statement-breakpoint
ALTER TABLE `inbox` ADD `envelope` text;--> statement-breakpoint
CREATE INDEX `inbox_by_thread` ON `inbox` (`thread`);--> statement-breakpoint
ALTER TABLE `outbox` ADD `content` blob;--> statement-breakpoint
CREATE INDEX `outbox_by_thread` ON `outbox` (`thread`);