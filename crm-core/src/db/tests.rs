use crate::db::schema;
use crate::vocabulary::pii::Class;
use crate::{Crm, ErrorCode, HostValue, Options};
use std::collections::BTreeMap;
use std::time::Duration;

fn in_folder() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.db");
    (folder, path)
}

#[test]
fn every_text_and_blob_column_says_what_it_holds() {
    let crm = Crm::in_memory().unwrap();
    let tx = crm.begin_read().unwrap();
    let declared: BTreeMap<(String, String), Class> =
        schema::columns().iter().map(|mark| ((mark.table.clone(), mark.column.clone()), mark.class)).collect();
    let tables: Vec<String> = tx
        .all("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual') AND name LIKE 'crm\\_%' ESCAPE '\\'", [], |row| row.get(0))
        .unwrap();
    assert!(tables.len() > 5, "{tables:?}");
    let mut unmarked = Vec::new();
    for table in tables {
        let columns: Vec<(String, String)> = tx
            .all("SELECT name, type FROM pragma_table_info(?1)", [&table], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap();
        for (column, kind) in columns {
            let key = (table.clone(), column);
            if matches!(kind.as_str(), "TEXT" | "BLOB" | "ANY" | "") && !declared.contains_key(&key) {
                unmarked.push(format!("{}.{}", key.0, key.1));
            }
        }
    }
    assert!(unmarked.is_empty(), "add '-- pii: …' or '-- plain: …' behind {unmarked:?}");
}

#[test]
fn a_file_keeps_what_was_committed_and_nothing_else() {
    let (_folder, path) = in_folder();
    let crm = Crm::open(&path).unwrap();
    crm.write(|tx| tx.host().execute("CREATE TABLE note (text TEXT)", &[])).unwrap();
    let failed: crate::Result<()> = crm.write(|tx| {
        tx.host().execute("INSERT INTO note VALUES ('lost')", &[])?;
        Err(crate::Error::conflict("changed my mind"))
    });
    assert_eq!(failed.unwrap_err().code(), ErrorCode::Conflict);
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let _: crate::Result<()> = crm.write(|tx| {
            tx.host().execute("INSERT INTO note VALUES ('lost too')", &[])?;
            panic!("a bug of the host");
        });
    }));
    assert!(caught.is_err());
    crm.write(|tx| tx.host().execute("INSERT INTO note VALUES ('kept')", &[])).unwrap();
    drop(crm);
    let again = Crm::open(&path).unwrap();
    let rows = again.read(|tx| tx.host().query("SELECT text FROM note", &[])).unwrap();
    assert_eq!(rows.rows, [[HostValue::Text("kept".into())]]);
    assert!(again.check().unwrap().ok);
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_the_file() {
    use std::os::unix::fs::PermissionsExt;
    let (_folder, path) = in_folder();
    let crm = Crm::open(&path).unwrap();
    crm.write(|tx| tx.host().execute("CREATE TABLE a (b)", &[])).unwrap();
    for suffix in ["", "-wal", ".lock", ".wait"] {
        let mode = std::fs::metadata(format!("{}{suffix}", path.display())).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{suffix}");
    }
}

#[test]
fn files_of_others_are_refused_and_left_alone() {
    let (folder, path) = in_folder();
    std::fs::write(
        &path,
        b"this is a letter, not a database, and it is longer than one hundred bytes ........................",
    )
    .unwrap();
    let before = std::fs::read(&path).unwrap();
    assert_eq!(Crm::open(&path).err().unwrap().code(), ErrorCode::NotADatabase);
    assert_eq!(std::fs::read(&path).unwrap(), before);
    let other = folder.path().join("other.db");
    let connection = rusqlite::Connection::open(&other).unwrap();
    connection.execute_batch("PRAGMA application_id = 7; CREATE TABLE t (a)").unwrap();
    drop(connection);
    assert_eq!(Crm::open(&other).err().unwrap().code(), ErrorCode::NotADatabase);
    assert_eq!(Crm::open(folder.path()).err().unwrap().code(), ErrorCode::NotADatabase);
    let missing = Crm::open_with(folder.path().join("none.db"), Options::default().create(false));
    assert_eq!(missing.err().unwrap().code(), ErrorCode::NotFound);
}

#[test]
fn a_shops_own_file_takes_our_tables_in() {
    let (_folder, path) = in_folder();
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection
        .execute_batch("CREATE TABLE shop_order (id INTEGER PRIMARY KEY); INSERT INTO shop_order VALUES (1)")
        .unwrap();
    drop(connection);
    let crm = Crm::open(&path).unwrap();
    let rows = crm.read(|tx| tx.host().query("SELECT id FROM shop_order", &[])).unwrap();
    assert_eq!(rows.rows, [[HostValue::Integer(1)]]);
    assert!(crm.read(|tx| tx.shop().settings()).is_ok());
}

#[test]
fn a_newer_file_is_refused_or_read_as_it_allows() {
    let (_folder, path) = in_folder();
    drop(Crm::open(&path).unwrap());
    let set = |reader: i32, writer: i32| {
        let connection = rusqlite::Connection::open(&path).unwrap();
        connection
            .execute_batch(&format!(
                "PRAGMA user_version = 99; UPDATE crm_meta SET value = '{reader}' WHERE name = 'min_reader';
                 UPDATE crm_meta SET value = '{writer}' WHERE name = 'min_writer'"
            ))
            .unwrap();
    };
    set(99, 99);
    let before = std::fs::read(&path).unwrap();
    assert_eq!(Crm::open(&path).err().unwrap().code(), ErrorCode::TooNew);
    assert_eq!(std::fs::read(&path).unwrap(), before);
    set(1, 99);
    let reader = Crm::open(&path).unwrap();
    assert!(reader.read(|tx| tx.shop().settings()).is_ok());
    assert_eq!(reader.begin_write().err().unwrap().code(), ErrorCode::ReadOnly);
    drop(reader);
    set(1, 1);
    assert!(Crm::open(&path).unwrap().begin_write().is_ok());
}

#[test]
fn a_write_inside_a_write_is_a_conflict_and_others_wait() {
    let (_folder, path) = in_folder();
    let crm = Crm::open_with(&path, Options::default().timeout(Duration::from_millis(100))).unwrap();
    let other = Crm::open_with(&path, Options::default().timeout(Duration::from_millis(100))).unwrap();
    let outer = crm.begin_write().unwrap();
    assert_eq!(crm.begin_write().err().unwrap().code(), ErrorCode::Conflict);
    assert_eq!(other.begin_write().err().unwrap().code(), ErrorCode::Busy);
    let clone = crm.clone();
    let in_thread = std::thread::spawn(move || clone.begin_write().err().unwrap().code()).join().unwrap();
    assert_eq!(in_thread, ErrorCode::Busy);
    assert!(crm.read(|tx| tx.shop().settings()).is_ok(), "readers are not blocked");
    drop(outer);
    assert!(other.begin_write().is_ok());
    assert!(crm.begin_write().is_ok());
}

#[test]
fn a_snapshot_does_not_move() {
    let (_folder, path) = in_folder();
    let crm = Crm::open(&path).unwrap();
    crm.write(|tx| tx.host().execute("CREATE TABLE n (v INTEGER)", &[])).unwrap();
    let snapshot = crm.begin_read().unwrap();
    let count =
        |tx: &crate::ReadTransaction| tx.host().query("SELECT count(*) FROM n", &[]).unwrap().rows[0][0].clone();
    assert_eq!(count(&snapshot), HostValue::Integer(0));
    crm.write(|tx| tx.host().execute("INSERT INTO n VALUES (1)", &[])).unwrap();
    assert_eq!(count(&snapshot), HostValue::Integer(0));
    assert_eq!(count(&crm.begin_read().unwrap()), HostValue::Integer(1));
}

#[test]
fn the_host_keeps_to_its_own_tables() {
    let crm = Crm::in_memory().unwrap();
    let run = |sql: &str| crm.write(|tx| tx.host().execute(sql, &[]));
    run("CREATE TABLE shop_order (id INTEGER PRIMARY KEY, total INTEGER)").unwrap();
    run("CREATE INDEX shop_order_total ON shop_order (total)").unwrap();
    run("INSERT INTO shop_order VALUES (1, 100)").unwrap();
    let forbidden = [
        "INSERT INTO crm_event SELECT * FROM crm_event",
        "DELETE FROM CRM_SHOP",
        "UPDATE crm_shop SET language = 'xx'",
        "DROP TABLE crm_shop",
        "CREATE TABLE crm_mine (a)",
        "ALTER TABLE shop_order RENAME TO crm_mine",
        "CREATE TRIGGER t AFTER INSERT ON shop_order BEGIN DELETE FROM crm_event; END",
        "CREATE TRIGGER crm_t AFTER INSERT ON shop_order BEGIN SELECT 1; END",
        "CREATE INDEX mine ON crm_event (at)",
        "CREATE VIEW mine AS SELECT * FROM crm_event",
        "INSERT INTO shop_order SELECT 2, count(*) FROM crm_event",
        "ATTACH 'x.db' AS x",
        "PRAGMA user_version = 3",
        "COMMIT",
        "SAVEPOINT mine",
        "ANALYZE",
        "VACUUM",
        "UPDATE sqlite_schema SET name = 'x'",
    ];
    for sql in forbidden {
        let after = crm.write(|tx| {
            let refused = tx.host().execute(sql, &[]);
            tx.host().query("SELECT count(*) FROM shop_order", &[])?;
            Ok(refused)
        });
        let refused = after.unwrap().and_then(|_| run("INSERT INTO shop_order VALUES (3, 3)"));
        assert!(refused.is_err(), "{sql}");
        let _ = crm.write(|tx| tx.host().execute("DROP VIEW IF EXISTS mine", &[]));
        let _ = crm.write(|tx| tx.host().execute("DELETE FROM shop_order WHERE id = 3", &[]));
    }
    for sql in
        ["SELECT * FROM crm_event", "SELECT (SELECT count(*) FROM crm_shop)", "INSERT INTO shop_order VALUES (9, 9)"]
    {
        assert!(crm.read(|tx| tx.host().query(sql, &[])).is_err(), "{sql}");
    }
    assert!(crm.check().unwrap().ok);
}

#[test]
fn people_query_views_only() {
    let crm = Crm::in_memory().unwrap();
    crm.write(|tx| tx.host().execute("CREATE TABLE secret (a)", &[])).unwrap();
    let view = |sql: &str| crm.read(|tx| tx.host().query_views(sql, &[]));
    assert_eq!(view("SELECT sku FROM crm_products").unwrap().columns, ["sku"]);
    for sql in ["SELECT * FROM crm_product", "SELECT * FROM secret", "DELETE FROM crm_product", "PRAGMA user_version"] {
        assert!(view(sql).is_err(), "{sql}");
    }
}

#[test]
fn a_failed_step_leaves_no_half() {
    let crm = Crm::in_memory().unwrap();
    crm.write(|tx| tx.host().execute("CREATE TABLE n (v INTEGER UNIQUE)", &[])).unwrap();
    crm.write(|tx| {
        tx.run("INSERT INTO n VALUES (1)", [])?;
        let failed: crate::Result<()> = tx.step(|| {
            tx.run("INSERT INTO n VALUES (2)", [])?;
            tx.run("INSERT INTO n VALUES (1)", [])?;
            Ok(())
        });
        assert_eq!(failed.unwrap_err().code(), ErrorCode::Conflict);
        Ok(())
    })
    .unwrap();
    assert_eq!(crm.read(|tx| tx.value::<i64, _>("SELECT sum(v) FROM n", [])).unwrap(), 1);
}

#[test]
fn a_backup_opens_and_equals() {
    let (folder, path) = in_folder();
    let crm = Crm::open(&path).unwrap();
    crm.write(|tx| tx.shop().configure(crate::shop::ShopPatch { language: Some("de".into()), ..Default::default() }))
        .unwrap();
    let target = folder.path().join("copy.db");
    let report = crm.backup(&target).unwrap();
    assert_eq!((report.last_event, report.schema_version), (1, schema::VERSION));
    assert_eq!(crm.backup(&target).unwrap_err().code(), ErrorCode::Conflict);
    let copy = Crm::open(&target).unwrap();
    assert_eq!(copy.read(|tx| tx.shop().settings()).unwrap().language, "de");
    assert!(crm.begin_write().is_ok());
}

#[test]
fn deadlines_and_interrupts_end_long_reads() {
    let crm = Crm::in_memory().unwrap();
    let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
    let tx = crm.begin_read().unwrap();
    tx.set_deadline(Some(std::time::Instant::now() + Duration::from_millis(30)));
    assert_eq!(tx.host().query(endless, &[]).unwrap_err().code(), ErrorCode::Interrupted);
    tx.set_deadline(None);
    let interrupter = crm.interrupter();
    let stop = std::thread::spawn(move || {
        for _ in 0..200 {
            std::thread::sleep(Duration::from_millis(5));
            interrupter.interrupt();
        }
    });
    assert_eq!(tx.host().query(endless, &[]).unwrap_err().code(), ErrorCode::Interrupted);
    drop(tx);
    stop.join().unwrap();
    assert!(crm.read(|tx| tx.shop().settings()).is_ok());
}

#[test]
fn closed_and_poisoned_handles_say_so() {
    let crm = Crm::in_memory().unwrap();
    crm.poison();
    assert_eq!(crm.begin_read().err().unwrap().code(), ErrorCode::Poisoned);
    let other = Crm::in_memory().unwrap();
    other.clone().close();
    assert_eq!(other.begin_write().err().unwrap().code(), ErrorCode::Misuse);
}

#[test]
fn the_first_step_begins_the_transaction_again_and_later_ones_go_back_to_where_they_began() {
    let crm = Crm::in_memory().unwrap();
    crm.write(|tx| tx.host().execute("CREATE TABLE till (amount INTEGER)", &[])).unwrap();
    let add = |tx: &crate::WriteTransaction, amount: i64| {
        tx.host().execute("INSERT INTO till VALUES (?1)", &[HostValue::Integer(amount)])
    };
    let failing = |tx: &crate::WriteTransaction, amount: i64| {
        tx.step(|| {
            add(tx, amount)?;
            Err::<(), _>(crate::Error::conflict("no"))
        })
    };
    crm.write(|tx| {
        // Nothing was written before: the whole transaction begins again, twice.
        assert_eq!(failing(tx, 1).unwrap_err().code(), ErrorCode::Conflict);
        assert_eq!(failing(tx, 2).unwrap_err().code(), ErrorCode::Conflict);
        add(tx, 3)?;
        assert_eq!(failing(tx, 4).unwrap_err().code(), ErrorCode::Conflict);
        // A step inside the first one is a step of its own.
        tx.step(|| {
            add(tx, 5)?;
            failing(tx, 6).unwrap_err();
            Ok(())
        })
    })
    .unwrap();
    let found = crm.read(|tx| tx.host().query("SELECT group_concat(amount) FROM till", &[])).unwrap();
    assert_eq!(found.rows, [[HostValue::Text("3,5".into())]]);
}

#[test]
fn a_transaction_that_sqlite_has_rolled_back_takes_nothing_more() {
    let crm = Crm::in_memory().unwrap();
    crm.write(|tx| tx.host().execute("CREATE TABLE till (amount INTEGER)", &[])).unwrap();
    let lost = crm.write(|tx| {
        tx.host().execute("INSERT INTO till VALUES (1)", &[])?;
        // What SQLite does by itself on a full disk.
        let full = tx.step(|| {
            tx.run("ROLLBACK", [])?;
            Err::<(), _>(crate::Error::new(ErrorCode::DiskFull, "the disk is full"))
        });
        assert_eq!(full.unwrap_err().code(), ErrorCode::DiskFull);
        let after = tx.host().execute("INSERT INTO till VALUES (2)", &[]).unwrap_err();
        assert_eq!(after.code(), ErrorCode::Misuse);
        Ok(())
    });
    assert_eq!(lost.unwrap_err().code(), ErrorCode::Misuse);
    let found = crm.read(|tx| tx.host().query("SELECT count(*) FROM till", &[])).unwrap();
    assert_eq!(found.rows, [[HostValue::Integer(0)]]);
    crm.write(|tx| tx.host().execute("INSERT INTO till VALUES (3)", &[])).unwrap();
}

#[test]
fn statements_are_not_compiled_again_for_other_values() {
    let crm = Crm::in_memory().unwrap();
    let tx = crm.begin_read().unwrap();
    let sql = "SELECT id FROM crm_identity WHERE customer_id = ?1 AND kind = ?2 AND is_primary = ?3";
    let mut statement = tx.wire().prepare(sql).unwrap();
    for value in 0..5 {
        let mut rows = statement.query(rusqlite::params![value, "email", value % 2]).unwrap();
        assert!(rows.next().unwrap().is_none());
    }
    assert_eq!(statement.get_status(rusqlite::StatementStatus::Run), 5);
    assert_eq!(statement.get_status(rusqlite::StatementStatus::RePrepare), 0);
}

#[test]
fn the_bundled_sqlite_is_built_as_the_workspace_says() {
    let crm = Crm::in_memory().unwrap();
    let tx = crm.begin_read().unwrap();
    let options: Vec<String> =
        tx.all("SELECT compile_options FROM pragma_compile_options", [], |row| row.get(0)).unwrap();
    for wanted in ["DEFAULT_MEMSTATUS=0", "DQS=0", "SECURE_DELETE", "ENABLE_FTS5"] {
        assert!(options.iter().any(|option| option == wanted), "{wanted} is missing from {options:?}");
    }
    assert!(!options.iter().any(|option| option == "ENABLE_STAT4"), "ANALYZE would copy keys");
}

#[test]
fn what_follows_a_merge_is_found_by_an_index() {
    let crm = Crm::in_memory().unwrap();
    let tx = crm.begin_read().unwrap();
    let tables: Vec<&str> = tx.database().wiring.customer_rows.iter().map(|rows| rows.table).collect();
    assert!(tables.len() > 10, "{tables:?}");
    // Contacts are found by the timeline of their customer.
    for table in tables.into_iter().filter(|table| *table != "crm_interaction") {
        let (table, column) = table.split_once('.').unwrap_or((table, "customer_id"));
        let sql = format!("EXPLAIN QUERY PLAN UPDATE {table} SET {column} = 2 WHERE {column} = 1");
        let steps: Vec<String> = tx.all(&sql, [], |row| row.get("detail")).unwrap();
        assert!(steps[0].starts_with("SEARCH"), "{table}: {steps:?}");
    }
}
