CREATE TABLE ticket_print (
    id INTEGER NOT NULL,
    job VARCHAR NOT NULL,
    ticket_id INTEGER NOT NULL,
    copy_number INTEGER NOT NULL,
    till_id INTEGER NOT NULL,
    operator_id INTEGER NOT NULL,
    state VARCHAR(32) NOT NULL,
    trouble VARCHAR(32),
    begun_at DATETIME NOT NULL,
    claimed_by VARCHAR NOT NULL,
    claimed_until DATETIME,
    ended_at DATETIME,
    CONSTRAINT pk_ticket_print PRIMARY KEY (id),
    CONSTRAINT ck_ticket_print_counted CHECK (copy_number > 0),
    CONSTRAINT ck_ticket_print_copy_number_whole CHECK (typeof(copy_number) IN ('integer', 'null')),
    CONSTRAINT fk_ticket_print_ticket_id FOREIGN KEY(ticket_id) REFERENCES ticket (id),
    CONSTRAINT fk_ticket_print_till_id FOREIGN KEY(till_id) REFERENCES till (id),
    CONSTRAINT fk_ticket_print_operator_id FOREIGN KEY(operator_id) REFERENCES operator (id),
    CONSTRAINT ck_ticket_print_printstage CHECK (state IN ('begun', 'sending', 'printed', 'not_printed', 'uncertain', 'assumed')),
    CONSTRAINT ck_ticket_print_printertrouble CHECK (trouble IN ('printer_unreachable', 'printer_offline', 'printer_out_of_paper', 'printer_silent', 'printer_busy'))
)
;;
CREATE INDEX ix_ticket_print_job ON ticket_print (job)
;;
CREATE UNIQUE INDEX uq_ticket_print_copy ON ticket_print (ticket_id, copy_number) WHERE state IN ('printed', 'assumed')
;;
CREATE UNIQUE INDEX uq_ticket_print_open ON ticket_print (ticket_id) WHERE state IN ('begun', 'sending', 'uncertain')
;;
ALTER TABLE till ADD COLUMN printer_language VARCHAR(32) CONSTRAINT ck_till_printerlanguage CHECK (printer_language IN ('escpos', 'boca_fgl'))
;;
ALTER TABLE till ADD COLUMN printer_address VARCHAR CONSTRAINT ck_till_printer_addressed CHECK ((printer_language IS NULL) = (printer_address IS NULL))
;;
ALTER TABLE till ADD COLUMN printer_answers BOOLEAN DEFAULT false NOT NULL
;;
