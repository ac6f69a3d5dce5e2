ALTER TABLE "order" ADD COLUMN due_on DATE
;;
CREATE INDEX ix_order_due ON "order" (due_on, id) WHERE due_on IS NOT NULL
;;
ALTER TABLE organisation ADD COLUMN reservation_days_after INTEGER
;;
ALTER TABLE organisation ADD COLUMN reservation_days_before INTEGER
;;
