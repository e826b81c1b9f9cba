DROP TABLE `cost_lines`;--> statement-breakpoint
DROP TABLE `postings`;