CREATE TABLE `invoice_samples` (
	`position` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`sample` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `invoice_samples_id_unique` ON `invoice_samples` (`id`);--> statement-breakpoint
CREATE TABLE `invoices` (
	`position` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`case_id` text NOT NULL,
	`provider_id` text NOT NULL,
	`number` text NOT NULL,
	`service` text NOT NULL,
	`from_day` text NOT NULL,
	`until_day` text NOT NULL,
	`invoice` text NOT NULL,
	`charged_by` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `invoices_id_unique` ON `invoices` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `invoices_number` ON `invoices` (`provider_id`,`number`);--> statement-breakpoint
CREATE INDEX `invoices_by_case` ON `invoices` (`case_id`,`provider_id`,`service`,`position`);