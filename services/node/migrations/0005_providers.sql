CREATE TABLE `exclusions` (
	`city` text NOT NULL,
	`id` text NOT NULL,
	`notice` text NOT NULL,
	`replaced_by` text,
	PRIMARY KEY(`city`, `id`)
);
--> statement-breakpoint
CREATE TABLE `providers` (
	`position` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`file` blob NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `providers_id_unique` ON `providers` (`id`);