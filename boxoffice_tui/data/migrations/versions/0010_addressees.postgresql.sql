ALTER TABLE shipment DROP COLUMN print_state
;;
ALTER TABLE document ADD COLUMN contact_id INTEGER CONSTRAINT fk_document_contact_id REFERENCES contact (id)
;;
CREATE INDEX ix_document_contact_id ON document (contact_id)
;;
UPDATE document SET contact_id = CASE kind
    WHEN 'invoice' THEN (SELECT contact_id FROM "order" WHERE "order".id = document.order_id)
    ELSE (SELECT contact_id FROM shipment WHERE shipment.id = document.shipment_id)
END
WHERE state <> 'deleted'
;;
