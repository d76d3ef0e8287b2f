use super::super::names::{case_fold, display_name, fold, is_cjk, similarity, suggested_order};
use crate::records::shop::NameOrder;

#[test]
fn display_names_follow_their_script() {
    let table = [
        ("伟", "王", None, "王伟"),
        ("민수", "김", None, "김민수"),
        ("はなこ", "山田", None, "山田はなこ"),
        ("Ada", "Lovelace", None, "Ada Lovelace"),
        ("János", "Kovács", Some("hu-HU"), "Kovács János"),
        ("János", "Kovács", Some("en"), "János Kovács"),
        ("Wei", "王", None, "Wei 王"),
        ("Иван", "Петров", None, "Иван Петров"),
        ("", "王", None, "王"),
        (" Ada ", "", None, "Ada"),
        ("", "", None, ""),
    ];
    for (given, family, language, expected) in table {
        let order = suggested_order(given, family, language).unwrap_or(NameOrder::GivenFirst);
        assert_eq!(display_name(given, family, order), expected, "{given:?} {family:?}");
    }
    assert_eq!(display_name("Wei", "Wang", NameOrder::FamilyFirst), "Wang Wei");
    assert_eq!(display_name("伟", "王", NameOrder::GivenFirst), "伟王");
}

#[test]
fn folding_table() {
    let table = [
        ("Müller", "muller"),
        ("MU\u{308}LLER", "muller"),
        ("Weiß", "weiss"),
        ("WEIẞ", "weiss"),
        ("Łukasz Żółć", "lukasz zolc"),
        ("Søren Ærø", "soren aero"),
        ("Þór Đorđe", "thor dorde"),
        ("Nguyễn Văn Ớt", "nguyen van ot"),
        ("İstanbul ışık", "istanbul isik"),
        ("ΣΟΦΌΣ σοφός", "σοφοσ σοφοσ"),
        ("Ёлкин", "елкин"),
        ("O'Brien-Smith, Jr.", "o brien smith jr"),
        ("  --a__b--  ", "a b"),
        ("ＡＢＣ　１２３", "abc 123"),
        ("ﬁn № ①", "fin no 1"),
        ("ｶﾞ ガ が", "ガ ガ が"),
        ("한글", "한글"),
        ("\u{1112}\u{1161}\u{11AB}", "한"),
        ("王・伟", "王 伟"),
        ("नमस्ते", "नमस्ते"),
        ("مُحَمَّد", "محمد"),
        ("葛\u{E0100}", "葛"),
        ("\"*^():", ""),
        ("a\0b", "a b"),
        ("😀", ""),
    ];
    for (given, folded) in table {
        assert_eq!(fold(given), folded, "{given:?}");
    }
}

#[test]
fn folding_twice_changes_nothing_in_any_script() {
    // The assigned planes: beyond them Unicode has only tags, variation selectors and private use.
    let characters = ('\0'..='\u{323AF}').chain('\u{E0000}'..='\u{E01EF}');
    let mut changed = 0;
    for character in characters {
        let given = character.to_string();
        for folding in [fold, case_fold] {
            let once = folding(&given);
            if once != given {
                assert_eq!(folding(&once), once, "{character:?} U+{:04X}", character as u32);
                changed += 1;
            }
        }
    }
    assert!(changed > 10_000, "only {changed} foldings changed anything");
}

#[test]
fn account_names_keep_their_spelling() {
    let table =
        [("René", "rené"), ("STRASSE", "strasse"), ("Straße", "strasse"), ("wei.wang", "wei.wang"), ("ıI", "ıi")];
    for (given, folded) in table {
        assert_eq!(case_fold(given), folded, "{given:?}");
    }
}

#[test]
fn similarity_table() {
    let table = [
        ("Wei Wang", "wang wei", 100),
        ("Jürgen Müller", "Juergen Muller", 92),
        ("Jurgen Muller", "Jürgen Müller", 100),
        ("John Smith", "Jon Smith", 89),
        ("John Smith", "John Smtih", 88),
        ("John Smith", "Jhon Smith", 88),
        ("Catherine Jones", "Katherine Jones", 92),
        ("W. Wang", "Wei Wang", 91),
        ("van der Berg", "Vanderberg", 100),
        ("O'Brien", "OBrien", 100),
        ("Wei Wang", "Wei Zhang", 76),
        ("Wei Wang", "Ada Lovelace", 17),
        ("John Smith", "John", 61),
        ("王伟", "王伟", 100),
        ("王伟", "王 伟", 100),
        ("王伟", "王芳", 50),
        ("王伟", "伟王", 50),
        ("王伟", "王伟明", 66),
        ("欧阳娜娜", "欧阳娜", 75),
        ("王伟", "李娜", 0),
        ("王伟", "Wang Wei", 0),
        ("", "Wei", 0),
        ("", "", 0),
    ];
    for (first, second, expected) in table {
        let (first, second) = (fold(first), fold(second));
        assert_eq!(similarity(&first, &second), expected, "{first:?} and {second:?}");
        assert_eq!(similarity(&second, &first), expected, "{second:?} and {first:?}");
    }
}

#[test]
fn long_names_are_compared_by_their_beginning() {
    let long = "a".repeat(512);
    let many = "b ".repeat(256);
    assert_eq!(similarity(&long, &long), 100);
    assert_eq!(similarity(&many, &many), 100);
    assert_eq!(similarity(&long, &many), 0);
}

#[test]
fn cjk_is_told_from_other_scripts() {
    for character in ['王', '々', '〇', 'あ', 'ア', 'ー', '한', 'ㄅ', '\u{3400}', '\u{20000}', '\u{2A700}', '\u{30000}']
    {
        assert!(is_cjk(character), "{character:?}");
    }
    for character in ['a', '1', ' ', '・', '，', 'é', 'Ж', 'ก', '😀'] {
        assert!(!is_cjk(character), "{character:?}");
    }
}
