use super::*;
use crate::{Crm, ErrorCode};

#[test]
fn settings_change_one_by_one() {
    let crm = Crm::in_memory().unwrap();
    let patch = ShopPatch {
        base_currency: Some(Currency::CNY),
        time_zone: Some(Zone::parse("Asia/Shanghai").unwrap()),
        default_region: Patch::Set("CN".into()),
        ..ShopPatch::default()
    };
    let after = crm.write(|tx| tx.shop().configure(patch)).unwrap();
    assert_eq!(after.counts, Counts::Paid);
    assert_eq!(crm.read(|tx| tx.shop().settings()).unwrap(), after);
    let events = crm.read(|tx| tx.events().list(0, 10)).unwrap();
    assert_eq!(events.len(), 1);
    assert_eq!(events[0].payload["fields"], serde_json::json!(["base_currency", "time_zone", "default_region"]));
    // The same settings again change nothing and say nothing.
    crm.write(|tx| tx.shop().configure(ShopPatch { counts: Some(Counts::Paid), ..ShopPatch::default() })).unwrap();
    assert_eq!(crm.read(|tx| tx.events().last()).unwrap(), 1);
}

#[test]
fn bad_settings_are_refused_and_named() {
    let crm = Crm::in_memory().unwrap();
    let cases = [
        (ShopPatch { language: Some("Chinese (CN)".into()), ..ShopPatch::default() }, "/language"),
        (ShopPatch { default_region: Patch::Set("China".into()), ..ShopPatch::default() }, "/default_region"),
    ];
    for (patch, path) in cases {
        let error = crm.write(|tx| tx.shop().configure(patch)).unwrap_err();
        assert_eq!((error.code(), error.path()), (ErrorCode::InvalidInput, Some(path)));
    }
    assert_eq!(crm.read(|tx| tx.events().last()).unwrap(), 0);
}

#[test]
fn a_rate_holds_until_the_next() {
    let crm = Crm::in_memory().unwrap();
    let day = |text: &str| Date::parse(text).unwrap();
    let rate = |date: &str, rate: &str| CurrencyRate {
        currency: Currency::USD,
        day: day(date),
        rate: ExchangeRate::parse(rate).unwrap(),
    };
    crm.write(|tx| {
        tx.shop().configure(ShopPatch { base_currency: Some(Currency::CNY), ..ShopPatch::default() })?;
        tx.shop().set_rates(&[rate("2026-01-01", "7.1"), rate("2026-02-01", "7.2")])
    })
    .unwrap();
    let at = |date: &str| crm.read(|tx| tx.shop().rate(Currency::USD, day(date)));
    assert_eq!(at("2026-01-31").unwrap().to_string(), "7.1");
    assert_eq!(at("2026-02-01").unwrap().to_string(), "7.2");
    assert_eq!(at("2025-12-31").unwrap_err().code(), ErrorCode::NotFound);
    assert_eq!(crm.read(|tx| tx.shop().rate(Currency::CNY, day("1990-01-01"))).unwrap(), ExchangeRate::ONE);
    let zero = crm.write(|tx| tx.shop().set_rates(&[rate("2026-03-01", "0")])).unwrap_err();
    assert_eq!(zero.path(), Some("/rates/0/rate"));
}
