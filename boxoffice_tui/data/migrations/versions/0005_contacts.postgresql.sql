ALTER TABLE contact ADD COLUMN merged_into_id INTEGER CONSTRAINT fk_contact_merged_into_id REFERENCES contact (id)
;;
CREATE INDEX ix_contact_merged ON contact (merged_into_id) WHERE merged_into_id IS NOT NULL
;;
CREATE INDEX ix_contact_phone_number ON contact_phone (phone) WHERE until IS NULL
;;
INSERT INTO operator_right (operator_id, "right")
SELECT operator_id, 'contacts.merge' FROM operator_right
WHERE "right" IN (
    'checks.run', 'contacts.edit', 'due.run', 'moves.make', 'orders.add_tickets',
    'orders.cancel_tickets', 'orders.confirm', 'orders.note', 'orders.record_payment', 'orders.refund',
    'orders.search', 'orders.sell', 'outbox.send', 'performances.overbook', 'performances.sell_past',
    'prices.override', 'reports.read', 'seats.house', 'shipments.change', 'shipments.exception',
    'tickets.cancel_scanned', 'tickets.duplicate', 'tickets.print', 'tickets.scan', 'tickets.undo_scan',
    'tills.close', 'tills.operate'
)
GROUP BY operator_id HAVING count(*) = 27
;;
