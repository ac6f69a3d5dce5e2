CREATE TABLE document (
    id SERIAL NOT NULL,
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
    generated_at TIMESTAMP WITH TIME ZONE,
    mail_id INTEGER,
    printed INTEGER NOT NULL,
    version INTEGER NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_by INTEGER NOT NULL,
    CONSTRAINT pk_document PRIMARY KEY (id),
    CONSTRAINT ck_document_numbered CHECK ((number IS NOT NULL) = (kind = 'invoice' AND state NOT IN ('added', 'deleted'))),
    CONSTRAINT ck_document_totalled CHECK ((number IS NULL) = (total_minor IS NULL)),
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
CREATE TRIGGER document_append_only BEFORE UPDATE ON document FOR EACH ROW WHEN (OLD.number IS NOT NULL AND (
    NEW.id IS DISTINCT FROM OLD.id
    OR NEW.order_id IS DISTINCT FROM OLD.order_id
    OR NEW.kind IS DISTINCT FROM OLD.kind
    OR NEW.number IS DISTINCT FROM OLD.number
    OR NEW.total_minor IS DISTINCT FROM OLD.total_minor
    OR NEW.text IS DISTINCT FROM OLD.text
    OR NEW.language IS DISTINCT FROM OLD.language
    OR NEW.edition IS DISTINCT FROM OLD.edition
    OR NEW.generated_at IS DISTINCT FROM OLD.generated_at
    OR NEW.facts::text IS DISTINCT FROM OLD.facts::text
    OR (NEW.addressee::text IS DISTINCT FROM OLD.addressee::text AND NEW.addressee::text <> '{}')
)) EXECUTE FUNCTION append_only()
;;
CREATE TRIGGER document_no_delete BEFORE DELETE OR TRUNCATE ON document FOR EACH STATEMENT EXECUTE FUNCTION append_only()
;;
