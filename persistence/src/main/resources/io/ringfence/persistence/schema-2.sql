-- Version 2: the chunks of a replica's snapshots. See docs/adr/0011-chunks-in-a-table-of-our-own.md.

-- A chunk is written once and removed, and never changed. The content key says what is in the snapshot, so two different
-- contents never share a chunk; while the content is not known yet, it is "draft:" and a name at random.
CREATE TABLE ringfence_chunk (
    persistence_id VARCHAR(255) NOT NULL,
    epoch          BIGINT       NOT NULL,
    log_index      BIGINT       NOT NULL,
    content_key    VARCHAR(160) NOT NULL,
    number         INTEGER      NOT NULL,
    crc32c         INTEGER      NOT NULL,
    payload        BYTEA        NOT NULL,
    PRIMARY KEY (persistence_id, epoch, log_index, content_key, number)
);

ALTER TABLE ringfence_chunk ALTER COLUMN payload SET STORAGE EXTERNAL;

-- What is removed makes room soon, whatever the size of what stays (payloads are counted in rows of 2 kB), and faster
-- than snapshots are written.
ALTER TABLE ringfence_chunk SET (
    autovacuum_vacuum_scale_factor = 0,
    autovacuum_vacuum_threshold = 64,
    autovacuum_vacuum_cost_limit = 2000,
    toast.autovacuum_vacuum_scale_factor = 0,
    toast.autovacuum_vacuum_threshold = 8192,
    toast.autovacuum_vacuum_cost_limit = 2000
);

-- Who may write and remove a replica's chunks: the process that claimed them last.
CREATE TABLE ringfence_chunk_claim (
    persistence_id VARCHAR(255) NOT NULL PRIMARY KEY,
    claim          BIGINT       NOT NULL
);

INSERT INTO ringfence_schema (version) VALUES (2);
