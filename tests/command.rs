//! The command, as a person runs it: processes, exit codes, the standard output and the standard error.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

struct Shop {
    folder: TempDir,
}

impl Shop {
    /// A folder with an empty shop in it.
    fn new() -> Self {
        let shop = Shop { folder: tempfile::tempdir().unwrap() };
        let file = shop.file();
        assert!(crm(&["init", &file, "--currency", "USD", "--timezone", "UTC"]).status.success());
        shop
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    fn file(&self) -> String {
        self.path("shop.db")
    }

    fn write(&self, name: &str, content: &str) -> String {
        let path = self.path(name);
        std::fs::write(&path, content).unwrap();
        path
    }
}

fn crm(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_crm")).args(arguments).output().unwrap()
}

/// The standard output of a command that succeeds.
fn done(arguments: &[&str]) -> String {
    let output = crm(arguments);
    let (out, error) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(output.status.success(), "{arguments:?}: {error}");
    out
}

/// The exit code and standard error of a command that fails.
fn refused(arguments: &[&str]) -> (i32, String) {
    let output = crm(arguments);
    assert!(!output.status.success(), "{arguments:?} succeeded");
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "");
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data/cdnow_sample.csv")
}

const MAP: &str = "customer=customer_id,placed_at=date,total=amount";

#[test]
fn a_real_shop_is_imported_and_scored() {
    let shop = Shop::new();
    let (file, data) = (shop.file(), sample().to_str().unwrap().to_owned());
    let import = ["import", &file, "orders", &data, "--map", MAP, "--currency", "USD", "--source", "cdnow"];
    let report = done(&import);
    assert!(report.contains("6919 created") && report.contains("2357 new customers"), "{report}");
    let again = done(&import);
    assert!(again.contains("0 created") && again.contains("6919 skipped"), "{again}");

    let csv = done(&["rfm", &file, "--as-of", "1998-06-30", "--format", "csv"]);
    let mut rows: Vec<&str> = csv.lines().collect();
    assert_eq!(rows.remove(0), "customer,recency_days,frequency,monetary,r,f,m,label");
    assert_eq!(rows.len(), 2357);
    assert!(rows.contains(&"1,200,4,100.50,4,4,4,loyal"));
    assert!(rows.contains(&"2,533,2,75.11,1,3,4,at_risk"), "{:?}", rows.iter().find(|row| row.starts_with("2,")));

    let table = done(&["rfm", &file, "--as-of", "1998-06-30"]);
    assert!(table.lines().any(|line| line.starts_with("champions") && line.contains(" 389 ")), "{table}");
    let json: serde_json::Value =
        serde_json::from_str(&done(&["rfm", &file, "--as-of", "1998-06-30", "--format", "json"])).unwrap();
    assert_eq!(json["customers"].as_array().map(Vec::len), Some(2357));
    let windowed = done(&[
        "rfm",
        &file,
        "--as-of",
        "1997-12-31",
        "--window-days",
        "90",
        "--bins",
        "3",
        "--method",
        "one_timer",
        "--format",
        "csv",
    ]);
    assert!(windowed.lines().skip(1).all(|row| row.split(',').nth(4).is_some_and(|r| ("1"..="3").contains(&r))));

    assert_eq!(done(&["check", &file]), format!("{file}: no problems\n"));
}

#[test]
fn a_broken_row_is_told_and_the_others_are_kept() {
    let shop = Shop::new();
    let data = shop.write("orders.csv", "who,day,amount\n1,2026-01-05,10\n2,someday,10\n3,2026-01-05,10\n");
    let file = shop.file();
    let map = ["--map", "customer=who,placed_at=day,total=amount"];
    let verdicts = shop.path("verdicts.jsonl");
    let dry = crm(&[&["import", &file, "orders", &data, "--dry-run"], &map[..]].concat());
    assert!(String::from_utf8(dry.stdout).unwrap().contains("nothing kept: 3 rows"));
    let output = crm(&[&["import", &file, "orders", &data, "--verdicts", &verdicts], &map[..]].concat());
    assert!(output.status.success());
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.starts_with("line 3: placed_at: ") && !error.contains("someday"), "{error}");
    assert!(
        String::from_utf8(output.stdout).unwrap().contains("2 created, 0 updated, 0 merged, 0 skipped, 1 rejected")
    );
    assert_eq!(std::fs::read_to_string(&verdicts).unwrap().lines().count(), 3);
}

#[test]
fn errors_say_where_and_what_to_do_and_end_with_one() {
    let shop = Shop::new();
    let (file, nowhere) = (shop.file(), shop.path("nowhere.db"));
    let data = shop.write("orders.csv", "who,day,amount\n1,2026-01-05,10\n");
    let (code, error) =
        refused(&["import", &file, "orders", &data, "--map", "customer=who,placed_at=date,total=amount"]);
    assert_eq!(code, 1);
    assert!(error.starts_with("error: there is no column \"date\"\n"), "{error}");
    assert!(error.contains("allowed: who, day, amount") && error.contains("hint: "), "{error}");
    let cases: [(&[&str], &str); 9] = [
        (&["rfm", &nowhere], "crm init"),
        (&["init", &file], "exists already"),
        (&["init", &nowhere, "--currency", "XXQ"], "--currency"),
        (&["import", &file, "people", &data], "allowed: customers"),
        (&["rfm", &file, "--as-of", "yesterday"], "--as-of"),
        (&["call", &file, "customers.get", "{\"id\": 7}"], "customer 7 does not exist"),
        (&["call", &file, "customers.get", "{"], "not valid JSON"),
        (&["describe", "customers.gett"], "customers.get"),
        (&["view", &file, "nobody"], "external_id"),
    ];
    for (arguments, expected) in cases {
        let (code, error) = refused(arguments);
        assert_eq!(code, 1, "{arguments:?}: {error}");
        assert!(error.starts_with("error: ") && error.contains(expected), "{arguments:?}: {error}");
    }
    assert!(!Path::new(&nowhere).exists());
    assert_eq!(refused(&["import"]).0, 2);
    assert_eq!(refused(&["no-such-command"]).0, 2);
    assert_eq!(refused(&["rfm", &file, "--format", "xml"]).0, 2);
}

#[test]
fn operations_are_listed_described_and_called() {
    let shop = Shop::new();
    let file = shop.file();
    assert!(done(&["ops"]).lines().any(|line| line.starts_with("customers.create ")));
    let described: serde_json::Value = serde_json::from_str(&done(&["describe", "customers.create"])).unwrap();
    assert_eq!(described["name"], "customers.create");
    let call = ["call", &file, "customers.create", "{\"name\": \"王伟\"}", "--once", "key-1"];
    let first: serde_json::Value = serde_json::from_str(&done(&call)).unwrap();
    let second: serde_json::Value = serde_json::from_str(&done(&call)).unwrap();
    assert_eq!(first, second);
    assert_eq!(first["name"], "王伟");
    let ticked: serde_json::Value =
        serde_json::from_str(&done(&["tick", &file, "--now", "2030-01-01T00:00:00Z"])).unwrap();
    assert_eq!(ticked["done"], true);
}

#[test]
fn a_shop_is_backed_up_exported_and_restored() {
    let shop = Shop::new();
    let (file, copy, export, flat, restored) =
        (shop.file(), shop.path("copy.db"), shop.path("export"), shop.path("flat"), shop.path("restored.db"));
    let data = shop.write(
        "orders.csv",
        "order,customer,placed_at,sku,quantity,unit_price\nA,7,2026-01-05,TEA,2,3.50\nA,7,2026-01-05,MUG,1,9.90\n",
    );
    done(&["import", &file, "orders", &data, "--source", "shop"]);
    assert!(done(&["backup", &file, &copy]).starts_with(&copy));
    assert!(done(&["export", &file, &export]).contains("files"));
    done(&["restore", &restored, &export]);
    let order = ["{\"source\": \"shop\", \"external_id\": \"A\"}"];
    let find = |file: &str| done(&["call", file, "orders.find", order[0]]);
    assert_eq!(find(&file), find(&restored));
    assert_eq!(find(&file), find(&copy));
    done(&["export", &file, &flat, "--format", "csv"]);
    let orders = std::fs::read_to_string(Path::new(&flat).join("orders.csv")).unwrap();
    assert_eq!(orders.lines().count(), 3);
    let one = shop.path("customers.jsonl");
    done(&["export", &file, &one, "--entity", "customers", "--format", "jsonl"]);
    assert!(std::fs::read_to_string(&one).unwrap().contains("\"customer\":\"7\""));
    assert_eq!(refused(&["export", &file, &export]).0, 1);
}
