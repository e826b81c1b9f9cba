DROP INDEX `cases_due`;--> statement-breakpoint
CREATE INDEX `cases_due` ON `cases` (`urgent`,`next_due_on`,`id`,`unit`) WHERE next_due_on is not null;