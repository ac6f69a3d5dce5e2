ALTER TABLE "order" ADD COLUMN due_on DATE
;;
CREATE INDEX ix_order_due ON "order" (due_on, id) WHERE due_on IS NOT NULL
;;
ALTER TABLE organisation ADD COLUMN reservation_days_after INTEGER CONSTRAINT ck_organisation_reservation_days_after_whole CHECK (typeof(reservation_days_after) IN ('integer', 'null'))
;;
ALTER TABLE organisation ADD COLUMN reservation_days_before INTEGER CONSTRAINT ck_organisation_reservation_days_before_whole CHECK (typeof(reservation_days_before) IN ('integer', 'null'))
;;
