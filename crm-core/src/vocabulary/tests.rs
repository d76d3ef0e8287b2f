use super::machine::Machine;
use super::money::scale_half_even;
use super::pii::{Class, marked_columns};
use super::time::Zone;
use super::*;

#[test]
fn money_keeps_the_decimals_of_its_currency() {
    let cases = [
        ("129.00", Currency::CNY, 12_900),
        ("500", Currency::JPY, 500),
        ("1.234", Currency::KWD, 1_234),
        ("-0.05", Currency::USD, -5),
    ];
    for (text, currency, minor) in cases {
        let money = Money::parse(text, currency).unwrap();
        assert_eq!(money.minor, minor, "{text} {currency}");
        assert_eq!(Money::parse(&money.amount(), currency).unwrap(), money);
    }
    assert_eq!(Money::usd(-5).amount(), "-0.05");
    assert_eq!(Money::new(i64::MIN, Currency::USD).amount(), "-92233720368547758.08");
    for bad in ["1.234", "1e3", "", "-", ".", "1,000", " 1", "NaN", "92233720368547758.08"] {
        assert!(Money::parse(bad, Currency::USD).is_err(), "{bad}");
    }
    assert_eq!(Money::parse("1.500", Currency::USD).unwrap().minor, 150);
}

#[test]
fn money_is_checked() {
    let error = Money::usd(1).checked_add(Money::cny(1)).unwrap_err();
    assert_eq!(error.code(), ErrorCode::InvalidInput);
    assert!(error.message().contains("USD") && error.message().contains("CNY"));
    assert!(Money::usd(i64::MAX).checked_add(Money::usd(1)).is_err());
    assert!(Currency::parse("usd").is_err() && Currency::parse("XXX").is_err() && Currency::parse("DOLLAR").is_err());
}

#[test]
fn rounding_is_half_to_even() {
    let cases = [
        (5, 1, 10, 0),
        (15, 1, 10, 2),
        (25, 1, 10, 2),
        (-5, 1, 10, 0),
        (-15, 1, 10, -2),
        (26, 1, 10, 3),
        (-26, 1, 10, -3),
    ];
    for (value, numerator, denominator, expected) in cases {
        assert_eq!(scale_half_even(value, numerator, denominator).unwrap(), expected, "{value}");
    }
    let price = UnitPrice::parse("0.005").unwrap();
    assert_eq!(price.total(Quantity::units(3), Currency::USD).unwrap(), Money::usd(2));
    assert_eq!(
        UnitPrice::from_money(Money::usd(150)).unwrap().total(Quantity::ONE, Currency::USD).unwrap(),
        Money::usd(150)
    );
    let rate = ExchangeRate::parse("0.14").unwrap();
    assert_eq!(rate.convert(Money::cny(100_00), Currency::USD).unwrap(), Money::usd(14_00));
    assert_eq!(
        ExchangeRate::parse("0.0067").unwrap().convert(Money::new(1000, Currency::JPY), Currency::USD).unwrap(),
        Money::usd(6_70)
    );
}

#[test]
fn json_forms_round_trip() {
    let money: Money = serde_json::from_str(r#"{"amount":"129.00","currency":"CNY"}"#).unwrap();
    assert_eq!(money, Money::cny(129_00));
    assert_eq!(serde_json::to_string(&money).unwrap(), r#"{"amount":"129.00","currency":"CNY"}"#);
    assert_eq!(serde_json::from_str::<Quantity>("2").unwrap(), Quantity::units(2));
    assert_eq!(serde_json::from_str::<Quantity>(r#""1.5""#).unwrap().thousandths(), 1_500);
    assert!(serde_json::from_str::<Quantity>("1.5").is_err(), "floats are refused");
    assert_eq!(
        serde_json::to_string(&Timestamp::parse("2026-03-01T20:00:00+08:00").unwrap()).unwrap(),
        r#""2026-03-01T12:00:00Z""#
    );
    assert_eq!(serde_json::to_string(&Timestamp::from_millis(1).unwrap()).unwrap(), r#""1970-01-01T00:00:00.001Z""#);
}

#[test]
fn times_are_written_as_rfc_3339_in_utc() {
    // A step that moves every field of a time.
    for millis in (-62_135_596_800_000..=253_402_300_799_999).step_by(98_765_432_111).chain(-3..3) {
        let at = Timestamp::from_millis(millis).unwrap();
        let known = chrono::DateTime::from_timestamp_millis(millis).unwrap();
        let format = if millis % 1000 == 0 { chrono::SecondsFormat::Secs } else { chrono::SecondsFormat::Millis };
        assert_eq!(at.to_string(), known.to_rfc3339_opts(format, true));
        assert_eq!(Zone::UTC.date_of(at).to_string(), known.format("%Y-%m-%d").to_string());
    }
}

#[test]
fn days_follow_the_zone() {
    let zone = Zone::parse("Asia/Shanghai").unwrap();
    let at = Timestamp::parse("2026-03-01T16:30:00Z").unwrap();
    assert_eq!(zone.date_of(at).to_string(), "2026-03-02");
    assert_eq!(Zone::UTC.date_of(at).to_string(), "2026-03-01");
    assert_eq!(zone.start_of(Date::parse("2026-03-02").unwrap()).to_string(), "2026-03-01T16:00:00Z");
    // A midnight that daylight saving skips: the day starts an hour later.
    let cairo = Zone::parse("Africa/Cairo").unwrap();
    let day = Date::parse("2024-04-26").unwrap();
    assert_eq!(cairo.date_of(cairo.start_of(day)), day);
    assert_eq!(Zone::UTC.date_of(Timestamp::parse("1969-12-31T23:59:59Z").unwrap()).days(), -1);
    assert!(Date::parse("2026-02-30").is_err() && Date::parse("0000-01-01").is_err() && Date::parse("26-1-1").is_err());
    assert!(Timestamp::parse("2026-03-01").is_err() && Timestamp::from_millis(i64::MAX).is_err());
}

#[test]
fn patches_keep_clear_and_set() {
    #[derive(serde::Deserialize)]
    #[serde(default, deny_unknown_fields)]
    #[derive(Default)]
    struct Change {
        note: Patch<String>,
    }
    let apply = |json: &str| {
        let mut field = Some("old".to_owned());
        serde_json::from_str::<Change>(json).unwrap().note.apply(&mut field);
        field
    };
    assert_eq!(apply("{}").as_deref(), Some("old"));
    assert_eq!(apply(r#"{"note":null}"#), None);
    assert_eq!(apply(r#"{"note":"new"}"#).as_deref(), Some("new"));
}

#[test]
fn pages_refuse_foreign_tokens() {
    let first = PageRequest::first(2).of("numbers", &77).unwrap();
    assert_eq!((first.start, first.rows(), first.limit()), (None, 3, 3));
    let page = first.page(vec![1_i64, 2, 3], |item| [*item]);
    assert_eq!(page.items, [1, 2]);
    let request = PageRequest { limit: Some(2), after: page.next };
    assert_eq!(request.of::<1>("numbers", &77).unwrap().start, Some([2]));
    assert_eq!(request.of::<1>("numbers", &78).err().unwrap().code(), ErrorCode::InvalidInput);
    assert!(request.of::<1>("letters", &77).is_err() && request.of::<2>("numbers", &77).is_err());
    let garbled = PageRequest { limit: None, after: Some("zz".into()) };
    assert!(garbled.of::<1>("numbers", &77).is_err());
    assert!(PageRequest::first(0).rows().is_err() && PageRequest::first(10_001).rows().is_err());
    assert!(first.page(vec![1_i64], |item| [*item]).next.is_none());
    // The page itself is no part of the filter.
    let filter = |limit| serde_json::json!({ "colour": "red", "page": { "limit": limit } });
    let next = PageRequest::first(1).of("things", &filter(1)).unwrap().page(vec![5_i64, 6], |item| [*item]).next;
    let second = PageRequest { limit: Some(9), after: next };
    assert_eq!(second.of("things", &filter(9)).unwrap().start, Some([5]));
}

crate::tokens! {
    /// A light.
    pub enum Light("light") {
        /// Go.
        Green = "green",
        /// Stop.
        Red = "red",
        /// Gone.
        Broken = "broken",
    }
}

#[test]
fn machines_list_what_is_allowed() {
    static MOVES: &[(Light, &[Light])] = &[(Light::Green, &[Light::Red, Light::Broken]), (Light::Red, &[Light::Green])];
    let machine = Machine::new("light", MOVES);
    machine.require(Light::Green, Light::Red).unwrap();
    let error = machine.require(Light::Red, Light::Broken).unwrap_err();
    assert_eq!(error.code(), ErrorCode::NotAllowedTransition);
    assert_eq!(error.allowed_values(), ["green"]);
    assert!(machine.require(Light::Broken, Light::Green).unwrap_err().to_string().contains("final state"));
    assert_eq!(Light::parse("blue").unwrap_err().allowed_values(), ["green", "red", "broken"]);
}

#[test]
fn marks_are_read_from_the_schema() {
    let sql = "CREATE TABLE crm_x (\n  id INTEGER PRIMARY KEY,\n  name TEXT NOT NULL, -- pii: display name\n  kind TEXT -- plain: token\n) STRICT;";
    let marks = marked_columns(sql);
    assert_eq!(marks.len(), 2);
    assert_eq!((marks[0].column.as_str(), marks[0].class), ("name", Class::Personal));
    assert_eq!((marks[1].table.as_str(), marks[1].class), ("crm_x", Class::Plain));
}

#[test]
fn error_codes_are_unique_and_stable() {
    let mut numbers: Vec<i32> = ErrorCode::ALL.iter().map(|code| code.number()).collect();
    numbers.dedup();
    assert_eq!(numbers, (1..=21).collect::<Vec<_>>());
}

#[test]
fn a_name_in_a_message_is_escaped_and_cut() {
    assert_eq!(text::quoted("date\n"), "\"date\\n\"");
    assert_eq!(text::quoted(&"é".repeat(64)), format!("\"{}\"", "é".repeat(64)));
    assert_eq!(text::quoted(&"é".repeat(65)), format!("\"{}\"…", "é".repeat(64)));
}
