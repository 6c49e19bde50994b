-- Makes the left table of this example: mariadb club < club.sql
DROP TABLE IF EXISTS member;
CREATE TABLE member (
    id INT PRIMARY KEY,
    lastname VARCHAR(50),
    firstname VARCHAR(50),
    joined_on DATE,
    last_visit DATETIME
) CHARACTER SET utf8mb4;
INSERT INTO member VALUES
    (11, 'Bergström', 'Astrid', '2012-05-01', '2017-01-28 18:30:00'),
    (12, 'Costa', 'Rui', '2009-01-15', '2016-11-02 07:00:00'),
    (13, 'Fischer', 'Anna', '2016-12-24', NULL),
    (14, 'Kim', 'Minjun', '2011-03-09', '2017-02-01 09:15:00'),
    (15, 'Zhang', 'Wei', '2014-08-30', '2016-06-30 12:00:00');
