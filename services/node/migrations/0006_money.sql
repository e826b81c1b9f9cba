CREATE TABLE `balances` (
	`other_city` text NOT NULL,
	`agreement` text NOT NULL,
	`month` text NOT NULL,
	`lines` integer NOT NULL,
	`cases_sent` integer NOT NULL,
	`cases_received` integer NOT NULL,
	`net_days` integer NOT NULL,
	`net_ore` integer NOT NULL,
	`disputed_lines` integer NOT NULL,
	`disputed_ore` integer NOT NULL,
	PRIMARY KEY(`other_city`, `agreement`, `month`)
);
--> statement-breakpoint
CREATE TABLE `cost_line_signatures` (
	`id` text PRIMARY KEY NOT NULL,
	`signature` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `cost_lines` (
	`other_city` text NOT NULL,
	`booked_on` text NOT NULL,
	`id` text NOT NULL,
	`case_id` text NOT NULL,
	`agreement` text NOT NULL,
	`state` text NOT NULL,
	`refusal_code` text,
	`frozen` integer DEFAULT false NOT NULL,
	`questioned` integer DEFAULT false NOT NULL,
	`reverses` text,
	`carried_out` integer NOT NULL,
	`stay_days` integer NOT NULL,
	`amount_ore` integer NOT NULL,
	`line` text NOT NULL,
	PRIMARY KEY(`other_city`, `booked_on`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `cost_lines_id` ON `cost_lines` (`id`);--> statement-breakpoint
CREATE INDEX `cost_lines_by_case` ON `cost_lines` (`case_id`);--> statement-breakpoint
CREATE INDEX `cost_lines_summed` ON `cost_lines` (`other_city`,`state`,`frozen`,`booked_on`,`agreement`,`carried_out`,`stay_days`,`amount_ore`,`case_id`);--> statement-breakpoint
CREATE INDEX `cost_lines_reversals` ON `cost_lines` (`reverses`) WHERE reverses is not null;--> statement-breakpoint
CREATE TABLE `exclusions` (
	`city` text NOT NULL,
	`id` text NOT NULL,
	`notice` text NOT NULL,
	`replaced_by` text,
	PRIMARY KEY(`city`, `id`)
);
--> statement-breakpoint
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
CREATE INDEX `invoices_by_case` ON `invoices` (`case_id`,`provider_id`,`service`,`position`);--> statement-breakpoint
CREATE TABLE `postings` (
	`line_id` text NOT NULL,
	`city` text NOT NULL,
	`amount_ore` integer NOT NULL,
	`days` integer NOT NULL,
	`cause` text NOT NULL,
	`document` text NOT NULL,
	PRIMARY KEY(`line_id`, `city`)
);
--> statement-breakpoint
CREATE TABLE `providers` (
	`position` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`file` blob NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `providers_id_unique` ON `providers` (`id`);--> statement-breakpoint
CREATE TRIGGER postings_no_update BEFORE UPDATE ON postings BEGIN SELECT RAISE(ABORT, 'postings are only added to'); END;
--> statement-breakpoint
CREATE TRIGGER postings_no_delete BEFORE DELETE ON postings BEGIN SELECT RAISE(ABORT, 'postings are only added to'); END;
--> statement-breakpoint
CREATE TRIGGER cost_line_signatures_no_update BEFORE UPDATE ON cost_line_signatures BEGIN SELECT RAISE(ABORT, 'cost_line_signatures are only added to'); END;
--> statement-breakpoint
CREATE TRIGGER cost_line_signatures_no_delete BEFORE DELETE ON cost_line_signatures BEGIN SELECT RAISE(ABORT, 'cost_line_signatures are only added to'); END;
--> statement-breakpoint
CREATE TRIGGER invoices_no_delete BEFORE DELETE ON invoices BEGIN SELECT RAISE(ABORT, 'invoices are only added to'); END;
--> statement-breakpoint
CREATE TRIGGER invoices_no_change BEFORE UPDATE OF id, invoice ON invoices BEGIN SELECT RAISE(ABORT, 'invoices are only added to'); END;
--> statement-breakpoint
CREATE TRIGGER invoice_samples_no_update BEFORE UPDATE ON invoice_samples BEGIN SELECT RAISE(ABORT, 'samples are only added to'); END;
--> statement-breakpoint
CREATE TRIGGER invoice_samples_no_delete BEFORE DELETE ON invoice_samples BEGIN SELECT RAISE(ABORT, 'samples are only added to'); END;
