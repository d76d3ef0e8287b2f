use super::*;
use crate::ErrorCode;

fn csv(text: &[u8]) -> CsvSource<&[u8]> {
    CsvSource::new(text, None, None).unwrap()
}

/// Rows as (line, cells joined by `|`), broken rows as (line, "! reason").
fn drain(source: &mut dyn RecordSource) -> Vec<(u64, String)> {
    let mut record = Record::default();
    let mut found = Vec::new();
    loop {
        match source.next(&mut record).unwrap() {
            Step::End => return found,
            Step::Row => {
                let cells: Vec<&str> = record.iter().map(|cell| cell.unwrap_or("∅")).collect();
                found.push((record.line, cells.join("|")));
            }
            Step::Broken { line, reason } => found.push((line, format!("! {reason}"))),
        }
    }
}

fn rows(text: &[u8]) -> Vec<(u64, String)> {
    drain(&mut csv(text))
}

fn row(line: u64, text: &str) -> (u64, String) {
    (line, text.to_owned())
}

#[test]
fn a_byte_order_mark_and_crlf_are_no_content() {
    let mut source = csv(b"\xef\xbb\xbfa,b\r\n1,2\r\n\r\n3,4");
    assert_eq!(source.columns(), ["a", "b"]);
    assert_eq!(drain(&mut source), [row(2, "1|2"), row(4, "3|4")]);
}

#[test]
fn quotes_hold_delimiters_line_ends_and_quotes() {
    assert_eq!(
        rows(b"a,b\n\"x, y\",\"line 1\nline 2\"\n\"say \"\"hi\"\"\",5\" nail\n\"\",\n"),
        [row(2, "x, y|line 1\nline 2"), row(4, "say \"hi\"|5\" nail"), row(5, "|")]
    );
}

#[test]
fn a_quote_that_is_never_closed_costs_one_row() {
    let found = rows(b"a,b\n1,2\n\"3,4\n5,6\n7,8\n");
    assert_eq!(found, [row(2, "1|2"), row(3, "! a quote is opened and not closed"), row(4, "5|6"), row(5, "7|8")]);
}

#[test]
fn an_open_quote_that_meets_a_later_one_costs_one_row() {
    let found = rows(b"a,b\n\"3,4\n\"x, y\",6\n7,8\n");
    assert_eq!(found[0].0, 2);
    assert!(found[0].1.starts_with('!'), "{found:?}");
    assert_eq!(found[1..], [row(3, "x, y|6"), row(4, "7|8")]);
}

#[test]
fn ragged_and_undecodable_rows_are_reported_with_their_line() {
    let found = rows(b"a,b\n1\n2,3,4\n\xff,5\n6,\0\n7,8\n");
    let expected = [
        row(2, "! the row has 1 cells, the header has 2"),
        row(3, "! the row has 3 cells, the header has 2"),
        row(4, "! the row is not valid UTF-8"),
        row(5, "! the row contains a NUL character"),
        row(6, "7|8"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn the_header_decides_the_delimiter() {
    assert_eq!(rows(b"a;b\n1,5;2\n"), [row(2, "1,5|2")]);
    assert_eq!(rows(b"a\tb\n1\t2\n"), [row(2, "1|2")]);
    assert_eq!(rows(b"\"a,b,c\";d\n1;2\n"), [row(2, "1|2")]);
    let mut forced = CsvSource::new(&b"a,b\n1,2\n"[..], Some(b';'), None).unwrap();
    assert_eq!(drain(&mut forced), [row(2, "1,2")]);
}

#[test]
fn a_header_that_cannot_be_mapped_is_refused() {
    for bad in [&b""[..], b"a,a\n", b",\n", b"\xff\xfea\0", b"\xff,b\n", b"\"a\n"] {
        assert_eq!(CsvSource::new(bad, None, None).err().map(|error| error.code()), Some(ErrorCode::InvalidInput));
    }
}

#[test]
fn a_row_of_megabytes_is_refused_and_the_next_is_read() {
    let mut text = b"a,b\n\"".to_vec();
    text.extend(std::iter::repeat_n(b"x\n".as_slice(), 12_000).flatten());
    text.extend_from_slice(b"1,2\n");
    let found = rows(&text);
    assert_eq!(found[0], row(2, "! a quote is opened and not closed"));
    assert_eq!(found.last(), Some(&row(12_002, "1|2")));
}

#[test]
fn progress_ends_at_the_size() {
    let text = b"a,b\n1,2\n\"3,4\n5,6\n";
    let mut source = CsvSource::new(&text[..], None, Some(text.len() as u64)).unwrap();
    drain(&mut source);
    assert_eq!(source.progress(), (text.len() as u64, Some(text.len() as u64)));
}

fn paths(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn json_lines_are_read_through_paths() {
    let text = br#"{"id": 7, "who": {"email": "a@b.c"}, "tags": ["x", "y"], "paid": true, "none": null}
not json
[1]

{"id": 9007199254740993}
"#;
    let mut source = JsonLines::new(&text[..], &paths(&["id", "who.email", "tags.1", "paid", "none"]), None).unwrap();
    let expected = [
        row(1, "7|a@b.c|y|true|∅"),
        row(2, "! the line is not valid JSON"),
        row(3, "! the line is not a JSON object"),
        row(5, "9007199254740993|∅|∅|∅|∅"),
    ];
    assert_eq!(drain(&mut source), expected);
}

#[test]
fn an_array_makes_one_row_per_element() {
    let text = br#"{"id": "A", "lines": [{"sku": "x"}, {"sku": "y"}]}
{"id": "B", "lines": []}
"#;
    let mut source = JsonLines::new(&text[..], &paths(&["id", "lines[].sku"]), None).unwrap();
    assert_eq!(drain(&mut source), [row(1, "A|x"), row(1, "A|y"), row(2, "B|∅")]);
    for bad in [&["a[].b[].c"][..], &["a[].b", "c[].d"], &[""]] {
        assert!(JsonLines::new(&b""[..], &paths(bad), None).is_err());
    }
}

#[test]
fn json_that_is_too_deep_is_a_broken_row() {
    let deep = format!("{{\"a\": {}{}}}\n{{\"a\": 1}}\n", "[".repeat(40), "]".repeat(40));
    let mut source = JsonLines::new(deep.as_bytes(), &paths(&["a"]), None).unwrap();
    let found = drain(&mut source);
    assert!(found[0].1.starts_with('!'));
    assert_eq!(found[1], row(2, "1"));
}

#[test]
fn tables_are_rows_too() {
    let rows = vec![vec![Some("1"), None], vec![Some("2")]];
    let mut source = TableSource::new(paths(&["a", "b"]), rows.into_iter(), Some(2));
    let found = drain(&mut source);
    assert_eq!(found[0], row(1, "1|∅"));
    assert!(found[1].1.starts_with('!'));
}
