-- The readings of one case, out of the whole journal.
CREATE INDEX journal_readings ON journal (json_extract(entry, '$.event.caseId'), seq)
  WHERE json_extract(entry, '$.event.type') = 'case-read';
