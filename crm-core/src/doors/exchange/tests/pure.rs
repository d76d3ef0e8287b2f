use super::*;
use crate::ErrorCode;
use crate::doors::exchange::mapping::Plan;
use crate::doors::exchange::reader::Record;
use crate::vocabulary::time::Zone;

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn times_are_read_in_every_format() {
    let shanghai = Zone::parse("Asia/Shanghai").unwrap();
    let cases = [
        ("2026-03-01T12:00:00Z", TimeFormat::Iso, "2026-03-01T12:00:00Z"),
        ("2026-03-01 12:00:00+08:00", TimeFormat::Iso, "2026-03-01T04:00:00Z"),
        ("2026-03-01", TimeFormat::Iso, "2026-02-28T16:00:00Z"),
        ("2026-03-01 09:30", TimeFormat::Iso, "2026-03-01T01:30:00Z"),
        ("2026-03-01T09:30:05.5", TimeFormat::Iso, "2026-03-01T01:30:05.500Z"),
        ("1/3/2026 9:05", TimeFormat::DayFirst, "2026-03-01T01:05:00Z"),
        ("12/31/2026", TimeFormat::MonthFirst, "2026-12-30T16:00:00Z"),
        ("31.12.2026", TimeFormat::DayFirst, "2026-12-30T16:00:00Z"),
        ("20260301", TimeFormat::Compact, "2026-02-28T16:00:00Z"),
        ("1772366400", TimeFormat::UnixSeconds, "2026-03-01T12:00:00Z"),
        ("1772366400250", TimeFormat::UnixMillis, "2026-03-01T12:00:00.250Z"),
    ];
    for (text, format, expected) in cases {
        let found = values::time(text, format, shanghai).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(found.to_string(), expected, "{text}");
    }
}

#[test]
fn times_are_never_guessed() {
    let cases = [
        ("01/02/2026", TimeFormat::Iso),
        ("2026-3-1", TimeFormat::Iso),
        ("2026-02-30", TimeFormat::Iso),
        ("0000-01-01", TimeFormat::Iso),
        ("10000-01-01", TimeFormat::Iso),
        ("2026-01-01 25:00", TimeFormat::Iso),
        ("2026-01-01 10:00:00:00", TimeFormat::Iso),
        ("2026-01-01 10", TimeFormat::Iso),
        ("31/12/26", TimeFormat::DayFirst),
        ("12/31/2026", TimeFormat::DayFirst),
        ("31/12/2026", TimeFormat::MonthFirst),
        ("2026031", TimeFormat::Compact),
        ("１２/31/2026", TimeFormat::MonthFirst),
        ("9223372036854775807", TimeFormat::UnixSeconds),
        ("1e9", TimeFormat::UnixSeconds),
        ("", TimeFormat::Iso),
        ("yesterday", TimeFormat::Iso),
    ];
    for (text, format) in cases {
        let error = values::time(text, format, Zone::UTC).err().unwrap_or_else(|| panic!("{text} was read"));
        assert_eq!(error.code(), ErrorCode::InvalidInput);
        assert!(text.is_empty() || !error.to_string().contains(text), "{error}");
    }
}

#[test]
fn numbers_are_read_as_they_are_said_to_be_written() {
    let plain = |text, format| values::plain_number(text, format).map(|text| text.into_owned()).ok();
    assert_eq!(plain("1234.50", NumberFormat::Plain).as_deref(), Some("1234.50"));
    assert_eq!(plain("-1,234,567.5", NumberFormat::Grouped).as_deref(), Some("-1234567.5"));
    assert_eq!(plain("1.234,50", NumberFormat::Comma).as_deref(), Some("1234.50"));
    assert_eq!(plain("12,5", NumberFormat::Comma).as_deref(), Some("12.5"));
    assert_eq!(plain("1,23", NumberFormat::Grouped), None);
    assert_eq!(plain("1.2.3,4", NumberFormat::Comma), None);
    assert_eq!(plain(",123", NumberFormat::Grouped), None);
}

#[test]
fn cells_that_a_spreadsheet_would_run_are_marked_and_come_back() {
    for cell in ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\tx", "\rx", "'=x", "''@x", "'", "it's", "", "plain"] {
        assert_eq!(cell::unguarded(&cell::guarded(cell)), cell);
    }
    for number in ["-12.50", "+49123", "-.5", "7"] {
        assert_eq!(cell::guarded(number), number);
    }
    assert_eq!(cell::guarded("=1+1"), "'=1+1");
    assert_eq!(cell::guarded("-"), "'-");
    assert_eq!(cell::guarded("-1.2.3"), "'-1.2.3");
}

#[test]
fn a_mapping_is_text_or_an_object() {
    let columns = names(&["customer_id", "date", "Amount, net"]);
    let text = "customer=customer_id, placed_at=date,total=\"Amount, net\",currency=USD,channel='web'";
    let mapping = Mapping::parse(text).unwrap();
    let plan = Plan::new(Entity::Orders, &mapping, &columns, false).unwrap();
    let mut record = Record::default();
    record.begin(2);
    [Some(" 7 "), Some(""), Some("1.00")].into_iter().for_each(|cell| record.push(cell));
    assert_eq!(plan.get(&record, Field::Customer), Some("7"));
    assert_eq!(plan.get(&record, Field::PlacedAt), None);
    assert_eq!(plan.get(&record, Field::Total), Some("1.00"));
    assert_eq!(plan.get(&record, Field::Currency), Some("USD"));
    assert_eq!(plan.get(&record, Field::Channel), Some("web"));

    let fields = json!({"customer": "customer_id", "placed_at": "date", "total": "Amount, net", "currency": "USD",
        "channel": "'web'"});
    let object: Mapping = serde_json::from_value(fields).unwrap();
    assert_eq!(Plan::new(Entity::Orders, &object, &columns, false).unwrap(), plan);
    let again: Mapping = serde_json::from_value(serde_json::to_value(&mapping).unwrap()).unwrap();
    assert_eq!(Plan::new(Entity::Orders, &again, &columns, false).unwrap(), plan);
}

#[test]
fn a_mapping_that_does_not_fit_says_what_would() {
    let columns = names(&["id", "when", "sum"]);
    let plan = |text: &str| {
        Mapping::parse(text).and_then(|mapping| Plan::new(Entity::Orders, &mapping, &columns, false)).unwrap_err()
    };
    let missing = plan("customer=id,placed_at=date,total=sum");
    assert_eq!(missing.path(), Some("/mapping/placed_at"));
    assert_eq!(missing.allowed_values(), ["id", "when", "sum"]);
    let unknown = plan("customer=id,placed=when,total=sum");
    assert!(unknown.allowed_values().contains(&"placed_at".to_owned()), "{unknown}");
    let needed = plan("customer=id,total=sum");
    assert!(needed.message().contains("placed_at"), "{needed}");
    assert!(needed.next_step().unwrap().contains("when"), "{needed}");
    assert!(plan("customer=id,customer=id").message().contains("twice"));
    assert!(plan("customer").message().contains("field=column"));
    assert!(plan("customer='x").message().contains("not closed"));
    assert!(plan("customer=id,placed_at=when,total=sum,sku='a',price=sum").message().contains("price"));
}

#[test]
fn columns_named_like_fields_map_themselves() {
    let columns = names(&["sku", "name", "weight"]);
    let plan = Plan::new(Entity::Products, &Mapping::default(), &columns, false).unwrap();
    assert_eq!(plan.unused, ["weight"]);
}
