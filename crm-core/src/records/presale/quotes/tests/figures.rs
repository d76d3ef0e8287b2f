//! Amounts that add up, and orders that come to the same.

use super::*;
use crate::catalog::NewProduct;
use crate::orders::OrderState;
use crate::shop::{CurrencyRate, ShopPatch};
use crate::vocabulary::{ErrorCode, ExchangeRate};
use proptest::prelude::*;

/// An exact fraction, rounded half to even.
fn round(numerator: i128, denominator: i128) -> i64 {
    let (whole, rest) = (numerator / denominator, numerator % denominator);
    let up = rest * 2 > denominator || (rest * 2 == denominator && whole % 2 == 1);
    i64::try_from(whole + i128::from(up)).unwrap()
}

#[test]
fn amounts_of_a_quote_by_hand() {
    let (crm, _, customer) = shop();
    let lines = vec![
        // 1.5 × 9.99 = 14.985, less 10 % = 13.4865: 13.49; of 14.98 before.
        NewQuoteLine {
            discount_rate: Rate::from_ppm(100_000),
            tax_rate: Rate::from_ppm(190_000),
            ..line(1_500, 9_990_000)
        },
        NewQuoteLine { tax_rate: Rate::from_ppm(70_000), ..line(1_000, 10_000_000) },
    ];
    let given = NewQuote { lines, discount_rate: Rate::from_ppm(50_000), ..new(customer) };
    let quote = crm.write(|tx| tx.quotes().create(given)).unwrap();
    assert_eq!((quote.gross, quote.subtotal), (Money::usd(24_98), Money::usd(23_49)));
    assert_eq!((quote.lines[0].total, quote.lines[0].discount), (Money::usd(13_49), Money::usd(1_49)));
    // 5 % of 23.49 = 1.1745: 1.17, of which 0.67 and 0.50; 19 % of 12.82 = 2.4358 and 7 % of 9.50 = 0.665.
    assert_eq!((quote.discount, quote.tax), (Money::usd(1_17), Money::usd(3_10)));
    assert_eq!((quote.lines[0].tax, quote.lines[1].tax), (Money::usd(2_44), Money::usd(66)));
    assert_eq!(quote.total, Money::usd(25_42));
    let included = QuotePatch { tax_included: Some(true), ..QuotePatch::default() };
    let quote = crm.write(|tx| tx.quotes().update(quote.id, included)).unwrap();
    // 19/119 of 12.82 = 2.0469 and 7/107 of 9.50 = 0.6215.
    assert_eq!((quote.tax, quote.total), (Money::usd(2_67), Money::usd(2232)));
}

#[test]
fn what_cannot_be_offered_is_refused() {
    let (crm, _, customer) = shop();
    let refused = |change: &dyn Fn(&mut NewQuote)| {
        let mut given = new(customer);
        change(&mut given);
        let error = crm.write(|tx| tx.quotes().create(given)).unwrap_err();
        (error.code(), error.path().unwrap().to_owned())
    };
    let invalid = |path: &str| (ErrorCode::InvalidInput, path.to_owned());
    let rate = Rate::from_ppm(1_000_001);
    assert_eq!(refused(&|quote| quote.customer_id = CustomerId(99)), (ErrorCode::NotFound, "/customer_id".into()));
    assert_eq!(
        refused(&|quote| quote.opportunity_id = Some(OpportunityId(9))),
        (ErrorCode::NotFound, "/opportunity_id".into())
    );
    assert_eq!(refused(&|quote| quote.currency = None), invalid("/currency"));
    assert_eq!(refused(&|quote| quote.discount_rate = rate), invalid("/discount_rate"));
    assert_eq!(refused(&|quote| quote.lines[0].discount_rate = rate), invalid("/lines/0/discount_rate"));
    assert_eq!(refused(&|quote| quote.lines[0].tax_rate = Rate::from_ppm(-1)), invalid("/lines/0/tax_rate"));
    assert_eq!(refused(&|quote| quote.lines[0].quantity = Quantity::default()), invalid("/lines/0/quantity"));
    assert_eq!(refused(&|quote| quote.lines[0].unit_price = None), invalid("/lines/0/unit_price"));
    assert_eq!(refused(&|quote| quote.lines.push(line(1, -1))), invalid("/lines/1/unit_price"));
    assert_eq!(refused(&|quote| quote.lines.push(line(i64::MAX, i64::MAX))), invalid("/lines/1/unit_price"));
    assert_eq!(refused(&|quote| quote.lines[0].sku = " ".into()), invalid("/lines/0/sku"));
    assert_eq!(refused(&|quote| quote.valid_until = Some(day("2026-03-01"))), invalid("/valid_until"));
    assert_eq!(refused(&|quote| quote.owner_id = Some(StaffId(0))), invalid("/owner_id"));
    assert_eq!(refused(&|quote| quote.channel = Some("a b".into())), invalid("/channel"));
    assert_eq!(refused(&|quote| quote.lines = vec![line(1, 1); 501]), (ErrorCode::Limit, "/lines".into()));
    // Nothing of them took a number.
    assert_eq!(crm.write(|tx| tx.quotes().create(new(customer))).unwrap().number, "Q-2026-0001");
}

#[test]
fn the_catalogue_gives_names_and_prices() {
    let (crm, _, customer) = shop();
    crm.write(|tx| {
        let product: NewProduct = serde_json::from_value(json!({
            "sku": "LAMP", "name": "Lamp", "price": { "amount": "12.50", "currency": "USD" },
        }))
        .unwrap();
        tx.catalog().upsert(product)?;
        let bare = NewQuoteLine { unit_price: None, ..line(2_000, 0) };
        let quote = tx.quotes().create(NewQuote { lines: vec![bare.clone()], ..new(customer) })?;
        assert_eq!((quote.total, quote.lines[0].name.as_deref()), (Money::usd(25_00), Some("Lamp")));
        let euros = NewQuote { lines: vec![bare], ..NewQuote::new(customer, Currency::EUR) };
        assert_eq!(tx.quotes().create(euros).unwrap_err().path(), Some("/lines/0/unit_price"));
        Ok(())
    })
    .unwrap();
}

#[test]
fn an_order_has_the_key_of_its_quote_or_of_the_host_and_a_rate() {
    let (crm, _, customer) = shop();
    crm.write(|tx| {
        tx.shop().configure(ShopPatch { base_currency: Some(Currency::CNY), ..ShopPatch::default() })?;
        let mut ids = Vec::new();
        for _ in 0..3 {
            let id = tx.quotes().create(new(customer))?.id;
            tx.quotes().send(id)?;
            tx.quotes().accept(id)?;
            ids.push(id);
        }
        let error = tx.quotes().order(ids[0], QuoteOrder::default()).unwrap_err();
        assert_eq!((error.code(), error.path()), (ErrorCode::NotFound, Some("/rate")));
        assert_eq!(tx.quotes().get(ids[0])?.state, QuoteState::Accepted);
        let known = ExchangeRate::from_nanos(7_000_000_000);
        let rate = Some(known);
        let order = tx.quotes().order(ids[0], QuoteOrder { rate, ..QuoteOrder::default() })?;
        assert_eq!((order.total_base, order.state), (Money::cny(139_86), OrderState::Pending));
        assert_eq!(order.source.as_deref(), Some("crm.quotes"));
        assert_eq!(tx.quotes().get(ids[0])?.order_id, Some(order.id));
        let error = tx.quotes().order(ids[0], QuoteOrder { rate, ..QuoteOrder::default() }).unwrap_err();
        assert_eq!((error.code(), error.existing_id()), (ErrorCode::NotAllowedTransition, Some(order.id.0)));

        let keyed = |key: &str| QuoteOrder {
            source: Some("web".into()),
            external_id: Some(key.into()),
            rate,
            ..QuoteOrder::default()
        };
        let order = tx.quotes().order(ids[1], keyed("A1"))?;
        assert_eq!(order.external_id.as_deref(), Some("A1"));
        let error = tx.quotes().order(ids[2], keyed("A1")).unwrap_err();
        assert_eq!((error.code(), error.existing_id()), (ErrorCode::Conflict, Some(order.id.0)));
        let half = QuoteOrder { source: None, ..keyed("A2") };
        assert_eq!(tx.quotes().order(ids[2], half).unwrap_err().path(), Some("/source"));
        let half = QuoteOrder { external_id: None, ..keyed("A2") };
        assert_eq!(tx.quotes().order(ids[2], half).unwrap_err().path(), Some("/external_id"));
        let day = tx.quotes().get(ids[2])?.created_at;
        let rates = [CurrencyRate { currency: Currency::USD, day: Date::parse("2026-03-02")?, rate: known }];
        tx.shop().set_rates(&rates)?;
        let order = tx.quotes().order(ids[2], QuoteOrder { placed_at: Some(day), ..QuoteOrder::default() })?;
        assert_eq!(order.placed_at, day);
        assert!(has_accepted(tx, customer).is_ok_and(|accepted| !accepted));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn the_check_finds_what_does_not_follow_from_the_facts() {
    let (crm, _, customer) = shop();
    crm.write(|tx| tx.quotes().create(new(customer))).unwrap();
    let shown = |tx: &WriteTransaction| {
        tx.all("SELECT number, total_minor FROM crm_quotes", [], |row| Ok((row.get(0)?, row.get(1)?)))
    };
    let found: Vec<(String, i64)> = crm.write(shown).unwrap();
    assert_eq!(found, [("Q-2026-0001".to_owned(), 19_98)]);
    assert!(crm.check().unwrap().ok);
    for (change, problem) in [
        ("crm_quote SET total_minor = total_minor + 1", "1 quotes have a total that their lines do not come to"),
        ("crm_quote SET state = 'sent'", "1 quotes are in a state that the log does not tell of"),
        ("crm_quote SET number = 'Q-2025-0001'", "1 series of quotes have a gap in their numbers"),
    ] {
        let tx = crm.begin_write().unwrap();
        tx.run(&format!("UPDATE {change}"), []).unwrap();
        assert_eq!(compare(&tx).unwrap(), [problem]);
    }
}

type Given = (i64, i64, i64, i64);

fn lines_of(given: &[Given]) -> Vec<NewQuoteLine> {
    let lines = given.iter().map(|(quantity, price, discount, tax)| NewQuoteLine {
        discount_rate: Rate::from_ppm(*discount),
        tax_rate: Rate::from_ppm(*tax),
        ..line(*quantity, *price)
    });
    lines.collect()
}

fn given() -> impl Strategy<Value = Vec<Given>> {
    let share = prop_oneof![Just(0_i64), Just(190_000), Just(1_000_000), 0_i64..=1_000_000];
    proptest::collection::vec((1_i64..100_000, 0_i64..1_000_000_000, share.clone(), share), 1..20)
}

proptest! {
    #[test]
    fn amounts_add_up_and_an_order_comes_to_the_same(
        given in given(),
        whole in prop_oneof![Just(0_i64), 0_i64..=1_000_000],
        included in any::<bool>(),
        currency in prop_oneof![Just(Currency::USD), Just(Currency::JPY), Just(Currency::KWD)],
    ) {
        let (crm, _, customer) = shop();
        let new = NewQuote {
            lines: lines_of(&given),
            discount_rate: Rate::from_ppm(whole),
            tax_included: included,
            ..NewQuote::new(customer, currency)
        };
        let (quote, order) = crm.write(|tx| {
            let quote = tx.quotes().create(new)?;
            tx.quotes().approve(quote.id, StaffId(1))?;
            tx.quotes().send(quote.id)?;
            tx.quotes().accept(quote.id)?;
            Ok((tx.quotes().get(quote.id)?, tx.quotes().order(quote.id, QuoteOrder::default())?))
        }).unwrap();
        let unit = 10_i128.pow(9 - currency.exponent());
        let (mut subtotal, mut tax) = (0, 0);
        for (line, (quantity, price, discount, _)) in quote.lines.iter().zip(&given) {
            let exact = i128::from(*quantity) * i128::from(*price);
            prop_assert_eq!(line.total.minor, round(exact * i128::from(1_000_000 - discount), unit * 1_000_000));
            prop_assert_eq!(line.total.minor + line.discount.minor, round(exact, unit));
            prop_assert!(line.discount.minor >= 0 && line.tax.minor >= 0);
            prop_assert!(line.tax.minor <= line.total.minor);
            subtotal += line.total.minor;
            tax += line.tax.minor;
        }
        prop_assert_eq!((quote.subtotal.minor, quote.tax.minor), (subtotal, tax));
        prop_assert_eq!(quote.discount.minor, round(i128::from(subtotal) * i128::from(whole), 1_000_000));
        let total = subtotal - quote.discount.minor + if included { 0 } else { tax };
        prop_assert_eq!(quote.total.minor, total);
        prop_assert!(total >= 0);
        prop_assert_eq!(
            (order.subtotal, order.discount, order.tax, order.total, order.difference.minor),
            (quote.subtotal, quote.discount, quote.tax, quote.total, 0)
        );
        for (ordered, quoted) in order.lines.iter().zip(&quote.lines) {
            prop_assert_eq!((&ordered.sku, ordered.quantity), (&quoted.sku, quoted.quantity));
            prop_assert_eq!((ordered.total, ordered.discount, ordered.tax), (quoted.total, quoted.discount, quoted.tax));
        }
        prop_assert!(crm.check().unwrap().ok);
    }
}
