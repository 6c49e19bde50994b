-- Makes the database of this example: sqlite3 crm.db < crm.sql
DROP TABLE IF EXISTS user;
CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    lastname TEXT,
    firstname TEXT,
    last_active_date TEXT,
    specialty TEXT,
    classification TEXT
);
INSERT INTO user VALUES
    (101, 'Bergström', 'Astrid', '2017-01-19', 'Cardiology', 'A'),
    (102, 'Costa', 'Rui', '2016-12-01', 'Neurology', 'B'),
    (103, 'Costa', 'Inês', '2017-02-01', 'Oncology', 'A'),
    (104, 'Fischer', 'Anna', '2017-01-03', 'Pediatrics', 'C'),
    (105, 'Haddad', 'Leila', NULL, 'Radiology', 'B'),
    (106, 'Ivanova', 'Olga', '2015-08-14', 'Urology', 'A'),
    (107, 'Jones', 'Gareth', '2017-01-30', 'Cardiology', 'C'),
    (108, 'Jones', 'Gareth', '2017-01-31', 'Oncology', 'A'),
    (109, 'Kim', 'Minjun', '2016-06-09', 'Surgery', 'B'),
    (110, 'Laurent', 'Hélène', '2017-01-22', 'Dermatology', 'A'),
    (111, NULL, 'Prince', '2016-04-21', 'Psychiatry', 'C'),
    (112, 'Zhang', 'Wei', '2017-02-02', 'Neurology', 'B');
