CREATE TRIGGER invoices_no_delete BEFORE DELETE ON invoices BEGIN SELECT RAISE(ABORT, 'invoices are only added to'); END;
--> statement-breakpoint
CREATE TRIGGER invoices_no_change BEFORE UPDATE OF id, invoice ON invoices BEGIN SELECT RAISE(ABORT, 'invoices are only added to'); END;
--> statement-breakpoint
CREATE TRIGGER invoice_samples_no_update BEFORE UPDATE ON invoice_samples BEGIN SELECT RAISE(ABORT, 'samples are only added to'); END;
--> statement-breakpoint
CREATE TRIGGER invoice_samples_no_delete BEFORE DELETE ON invoice_samples BEGIN SELECT RAISE(ABORT, 'samples are only added to'); END;
