use super::*;
use crate::doors::exchange::reader::{Record, RecordSource, Step, TableSource};
use crate::{Error, ErrorCode};

const PRODUCTS: &str = "Number,Title,Price\nA,Tea,3.50\nB,Mug,9.90\nC,,1.00\nD,Pot,nine\nE,Cup,4.00\n";

fn mapped() -> serde_json::Value {
    json!({"mapping": "sku=Number,name=Title,price=Price,currency='EUR'"})
}

#[test]
fn every_row_has_a_verdict_and_bad_ones_cost_only_themselves() {
    let crm = Crm::in_memory().unwrap();
    let (report, kept) = import_text(&crm, "products", PRODUCTS, mapped()).unwrap();
    let expected = [Verdict::Created, Verdict::Created, Verdict::Rejected, Verdict::Rejected, Verdict::Created];
    assert_eq!(kept.verdicts(), (2..=6).zip(expected).collect::<Vec<_>>());
    assert_eq!((report.rows, report.created, report.rejected), (5, 3, 2));
    assert_eq!(report.rejections.iter().map(|row| row.line).collect::<Vec<_>>(), [4, 5]);
    let reason = report.rejections[1].reason.as_deref().unwrap();
    assert!(reason.starts_with("price: ") && !reason.contains("nine"), "{reason}");
    assert_eq!(crm.read(|tx| tx.catalog().find("E")).unwrap().unwrap().price.unwrap().minor, 400);
}

#[test]
fn policies_decide_about_known_rows() {
    let crm = Crm::in_memory().unwrap();
    import_text(&crm, "products", "sku,name,brand\nA,Tea,\nB,Mug,X\n", json!({})).unwrap();
    let newer = "sku,name,brand\nA,Green tea,Y\nB,Mug,X\n";
    let run = |policy: &str| import_text(&crm, "products", newer, json!({ "policy": policy })).unwrap().1.verdicts();
    let tea = || crm.read(|tx| tx.catalog().find("A")).unwrap().unwrap();
    assert_eq!(run("skip"), [(2, Verdict::Skipped), (3, Verdict::Skipped)]);
    assert_eq!((tea().name.as_str(), tea().brand.as_deref()), ("Tea", None));
    assert_eq!(run("merge"), [(2, Verdict::Merged), (3, Verdict::Skipped)]);
    assert_eq!((tea().name.as_str(), tea().brand.as_deref()), ("Tea", Some("Y")));
    assert_eq!(run("update"), [(2, Verdict::Updated), (3, Verdict::Skipped)]);
    assert_eq!(tea().name, "Green tea");
}

#[test]
fn a_dry_run_judges_alike_and_keeps_nothing() {
    for exclusive in [false, true] {
        let crm = Crm::in_memory().unwrap();
        let (mut dry, real) = (mapped(), mapped());
        dry["dry_run"] = json!(true);
        dry["exclusive"] = json!(exclusive);
        let (dry_report, dry_kept) = import_text(&crm, "products", PRODUCTS, dry).unwrap();
        assert_eq!(dry_report.job, None);
        assert_eq!(crm.read(|tx| tx.events().last()).unwrap(), 0);
        assert_eq!(crm.read(|tx| tx.catalog().find("A")).unwrap(), None);
        assert!(crm.read(|tx| jobs(tx, &Default::default())).unwrap().items.is_empty());
        let (report, kept) = import_text(&crm, "products", PRODUCTS, real).unwrap();
        assert_eq!(dry_kept.verdicts(), kept.verdicts());
        assert_eq!((dry_report.created, dry_report.rejections), (report.created, report.rejections));
    }
}

#[test]
fn an_import_is_one_event_and_one_job() {
    let crm = Crm::in_memory().unwrap();
    import_text(&crm, "products", PRODUCTS, mapped()).unwrap();
    let events = crm.read(|tx| tx.events().list(0, 10)).unwrap();
    assert_eq!(events.iter().map(|event| event.name.as_str()).collect::<Vec<_>>(), ["import.finished"]);
    assert_eq!(events[0].payload["created"], 3);
    // The same again changes nothing, and says nothing.
    let (again, _) = import_text(&crm, "products", PRODUCTS, mapped()).unwrap();
    assert_eq!((again.created, again.skipped, again.resumed_after), (0, 3, 0));
    assert_eq!(crm.read(|tx| tx.events().last()).unwrap(), 1);
    let jobs = crm.read(|tx| jobs(tx, &Default::default())).unwrap();
    assert_eq!(
        jobs.items.iter().map(|job| (job.rows, job.created, job.skipped)).collect::<Vec<_>>(),
        [(5, 0, 3), (5, 3, 0)]
    );
    assert!(jobs.items.iter().all(|job| job.finished_at.is_some()));
}

#[test]
fn broken_rows_are_reported_between_sound_ones() {
    let crm = Crm::in_memory().unwrap();
    let text = b"\xef\xbb\xbfsku;name\r\nA;Tea\r\nB;\"Mug\r\nC;Pot\r\n\xff;Cup\r\nD;\"two\r\nlines\"\r\nE\r\nF;Bag\r\n";
    let (_folder, path) = file(text);
    let mut kept = Kept::default();
    import_file(&crm, &request("products", &path, json!({})), &mut kept).unwrap();
    let created: Vec<u64> = kept.0.iter().filter(|row| row.verdict == Verdict::Created).map(|row| row.line).collect();
    assert_eq!(created, [2, 4, 6, 9], "{:?}", kept.0);
    let rejected: Vec<u64> = kept.0.iter().filter(|row| row.verdict == Verdict::Rejected).map(|row| row.line).collect();
    assert_eq!(rejected, [3, 5, 8], "{:?}", kept.0);
}

#[test]
fn verdicts_go_into_a_new_file() {
    let crm = Crm::in_memory().unwrap();
    let (folder, path) = file(PRODUCTS.as_bytes());
    let verdicts = folder.path().join("verdicts.jsonl").to_str().unwrap().to_owned();
    let mut more = mapped();
    more["verdicts"] = json!(verdicts);
    import_file(&crm, &request("products", &path, more.clone()), &mut ()).unwrap();
    let written = std::fs::read_to_string(&verdicts).unwrap();
    let rows: Vec<RowVerdict> = written.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), 5);
    assert_eq!((rows[3].line, rows[3].verdict), (5, Verdict::Rejected));
    let again = import_file(&crm, &request("products", &path, more), &mut ()).unwrap_err();
    assert_eq!((again.code(), again.path()), (ErrorCode::Conflict, Some("/verdicts")));
}

#[test]
fn what_cannot_be_imported_is_an_error_before_anything_is_written() {
    let crm = Crm::in_memory().unwrap();
    let (_folder, path) = file(b"a,b\n1,2\n");
    let cases = [
        (json!({}), "/mapping"),
        (json!({"mapping": "sku=a,name=c"}), "/mapping/name"),
        (json!({"mapping": "sku=a,name=b", "source": "not a token"}), "/source"),
        (json!({"mapping": "sku=a,name=b", "delimiter": ";;"}), "/delimiter"),
    ];
    for (more, wrong) in cases {
        let error = import_file(&crm, &request("products", &path, more), &mut ()).unwrap_err();
        assert_eq!((error.code(), error.path()), (ErrorCode::InvalidInput, Some(wrong)), "{error}");
    }
    let missing = import_file(&crm, &request("products", "/nowhere/x.csv", json!({})), &mut ()).unwrap_err();
    assert_eq!(missing.code(), ErrorCode::NotFound);
    let (_folder, odd) = named("rows.bin", b"");
    let format = import_file(&crm, &request("products", &odd, json!({})), &mut ()).unwrap_err();
    assert_eq!(format.path(), Some("/format"));
    assert_eq!(crm.read(|tx| tx.events().last()).unwrap(), 0);
}

#[test]
fn json_lines_take_the_same_way() {
    let crm = Crm::in_memory().unwrap();
    let lines = b"{\"product\": {\"no\": \"A\", \"title\": \"Tea\"}, \"cents\": 3.5}\nnot json\n{\"product\": {\"no\": 7, \"title\": \"Mug\"}}\n";
    let (_folder, path) = named("rows.jsonl", lines);
    let mapping = json!({"mapping": "sku=product.no,name=product.title,price=cents,currency='EUR'"});
    let mut kept = Kept::default();
    import_file(&crm, &request("products", &path, mapping), &mut kept).unwrap();
    assert_eq!(kept.verdicts(), [(1, Verdict::Created), (2, Verdict::Rejected), (3, Verdict::Created)]);
    assert_eq!(crm.read(|tx| tx.catalog().find("A")).unwrap().unwrap().price.unwrap().minor, 350);
    assert_eq!(crm.read(|tx| tx.catalog().find("7")).unwrap().unwrap().name, "Mug");
}

#[test]
fn rows_of_a_call_are_announced_one_by_one_and_can_be_tried() {
    let crm = Crm::in_memory().unwrap();
    let mut rows: ImportRows = serde_json::from_value(json!({
        "entity": "products",
        "rows": [{"no": 1, "title": "Tea"}, {"no": 2}, {"no": 3, "title": "Mug"}],
        "mapping": "sku=no,name=title",
        "dry_run": true,
    }))
    .unwrap();
    let dry = crm.write(|tx| import_rows(tx, rows.clone())).unwrap();
    assert_eq!((dry.created, dry.rejected), (2, 1));
    assert_eq!(crm.read(|tx| tx.events().last()).unwrap(), 0);
    rows.dry_run = false;
    let report = crm.write(|tx| import_rows(tx, rows)).unwrap();
    assert_eq!((report.created, report.rejected, report.rejections[0].line), (2, 1, 2));
    let events = crm.read(|tx| tx.events().list(0, 10)).unwrap();
    assert_eq!(events.len(), 2);
}

/// Fails after so many rows, like a disk or a person.
struct Failing<S> {
    inner: S,
    left: u32,
}

impl<S: RecordSource> RecordSource for Failing<S> {
    fn columns(&self) -> &[String] {
        self.inner.columns()
    }
    fn next(&mut self, record: &mut Record) -> crate::Result<Step> {
        if self.left == 0 {
            return Err(Error::new(ErrorCode::Io, "the table ended early"));
        }
        self.left -= 1;
        self.inner.next(record)
    }
    fn progress(&self) -> (u64, Option<u64>) {
        self.inner.progress()
    }
}

#[test]
fn an_import_that_was_cut_off_goes_on_when_it_is_run_again() {
    /// Ends the import after its first batch.
    struct Impatient;
    impl Observer for Impatient {
        fn progress(&mut self, _: Progress) -> crate::Result<()> {
            Err(Error::new(ErrorCode::Interrupted, "enough"))
        }
    }
    let mut text = String::from("sku,name\n");
    for number in 0..30_000 {
        text.push_str(&format!("S{number},Name {number}\n"));
    }
    let crm = Crm::in_memory().unwrap();
    let (_folder, path) = file(text.as_bytes());
    let request = request("products", &path, json!({}));
    let cut = import_file(&crm, &request, &mut Impatient).unwrap_err();
    assert_eq!(cut.code(), ErrorCode::Interrupted);
    let report = import_file(&crm, &request, &mut ()).unwrap();
    assert_eq!((report.resumed_after, report.rows, report.created, report.skipped), (20_000, 30_000, 30_000, 0));
    let jobs = crm.read(|tx| jobs(tx, &Default::default())).unwrap();
    assert_eq!(jobs.items.len(), 1);
    assert_eq!(jobs.items[0].created, 30_000);
}

#[test]
fn a_source_that_fails_keeps_what_was_committed() {
    let crm = Crm::in_memory().unwrap();
    let rows = (0..25_000).map(|number| [Some(format!("S{number}")), Some("x".to_owned())]);
    let table = TableSource::new(vec!["sku".to_owned(), "name".to_owned()], rows, None);
    let mut failing = Failing { inner: table, left: 21_000 };
    let error = import(&crm, &mut failing, &ImportOptions::new(Entity::Products), &mut ()).unwrap_err();
    assert_eq!(error.code(), ErrorCode::Io);
    assert!(crm.read(|tx| tx.catalog().find("S19999")).unwrap().is_some());
    assert!(crm.read(|tx| tx.catalog().find("S20500")).unwrap().is_none());
}
