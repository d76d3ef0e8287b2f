//! The text and the queries against the real tokenizer and query parser.

use rusqlite::Connection;

use super::super::search_text::{Query, digits_text, index_text, query};

/// An index over the given names (rowid 1, 2, …), with a phone number for each.
fn index(rows: &[(&str, &str)]) -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    connection
        .execute_batch(
            "CREATE VIRTUAL TABLE search USING fts5(words, digits, tokenize = 'unicode61 remove_diacritics 2');",
        )
        .unwrap();
    for (name, phone) in rows {
        connection
            .execute("INSERT INTO search(words, digits) VALUES (?1, ?2)", [index_text(name), digits_text(phone)])
            .unwrap();
    }
    connection
}

/// One expression over both columns.
fn expression(query: &Query) -> String {
    match &query.digits_match {
        None => format!("words : ({})", query.name_match),
        Some(digits) => format!("(words : ({})) OR (digits : ({digits}))", query.name_match),
    }
}

/// The names found, in the order of their rows; the error of FTS5 when it refuses the expression.
fn found(connection: &Connection, rows: &[(&str, &str)], typed: &str) -> rusqlite::Result<Vec<String>> {
    let Some(query) = query(typed) else { return Ok(Vec::new()) };
    let expression = expression(&query);
    let mut statement = connection.prepare_cached("SELECT rowid FROM search WHERE search MATCH ?1 ORDER BY rowid")?;
    let ids = statement.query_map([expression], |row| row.get::<_, u32>(0))?;
    ids.map(|id| id.map(|id| rows[id as usize - 1].0.to_owned())).collect()
}

const ROWS: [(&str, &str); 14] = [
    ("王伟", "+8613800138000"),
    ("王伟明", "+8613912345678"),
    ("伟王", ""),
    ("张王伟", ""),
    ("王 伟", ""),
    ("王", ""),
    ("Jürgen Müller", "+4930901820"),
    ("Muller Anna", ""),
    ("Wei Wang wei@example.com", ""),
    ("Li Wei li.wei@sample.org", ""),
    ("iPhone手机 Shop 24", ""),
    ("김민수", ""),
    ("\u{20000}\u{30000}", ""),
    ("นาย สมชาย नमस्ते", ""),
];

#[test]
fn every_search_finds_its_rows_and_no_other() {
    let connection = index(&ROWS);
    let table: [(&str, &[&str]); 38] = [
        ("王伟", &["王伟", "王伟明", "张王伟"]),
        ("王伟明", &["王伟明"]),
        ("伟王", &["伟王"]),
        ("张王伟", &["张王伟"]),
        ("伟明", &["王伟明"]),
        ("张伟", &[]),
        ("王", &["王伟", "王伟明", "伟王", "张王伟", "王 伟", "王"]),
        ("伟", &["王伟", "王伟明", "伟王", "张王伟", "王 伟"]),
        ("明", &["王伟明"]),
        ("王 伟", &["王伟", "王伟明", "伟王", "张王伟", "王 伟"]),
        ("Müller", &["Jürgen Müller", "Muller Anna"]),
        ("muller", &["Jürgen Müller", "Muller Anna"]),
        ("MULL", &["Jürgen Müller", "Muller Anna"]),
        ("mull jurgen", &[]),
        ("muller jur", &["Jürgen Müller"]),
        ("uller", &[]),
        ("wei@exam", &["Wei Wang wei@example.com"]),
        ("wei@example.com", &["Wei Wang wei@example.com"]),
        ("sample.o", &["Li Wei li.wei@sample.org"]),
        ("wei", &["Wei Wang wei@example.com", "Li Wei li.wei@sample.org"]),
        ("wang wei", &["Wei Wang wei@example.com"]),
        ("iphone手机", &["iPhone手机 Shop 24"]),
        ("手机", &["iPhone手机 Shop 24"]),
        ("iph 手", &["iPhone手机 Shop 24"]),
        ("24", &["iPhone手机 Shop 24"]),
        ("민수", &["김민수"]),
        ("김", &["김민수"]),
        ("\u{20000}\u{30000}", &["\u{20000}\u{30000}"]),
        ("\u{30000}", &["\u{20000}\u{30000}"]),
        ("สมชาย", &["นาย สมชาย नमस्ते"]),
        ("नमस्ते", &["นาย สมชาย नमस्ते"]),
        ("0013", &["王伟"]),
        ("138 0013 8000", &["王伟"]),
        ("+86 138-0013-8000", &["王伟"]),
        ("678", &["王伟明"]),
        ("86", &[]),
        ("030 901820", &["Jürgen Müller"]),
        ("0049 30 901820", &["Jürgen Müller"]),
    ];
    for (typed, expected) in table {
        let found = found(&connection, &ROWS, typed).unwrap_or_else(|error| panic!("{typed:?}: {error}"));
        assert_eq!(found, expected, "{typed:?}");
    }
}

#[test]
fn every_piece_of_a_phone_number_is_found() {
    let connection = index(&ROWS);
    let digits = "8613800138000";
    let mut pieces = 0;
    for start in 0..digits.len() {
        for end in start + 3..=digits.len() {
            let found = found(&connection, &ROWS, &digits[start..end]).unwrap();
            assert!(found.contains(&"王伟".to_owned()), "{}", &digits[start..end]);
            pieces += 1;
        }
    }
    assert_eq!(pieces, 66);
}

#[test]
fn nothing_typed_is_a_syntax_error() {
    let connection = index(&ROWS);
    let hostile = [
        "\" OR 1=1 --",
        "NEAR(",
        "NEAR(\"a\" \"b\", 5)",
        "*",
        "^",
        "^wei",
        "wei*",
        "\"",
        "\"\"",
        "\"wei",
        "wei\"",
        "(",
        ")",
        "(wei",
        "wei)",
        "AND",
        "OR",
        "NOT",
        "AND AND",
        "wei AND",
        "NOT wei",
        "words:wei",
        "{words digits}:wei",
        "-words:wei",
        "wei + wang",
        "+",
        "a\0b",
        "'",
        "';DROP TABLE search;--",
        "\\",
        "%",
        "_",
        "\u{202E}",
        "\u{300}",
        "😀",
        "王\"伟",
        "王*",
        "王^伟",
        "\u{20DD}",
        "\u{0E31}",
        "a:b:c",
        "[wei]",
        "<wei>",
        "wei;",
        "王\u{300}伟",
        "ⓐ½²",
        "\u{1E900}\u{11F02}",
        "wei \u{1E4D0}",
        "\u{1DF00} wei",
        "rank:1",
        "bm25(search)",
        "null",
        "\u{FFFF}",
    ];
    for first in hostile {
        for second in ["", " ", "wei", "王", "0013", "\"", "*", "NEAR("] {
            for typed in [format!("{first}{second}"), format!("{second}{first}"), format!("{first} {second}")] {
                let outcome = found(&connection, &ROWS, &typed);
                assert!(outcome.is_ok(), "{typed:?}: {outcome:?}");
            }
        }
    }
    assert_eq!(found(&connection, &ROWS, "').").unwrap(), Vec::<String>::new());
}

#[test]
fn each_script_can_be_stored_and_asked_for() {
    let connection = index(&[]);
    let mut insert = connection.prepare("INSERT INTO search(rowid, words) VALUES (?1, ?2)").unwrap();
    let mut select = connection.prepare("SELECT 1 FROM search WHERE search MATCH ?1 AND rowid = ?2").unwrap();
    connection.execute_batch("BEGIN").unwrap();

    // A prime step passes through every block of Unicode.
    let (mut asked, mut missed) = (0, 0);
    for character in ('\0'..=char::MAX).step_by(31) {
        let Some(query) = query(&character.to_string()) else { continue };
        let id = character as u32 + 1;
        insert.execute((id, index_text(&character.to_string()))).unwrap();
        asked += 1;
        if !select.exists((expression(&query), id)).unwrap() {
            missed += 1;
            assert!(!super::super::names::is_cjk(character), "{character:?} is CJK and was not found");
        }
    }
    assert!(asked > 4_000, "only {asked} characters were asked for");
    // Scripts that entered Unicode after the tokenizer's tables were made.
    assert!(missed * 20 < asked, "{missed} of {asked} were not found");
}
