-- Makes the left table of this example: psql crm < crm.sql
DROP TABLE IF EXISTS customer;
CREATE TABLE customer (
    id integer PRIMARY KEY,
    email varchar(100),
    country char(2) NOT NULL,
    last_order timestamptz
);
INSERT INTO customer VALUES
    (1, 'astrid@example.com', 'SE', '2017-01-19 08:30:00+01'),
    (2, 'Rui.Costa@example.com', 'PT', '2016-12-01 12:00:00Z'),
    (3, 'anna@example.org', 'AT', NULL),
    (4, NULL, 'LB', '2017-01-30 23:59:59Z'),
    (5, 'minjun@example.net', 'KR', '2015-06-09 00:00:00Z'),
    (6, 'wei@example.com', 'CN', '2017-02-01 10:20:30Z');
