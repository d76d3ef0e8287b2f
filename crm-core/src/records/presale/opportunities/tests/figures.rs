//! Amounts, probabilities, lists, and forecasts that add up.

use super::*;
use crate::shop::{CurrencyRate, ShopPatch};
use crate::vocabulary::split::{rounded, shares};
use crate::vocabulary::{
    Currency, Date, ErrorCode, ExchangeRate, PageRequest, Patch, PipelineId, Quantity, Rate, UnitPrice,
};
use proptest::prelude::*;

fn line(thousandths: i64, micros: i64) -> NewOpportunityLine {
    NewOpportunityLine {
        sku: "LAMP".into(),
        name: Some("Lamp".into()),
        quantity: Quantity::from_thousandths(thousandths),
        unit_price: UnitPrice::from_micros(micros),
    }
}

fn day(text: &str) -> Option<Date> {
    Some(Date::parse(text).unwrap())
}

#[test]
fn an_amount_is_its_own_or_the_sum_of_the_lines() {
    let (crm, _, customer) = shop();
    crm.write(|tx| {
        let given = NewOpportunity::new(customer, "Lamps");
        assert_eq!(tx.opportunities().create(given.clone()).unwrap_err().path(), Some("/currency"));
        let given = NewOpportunity { currency: Some(Currency::USD), lines: vec![line(1_500, 9_990_000)], ..given };
        let made = tx.opportunities().create(given)?;
        // 1.5 × 9.99 = 14.985, half to even.
        assert_eq!((made.amount, made.amount_from_lines), (Money::usd(14_98), true));
        assert_eq!(tx.shop().settings()?.base_currency, Some(Currency::USD));
        let grown = tx.opportunities().set_lines(made.id, &[line(2_000, 10_000_000), line(1_000, 5_000)])?;
        assert_eq!((grown.amount, grown.lines.len()), (Money::usd(20_00), 2));
        let set = |amount| OpportunityPatch { amount, ..OpportunityPatch::default() };
        let own = tx.opportunities().update(made.id, set(Patch::Set(Money::usd(5_00))))?;
        assert_eq!((own.amount, own.amount_from_lines), (Money::usd(5_00), false));
        assert_eq!(tx.opportunities().set_lines(made.id, &[line(1_000, 1_000_000)])?.amount, Money::usd(5_00));
        let euros = Money::new(1, Currency::EUR);
        assert_eq!(tx.opportunities().update(made.id, set(Patch::Set(euros))).unwrap_err().path(), Some("/amount"));
        let minus = Money::usd(-1);
        assert_eq!(tx.opportunities().update(made.id, set(Patch::Set(minus))).unwrap_err().path(), Some("/amount"));
        let back = tx.opportunities().update(made.id, set(Patch::Clear))?;
        assert_eq!((back.amount, back.amount_from_lines), (Money::usd(1_00), true));
        let error = tx.opportunities().set_lines(made.id, &[line(-1, 0)]).unwrap_err();
        assert_eq!(error.path(), Some("/lines/0/quantity"));
        let error = tx.opportunities().set_lines(made.id, &[line(i64::MAX, i64::MAX)]).unwrap_err();
        assert_eq!((error.code(), error.path()), (ErrorCode::InvalidInput, Some("/lines/0/unit_price")));
        assert_eq!(tx.opportunities().get(made.id)?, back);
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn figures_of_a_closed_one_stay_and_words_do_not() {
    let (crm, _, customer) = shop();
    crm.write(|tx| {
        let id =
            tx.opportunities().create(NewOpportunity { probability: Some(Rate::from_ppm(1)), ..new(customer, 5) })?.id;
        tx.opportunities().lose(id, &LostReason::Timing.into())?;
        let rate = OpportunityPatch { probability: Patch::Clear, ..OpportunityPatch::default() };
        assert_eq!(tx.opportunities().update(id, rate).unwrap_err().code(), ErrorCode::Conflict);
        assert_eq!(tx.opportunities().set_lines(id, &[]).unwrap_err().code(), ErrorCode::Conflict);
        let words = OpportunityPatch { competitor: Patch::Set(" Acme  Ltd ".into()), ..OpportunityPatch::default() };
        let told = tx.opportunities().update(id, words)?;
        assert_eq!((told.competitor.as_deref(), told.probability), (Some("Acme Ltd"), Rate::default()));
        let open = tx.opportunities().reopen(id, "again", None)?;
        assert_eq!(open.probability, Rate::from_ppm(1));
        let rate = OpportunityPatch { probability: Patch::Clear, ..OpportunityPatch::default() };
        assert_eq!(tx.opportunities().update(id, rate)?.probability, Rate::from_ppm(100_000));
        let wrong =
            OpportunityPatch { probability: Patch::Set(Rate::from_ppm(1_000_001)), ..OpportunityPatch::default() };
        assert_eq!(tx.opportunities().update(id, wrong).unwrap_err().path(), Some("/probability"));
        Ok(())
    })
    .unwrap();
}

#[test]
fn the_check_finds_what_does_not_follow_from_the_facts() {
    let (crm, _, customer) = shop();
    crm.write(|tx| {
        let given = NewOpportunity { lines: vec![line(1_000, 1_000_000)], amount: None, ..new(customer, 0) };
        let id = tx.opportunities().create(NewOpportunity { currency: Some(Currency::USD), ..given })?.id;
        tx.opportunities().move_to(id, "commit").map(drop)
    })
    .unwrap();
    let shown = |tx: &WriteTransaction| {
        tx.all("SELECT pipeline, stage, probability FROM crm_opportunities", [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
    };
    let found: Vec<(String, String, i64)> = crm.write(shown).unwrap();
    assert_eq!(found, [("default".to_owned(), "commit".to_owned(), 900_000)]);
    assert!(crm.check().unwrap().ok);
    for (change, problem) in [
        ("amount_minor = amount_minor + 1", "1 opportunities have an amount that is not the sum of their lines"),
        ("status = 'won'", "1 opportunities have a status that is not their stage's"),
        ("stage = 'proposal'", "1 opportunities stand in a stage that the log does not tell of"),
    ] {
        let tx = crm.begin_write().unwrap();
        tx.run(&format!("UPDATE crm_opportunity SET {change}"), []).unwrap();
        assert_eq!(compare(&tx).unwrap(), [problem]);
    }
}

#[test]
fn lists_go_by_expected_close_and_pages_fit_together() {
    let (crm, _, customer) = shop();
    let days = [day("2026-05-01"), None, day("2026-04-01"), day("2026-05-01")];
    crm.write(|tx| {
        for (number, expected_close) in days.into_iter().enumerate() {
            let owner_id = Some(StaffId(1 + number as i64 % 2));
            tx.opportunities().create(NewOpportunity { expected_close, owner_id, ..new(customer, 1) })?;
        }
        tx.opportunities().move_to(OpportunityId(4), "commit").map(drop)
    })
    .unwrap();
    let list = |filter: &OpportunityFilter| crm.read(|tx| tx.opportunities().list(filter)).unwrap();
    let ids = |page: &Page<Opportunity>| page.items.iter().map(|row| row.id.0).collect::<Vec<_>>();
    let all = OpportunityFilter::default();
    let mut seen = Vec::new();
    let mut page = PageRequest::first(1);
    loop {
        let found = list(&OpportunityFilter { page: page.clone(), ..all.clone() });
        seen.extend(ids(&found));
        let Some(next) = found.next else { break };
        page.after = Some(next);
    }
    assert_eq!(seen, [3, 1, 4, 2]);
    assert_eq!(ids(&list(&OpportunityFilter { owner_id: Some(StaffId(2)), ..all.clone() })), [4, 2]);
    assert_eq!(ids(&list(&OpportunityFilter { closing_before: day("2026-05-01"), ..all.clone() })), [3]);
    assert_eq!(ids(&list(&OpportunityFilter { stage: Some("commit".into()), ..all.clone() })), [4]);
    assert_eq!(ids(&list(&OpportunityFilter { status: Some(OpportunityStatus::Won), ..all.clone() })), [0; 0]);
    assert_eq!(ids(&list(&OpportunityFilter { pipeline_id: Some(PipelineId(1)), ..all.clone() })).len(), 4);
    let foreign = OpportunityFilter { page, owner_id: Some(StaffId(2)), ..all };
    assert_eq!(crm.read(|tx| tx.opportunities().list(&foreign)).unwrap_err().code(), ErrorCode::InvalidInput);
}

#[test]
fn a_forecast_converts_at_todays_rate_or_says_what_is_missing() {
    let (crm, _, customer) = shop();
    let nothing = crm.read(|tx| tx.opportunities().forecast(&ForecastFilter::default())).unwrap();
    assert_eq!((nothing.opportunities, nothing.total, nothing.by_month.len()), (0, None, 0));
    let euros = NewOpportunity { amount: Some(Money::new(100_00, Currency::EUR)), ..new(customer, 0) };
    crm.write(|tx| {
        tx.shop().configure(ShopPatch { base_currency: Some(Currency::USD), ..ShopPatch::default() })?;
        tx.opportunities().create(NewOpportunity { expected_close: day("2026-04-30"), ..new(customer, 10_05) })?;
        tx.opportunities().create(euros).map(drop)
    })
    .unwrap();
    let error = crm.read(|tx| tx.opportunities().forecast(&ForecastFilter::default())).unwrap_err();
    assert_eq!(error.code(), ErrorCode::NotFound);
    let rate = |day: &str, nanos| CurrencyRate {
        currency: Currency::EUR,
        day: Date::parse(day).unwrap(),
        rate: ExchangeRate::from_nanos(nanos),
    };
    crm.write(|tx| tx.shop().set_rates(&[rate("2026-03-01", 1_100_000_000), rate("2026-03-03", 9_000_000_000)]))
        .unwrap();
    let found = crm.read(|tx| tx.opportunities().forecast(&ForecastFilter::default())).unwrap();
    // 10 % of 10.05 and of 110.00.
    assert_eq!((found.total, found.weighted), (Some(Money::usd(120_05)), Some(Money::usd(12_00))));
    let months: Vec<_> = found.by_month.iter().map(|part| (part.key.as_deref(), part.weighted.minor)).collect();
    assert_eq!(months, [(Some("2026-04"), 1_00), (None, 11_00)]);
    let april = ForecastFilter {
        closing_from: day("2026-04-01"),
        closing_before: day("2026-05-01"),
        ..ForecastFilter::default()
    };
    assert_eq!(crm.read(|tx| tx.opportunities().forecast(&april)).unwrap().total, Some(Money::usd(10_05)));
    let unknown = ForecastFilter { pipeline_id: Some(PipelineId(9)), ..ForecastFilter::default() };
    assert_eq!(crm.read(|tx| tx.opportunities().forecast(&unknown)).unwrap_err().path(), Some("/pipeline_id"));
}

proptest! {
    #[test]
    fn shares_are_next_to_exact_and_add_up(parts in proptest::collection::vec(0_i128..9_000_000_000_000, 0..40)) {
        let shares = shares(&parts).unwrap();
        prop_assert_eq!(shares.iter().sum::<i64>(), rounded(parts.iter().sum()).unwrap());
        for (share, exact) in shares.iter().zip(&parts) {
            prop_assert!((i128::from(*share) * 1_000_000 - exact).abs() < 1_000_000);
        }
    }

    #[test]
    fn a_forecast_equals_a_plain_sum_and_its_parts_add_up(
        given in proptest::collection::vec((0_i64..10_000_000, 0_i64..=1_000_000, 0_u8..6, 0_i64..4, 0_u8..8), 1..30)
    ) {
        let (crm, _, customer) = shop();
        let (mut total, mut exact) = (0_i128, 0_i128);
        crm.write(|tx| {
            for (minor, ppm, month, owner, stage) in &given {
                let id = tx.opportunities().create(NewOpportunity {
                    probability: (ppm % 3 != 0).then(|| Rate::from_ppm(*ppm)),
                    expected_close: (*month > 0).then(|| Date::from_ymd(2026, u32::from(*month), 7)).transpose()?,
                    owner_id: (*owner > 0).then_some(StaffId(*owner)),
                    channel: (ppm % 2 == 0).then(|| format!("c{owner}")),
                    ..new(customer, *minor)
                })?.id;
                match stage {
                    0 => drop(tx.opportunities().win(id, OpportunityWin::default())?),
                    1 => drop(tx.opportunities().hold(id, None)?),
                    2 => drop(tx.opportunities().move_to(id, "commit")?),
                    _ => {}
                }
                if *stage > 1 {
                    let of_stage = if *stage == 2 { 900_000 } else { 100_000 };
                    total += i128::from(*minor);
                    exact += i128::from(*minor) * i128::from(if ppm % 3 == 0 { of_stage } else { *ppm });
                }
            }
            Ok(())
        }).unwrap();
        let found = crm.read(|tx| tx.opportunities().forecast(&ForecastFilter::default())).unwrap();
        prop_assert_eq!(i128::from(found.total.unwrap().minor), total);
        prop_assert_eq!(found.weighted.unwrap().minor, rounded(exact).unwrap());
        for parts in [&found.by_month, &found.by_owner, &found.by_pipeline, &found.by_channel] {
            prop_assert_eq!(parts.iter().map(|part| part.opportunities).sum::<u64>(), found.opportunities);
            prop_assert_eq!(parts.iter().map(|part| part.total.minor).sum::<i64>(), found.total.unwrap().minor);
            prop_assert_eq!(parts.iter().map(|part| part.weighted.minor).sum::<i64>(), found.weighted.unwrap().minor);
        }
        prop_assert!(crm.check().unwrap().ok);
    }
}
