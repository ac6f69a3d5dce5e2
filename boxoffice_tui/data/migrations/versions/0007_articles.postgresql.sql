CREATE TABLE article (
    id SERIAL NOT NULL,
    code VARCHAR NOT NULL,
    names JSON NOT NULL,
    amount_minor BIGINT NOT NULL,
    taxed BOOLEAN NOT NULL,
    on_sale BOOLEAN NOT NULL,
    rank INTEGER NOT NULL,
    CONSTRAINT pk_article PRIMARY KEY (id),
    CONSTRAINT uq_article_code UNIQUE (code)
)
;;
CREATE TABLE order_article (
    id SERIAL NOT NULL,
    order_id INTEGER NOT NULL,
    article_id INTEGER NOT NULL,
    quantity INTEGER NOT NULL,
    price_minor BIGINT NOT NULL,
    tax_minor BIGINT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    returns_id INTEGER,
    CONSTRAINT pk_order_article PRIMARY KEY (id),
    CONSTRAINT ck_order_article_returned CHECK ((quantity > 0) = (returns_id IS NULL) AND quantity <> 0),
    CONSTRAINT fk_order_article_order_id FOREIGN KEY(order_id) REFERENCES "order" (id),
    CONSTRAINT fk_order_article_article_id FOREIGN KEY(article_id) REFERENCES article (id),
    CONSTRAINT fk_order_article_returns_id FOREIGN KEY(returns_id) REFERENCES order_article (id)
)
;;
CREATE INDEX ix_order_article_order_id ON order_article (order_id)
;;
ALTER TABLE movement DROP CONSTRAINT ck_movement_movementkind
;;
ALTER TABLE movement ADD CONSTRAINT ck_movement_movementkind CHECK (movement.kind IN ('sale', 'fee', 'article', 'cancellation', 'payment', 'refund', 'float', 'cash_in', 'cash_out', 'difference', 'emptying', 'rounding'))
;;
CREATE TRIGGER order_article_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON order_article FOR EACH STATEMENT EXECUTE FUNCTION append_only()
;;
