CREATE TABLE document (
    id INTEGER NOT NULL,
    order_id INTEGER NOT NULL,
    shipment_id INTEGER NOT NULL,
    kind VARCHAR(32) NOT NULL,
    state VARCHAR(32) NOT NULL,
    number INTEGER,
    total_minor BIGINT,
    text VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    edition INTEGER NOT NULL,
    facts JSON NOT NULL,
    addressee JSON NOT NULL,
    generated_at DATETIME,
    mail_id INTEGER,
    printed INTEGER NOT NULL,
    version INTEGER NOT NULL,
    changed_at DATETIME NOT NULL,
    changed_by INTEGER NOT NULL,
    CONSTRAINT pk_document PRIMARY KEY (id),
    CONSTRAINT ck_document_numbered CHECK ((number IS NOT NULL) = (kind = 'invoice' AND state NOT IN ('added', 'deleted'))),
    CONSTRAINT ck_document_totalled CHECK ((number IS NULL) = (total_minor IS NULL)),
    CONSTRAINT ck_document_number_whole CHECK (typeof(number) IN ('integer', 'null')),
    CONSTRAINT ck_document_total_minor_whole CHECK (typeof(total_minor) IN ('integer', 'null')),
    CONSTRAINT ck_document_printed_whole CHECK (typeof(printed) IN ('integer', 'null')),
    CONSTRAINT ck_document_version_whole CHECK (typeof(version) IN ('integer', 'null')),
    CONSTRAINT ck_document_edition_whole CHECK (typeof(edition) IN ('integer', 'null')),
    CONSTRAINT fk_document_order_id FOREIGN KEY(order_id) REFERENCES "order" (id),
    CONSTRAINT fk_document_shipment_id FOREIGN KEY(shipment_id) REFERENCES shipment (id),
    CONSTRAINT ck_document_documentkind CHECK (kind IN ('invoice', 'confirmation', 'letter')),
    CONSTRAINT ck_document_documentstate CHECK (state IN ('added', 'generated', 'printed', 'sent', 'deleted')),
    CONSTRAINT fk_document_mail_id FOREIGN KEY(mail_id) REFERENCES outbox (id),
    CONSTRAINT fk_document_changed_by FOREIGN KEY(changed_by) REFERENCES operator (id)
)
;;
CREATE INDEX ix_document_order_id ON document (order_id)
;;
CREATE INDEX ix_document_shipment_id ON document (shipment_id)
;;
CREATE UNIQUE INDEX uq_document_number ON document (number) WHERE number IS NOT NULL
;;
CREATE UNIQUE INDEX uq_document_mail ON document (mail_id) WHERE mail_id IS NOT NULL
;;
CREATE TRIGGER document_no_update BEFORE UPDATE ON document WHEN OLD.number IS NOT NULL AND (
    NEW.id IS NOT OLD.id
    OR NEW.order_id IS NOT OLD.order_id
    OR NEW.kind IS NOT OLD.kind
    OR NEW.number IS NOT OLD.number
    OR NEW.total_minor IS NOT OLD.total_minor
    OR NEW.text IS NOT OLD.text
    OR NEW.language IS NOT OLD.language
    OR NEW.edition IS NOT OLD.edition
    OR NEW.generated_at IS NOT OLD.generated_at
    OR NEW.facts IS NOT OLD.facts
    OR (NEW.addressee IS NOT OLD.addressee AND NEW.addressee <> '{}')
) BEGIN
    SELECT RAISE(ABORT, 'document is append-only');
END
;;
CREATE TRIGGER document_no_delete BEFORE DELETE ON document BEGIN
    SELECT RAISE(ABORT, 'document is append-only');
END
;;
