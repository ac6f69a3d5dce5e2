CREATE TABLE article (
    id INTEGER NOT NULL,
    code VARCHAR NOT NULL,
    names JSON NOT NULL,
    amount_minor BIGINT NOT NULL,
    taxed BOOLEAN NOT NULL,
    on_sale BOOLEAN NOT NULL,
    rank INTEGER NOT NULL,
    CONSTRAINT pk_article PRIMARY KEY (id),
    CONSTRAINT ck_article_amount_minor_whole CHECK (typeof(amount_minor) IN ('integer', 'null')),
    CONSTRAINT ck_article_rank_whole CHECK (typeof(rank) IN ('integer', 'null')),
    CONSTRAINT uq_article_code UNIQUE (code)
)
;;
CREATE TABLE order_article (
    id INTEGER NOT NULL,
    order_id INTEGER NOT NULL,
    article_id INTEGER NOT NULL,
    quantity INTEGER NOT NULL,
    price_minor BIGINT NOT NULL,
    tax_minor BIGINT NOT NULL,
    at DATETIME NOT NULL,
    returns_id INTEGER,
    CONSTRAINT pk_order_article PRIMARY KEY (id),
    CONSTRAINT ck_order_article_returned CHECK ((quantity > 0) = (returns_id IS NULL) AND quantity <> 0),
    CONSTRAINT ck_order_article_quantity_whole CHECK (typeof(quantity) IN ('integer', 'null')),
    CONSTRAINT ck_order_article_price_minor_whole CHECK (typeof(price_minor) IN ('integer', 'null')),
    CONSTRAINT ck_order_article_tax_minor_whole CHECK (typeof(tax_minor) IN ('integer', 'null')),
    CONSTRAINT fk_order_article_order_id FOREIGN KEY(order_id) REFERENCES "order" (id),
    CONSTRAINT fk_order_article_article_id FOREIGN KEY(article_id) REFERENCES article (id),
    CONSTRAINT fk_order_article_returns_id FOREIGN KEY(returns_id) REFERENCES order_article (id)
)
;;
CREATE INDEX ix_order_article_order_id ON order_article (order_id)
;;
CREATE TRIGGER order_article_no_update BEFORE UPDATE ON order_article BEGIN
    SELECT RAISE(ABORT, 'order_article is append-only');
END
;;
CREATE TRIGGER order_article_no_delete BEFORE DELETE ON order_article BEGIN
    SELECT RAISE(ABORT, 'order_article is append-only');
END
;;
