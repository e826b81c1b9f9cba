ALTER TABLE `balances` ADD `carried_out_days` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `balances` ADD `carried_out_ore` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
-- What the lines that are there already come to.
UPDATE `balances` SET (`carried_out_days`, `carried_out_ore`) = (
  SELECT coalesce(sum(stay_days), 0), coalesce(sum(amount_ore), 0)
  FROM cost_lines
  WHERE cost_lines.other_city = balances.other_city
    AND cost_lines.agreement = balances.agreement
    AND substr(json_extract(cost_lines.line, '$.postedOn'), 1, 7) = balances.month
    AND cost_lines.state = 'posted'
    AND cost_lines.carried_out
)
