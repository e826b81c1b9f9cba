CREATE TABLE `drafts` (
	`id` text PRIMARY KEY NOT NULL,
	`staff` text NOT NULL,
	`changed_at` text NOT NULL,
	`content` blob NOT NULL
);
--> statement-breakpoint
CREATE INDEX `drafts_by_staff` ON `drafts` (`staff`,`changed_at`);--> statement-breakpoint
CREATE INDEX `drafts_by_change` ON `drafts` (`changed_at`);