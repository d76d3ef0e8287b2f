use super::super::search_text::{Query, digits_text, index_text, query};

#[test]
fn index_text_table() {
    let table = [
        ("王伟", "王伟 伟"),
        ("王伟明", "王伟 伟明 明"),
        ("王", "王"),
        ("王 伟", "王 伟"),
        ("Müller & Söhne", "muller sohne"),
        ("iPhone手机壳X", "iphone 手机 机壳 壳 x"),
        ("Wei@Example.com", "wei example com"),
        ("김민수", "김민 민수 수"),
        ("ヤマダ太郎", "ヤマ マダ ダ太 太郎 郎"),
        ("\u{20000}\u{2A700}", "\u{20000}\u{2A700} \u{2A700}"),
        ("\u{94D}", ""),
        ("!?", ""),
        ("", ""),
    ];
    for (given, expected) in table {
        assert_eq!(index_text(given), expected, "{given:?}");
    }
}

#[test]
fn digits_text_table() {
    let table = [
        ("+8613800", "861 613 138 380 800"),
        ("+86 138", "861 613 138"),
        ("１２３４", "123 234"),
        ("12", ""),
        ("", ""),
        ("wei", ""),
    ];
    for (given, expected) in table {
        assert_eq!(digits_text(given), expected, "{given:?}");
    }
}

#[test]
fn query_table() {
    let table: [(&str, &str, Option<&str>); 14] = [
        ("王", "\"王\"*", None),
        ("王伟", "\"王伟\"", None),
        ("王伟明", "\"王伟 伟明\"", None),
        ("wei", "\"wei\"*", None),
        ("Wei Wang", "\"wei\" AND \"wang\"*", None),
        ("wei 王伟", "\"wei\"* AND \"王伟\"", None),
        ("wei@exam", "\"wei\" AND \"exam\"*", None),
        ("0013", "\"0013\"*", Some("\"001 013\"")),
        ("138 00", "\"138\" AND \"00\"*", Some("\"138 380 800\"")),
        ("+86-138", "\"86\" AND \"138\"*", Some("\"861 613 138\"")),
        ("030 1234", "\"030\" AND \"1234\"*", Some("\"030 301 012 123 234\" OR \"301 012 123 234\"")),
        ("12", "\"12\"*", None),
        ("wei 0013", "\"wei\" AND \"0013\"*", None),
        ("NOT a OR b", "\"not\" AND \"a\" AND \"or\" AND \"b\"*", None),
    ];
    for (typed, name_match, digits_match) in table {
        let exact_match = whole(name_match);
        let expected = Query { name_match: name_match.into(), exact_match, digits_match: digits_match.map(Into::into) };
        assert_eq!(query(typed), Some(expected), "{typed:?}");
    }
}

#[test]
fn nothing_to_look_for_is_no_query() {
    for typed in ["", "   ", "*", "^", "\"", "()", "-- ' ;", "😀", "\0", "\u{94D}", "@"] {
        assert_eq!(query(typed), None, "{typed:?}");
    }
}

#[test]
fn long_queries_are_bounded() {
    let words = query(&"ab ".repeat(10_000)).map(|made| made.name_match.matches("AND").count());
    assert_eq!(words, Some(15));
    let characters = query(&"王".repeat(10_000)).map(|made| made.name_match.chars().filter(|&c| c == '王').count());
    assert_eq!(characters, Some(127 * 2));
}

/// The same expression with Latin words whole; one CJK character stays a beginning, for its token may be longer.
fn whole(name_match: &str) -> String {
    let terms = name_match.split(" AND ").map(|term| match term.strip_suffix('*') {
        Some(word) if word.is_ascii() => word,
        _ => term,
    });
    terms.collect::<Vec<_>>().join(" AND ")
}
