-- Nothing asks under which key a record came; every imported row paid for it.

DROP INDEX imported_records_by_record;
