CREATE TABLE `agreements` (
	`position` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`version` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `agreements_id_unique` ON `agreements` (`id`);--> statement-breakpoint
CREATE TABLE `cases` (
	`id` text PRIMARY KEY NOT NULL,
	`side` text NOT NULL,
	`state` text NOT NULL,
	`unit` text,
	`other_city` text,
	`agreement` text,
	`updated_at` text NOT NULL,
	`file` blob NOT NULL
);
--> statement-breakpoint
CREATE INDEX `cases_by_unit` ON `cases` (`unit`,`updated_at`);--> statement-breakpoint
CREATE INDEX `cases_by_change` ON `cases` (`updated_at`);--> statement-breakpoint
CREATE INDEX `cases_running` ON `cases` (`agreement`,`side`,`state`);--> statement-breakpoint
CREATE TABLE `cost_lines` (
	`id` text PRIMARY KEY NOT NULL,
	`case_id` text NOT NULL,
	`other_city` text NOT NULL,
	`service` text NOT NULL,
	`state` text NOT NULL,
	`refusal_code` text,
	`booked_on` text NOT NULL,
	`line` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `cost_lines_by_city` ON `cost_lines` (`other_city`,`booked_on`,`id`);--> statement-breakpoint
CREATE INDEX `cost_lines_by_case` ON `cost_lines` (`case_id`,`service`);--> statement-breakpoint
CREATE TABLE `inbox` (
	`city` text NOT NULL,
	`message_id` text NOT NULL,
	`thread` text NOT NULL,
	`digest` text NOT NULL,
	`document` blob,
	`receipt` text NOT NULL,
	PRIMARY KEY(`city`, `message_id`)
);
--> statement-breakpoint
CREATE TABLE `journal` (
	`seq` integer PRIMARY KEY NOT NULL,
	`entry` text NOT NULL,
	`previous` text,
	`hash` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `journal_seals` (
	`seq` integer PRIMARY KEY NOT NULL,
	`signature` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `outbox` (
	`position` integer PRIMARY KEY NOT NULL,
	`message_id` text NOT NULL,
	`city` text NOT NULL,
	`type` text NOT NULL,
	`thread` text NOT NULL,
	`subject` text NOT NULL,
	`digest` text NOT NULL,
	`document` text NOT NULL,
	`state` text NOT NULL,
	`receipt` text,
	`refusal_code` text,
	`traceparent` text,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_message_id_unique` ON `outbox` (`message_id`);--> statement-breakpoint
CREATE INDEX `outbox_open` ON `outbox` (`state`,`city`,`position`) WHERE state <> 'accepted';--> statement-breakpoint
CREATE TABLE `postings` (
	`line_id` text NOT NULL,
	`city` text NOT NULL,
	`other_city` text NOT NULL,
	`case_id` text NOT NULL,
	`amount_ore` integer NOT NULL,
	`days` integer NOT NULL,
	PRIMARY KEY(`line_id`, `city`)
);
--> statement-breakpoint
CREATE INDEX `postings_by_pair` ON `postings` (`city`,`other_city`);--> statement-breakpoint
CREATE TABLE `sealed_parts` (
	`seq` integer PRIMARY KEY NOT NULL,
	`thread` text NOT NULL,
	`ciphertext` blob NOT NULL
);
--> statement-breakpoint
CREATE TABLE `slots` (
	`agreement` text NOT NULL,
	`direction` text NOT NULL,
	`number` integer NOT NULL,
	`case_id` text,
	PRIMARY KEY(`agreement`, `direction`, `number`)
);
--> statement-breakpoint
CREATE INDEX `slots_free` ON `slots` (`agreement`,`direction`,`number`) WHERE case_id is null;--> statement-breakpoint
CREATE INDEX `slots_of_case` ON `slots` (`case_id`);--> statement-breakpoint
CREATE TABLE `statements` (
	`id` text PRIMARY KEY NOT NULL,
	`other_city` text NOT NULL,
	`state` text NOT NULL,
	`from_day` text NOT NULL,
	`until_day` text NOT NULL,
	`statement` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `statements_by_city` ON `statements` (`other_city`,`from_day`);--> statement-breakpoint
CREATE TABLE `thread_heads` (
	`thread` text NOT NULL,
	`city` text NOT NULL,
	`direction` text NOT NULL,
	`digest` text NOT NULL,
	PRIMARY KEY(`thread`, `city`, `direction`)
);
--> statement-breakpoint
CREATE TABLE `thread_keys` (
	`thread` text PRIMARY KEY NOT NULL,
	`key_number` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `thread_keys_number` ON `thread_keys` (`key_number`);