DROP INDEX `inbox_by_thread`;--> statement-breakpoint
DROP INDEX `outbox_by_thread`;