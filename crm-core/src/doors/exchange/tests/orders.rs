use super::*;
use crate::customers::{IdentityInput, IdentityKind};
use crate::orders::{Metrics, OrderState, PayState};
use crate::shop::ShopPatch;
use crate::{Currency, CustomerId, Money};

fn shop() -> Crm {
    let crm = Crm::in_memory().unwrap();
    let patch = ShopPatch { base_currency: Some(Currency::USD), ..ShopPatch::default() };
    crm.write(|tx| tx.shop().configure(patch)).unwrap();
    crm
}

fn customer(crm: &Crm, key: &str) -> CustomerId {
    let identity = IdentityInput::new(IdentityKind::ExternalId, key);
    crm.read(|tx| tx.customers().id_of(&identity)).unwrap().unwrap_or_else(|| panic!("nobody has {key}"))
}

fn metrics(crm: &Crm, key: &str) -> Metrics {
    let id = customer(crm, key);
    crm.read(|tx| tx.orders().metrics(id)).unwrap()
}

fn simple() -> serde_json::Value {
    json!({"mapping": "customer=who,placed_at=day,total=amount", "source": "shop"})
}

#[test]
fn equal_rows_are_several_orders_and_the_same_file_again_is_the_same() {
    let crm = shop();
    let text = "who,day,amount\n7,2026-01-05,10.00\n7,2026-01-05,10.00\n8,2026-01-06,0\n";
    let (report, _) = import_text(&crm, "orders", text, simple()).unwrap();
    assert_eq!((report.created, report.new_customers), (3, 2));
    assert_eq!(metrics(&crm, "shop:7").orders, 2);
    assert_eq!(metrics(&crm, "shop:7").net, Some(Money::usd(2000)));
    assert_eq!(metrics(&crm, "shop:8").orders, 1);
    let (again, _) = import_text(&crm, "orders", text, simple()).unwrap();
    assert_eq!((again.created, again.skipped, again.new_customers), (0, 3, 0));
    // Longer, written otherwise, in another order: only the third of the equal rows is new.
    let longer = "note,amount,who,day\nx,0.00,8,2026-01-06\n,10,7,2026-01-05T00:00:00Z\n,+10.0,7,2026-01-05\n,10.00,7,2026-01-05 00:00\n";
    let (more, kept) = import_text(&crm, "orders", longer, simple()).unwrap();
    assert_eq!((more.created, more.skipped), (1, 3), "{:?}", kept.0);
    assert_eq!(metrics(&crm, "shop:7").orders, 3);
    assert!(crm.check().unwrap().ok);
}

const LINES: &str = "no,client,on,article,pieces,price,state\n\
A1,7,2026-01-05,TEA,2,3.505,completed\n\
A2,8,2026-01-05,MUG,1,9.90,pending\n\
A1,7,2026-01-05,MUG,1,9.90,completed\n";

fn lines() -> serde_json::Value {
    json!({"mapping": "order=no,customer=client,placed_at=on,sku=article,quantity=pieces,unit_price=price,state=state",
        "source": "shop"})
}

#[test]
fn rows_that_share_an_order_are_its_lines() {
    let crm = shop();
    let (report, kept) = import_text(&crm, "orders", LINES, lines()).unwrap();
    assert_eq!((report.rows, report.created, report.rejected), (3, 3, 0), "{:?}", kept.0);
    let order = crm.read(|tx| tx.orders().find("shop", "A1")).unwrap().unwrap();
    assert_eq!((order.lines.len(), order.total, order.state), (2, Money::usd(1691), OrderState::Completed));
    assert_eq!((order.pay_state, order.counts), (PayState::Paid, true));
    assert_eq!(kept.0.iter().filter(|row| row.id == Some(order.id.0)).map(|row| row.line).collect::<Vec<_>>(), [2, 4]);
    let open = crm.read(|tx| tx.orders().find("shop", "A2")).unwrap().unwrap();
    assert_eq!((open.state, open.pay_state, open.counts), (OrderState::Pending, PayState::Unpaid, false));
}

#[test]
fn an_order_is_not_taken_without_one_of_its_lines() {
    let crm = shop();
    let text = format!(
        "{LINES}A3,9,2026-01-05,TEA,1,1,completed\nA3,9,2026-01-05,MUG,one,1,completed\nA3,9,2026-01-05,POT,1,1,completed\n\
        A4,9,2026-01-05,TEA,1,1,completed\nA4,8,2026-01-05,MUG,1,1,completed\nA5,9,2026-01-05,TEA,1,1,shipped\n"
    );
    let (report, kept) = import_text(&crm, "orders", &text, lines()).unwrap();
    assert_eq!((report.created, report.rejected), (3, 6));
    let reason = |line: u64| kept.0.iter().find(|row| row.line == line).unwrap().reason.clone().unwrap();
    assert!(reason(6).starts_with("quantity: "), "{}", reason(6));
    assert!(reason(5).starts_with("line 6: quantity: "), "{}", reason(5));
    assert!(reason(7).starts_with("line 6: "), "{}", reason(7));
    assert!(reason(9).contains("different customers"), "{}", reason(9));
    assert!(reason(10).contains("allowed: draft, pending"), "{}", reason(10));
    assert!(crm.read(|tx| tx.orders().find("shop", "A3")).unwrap().is_none());
    let nobody = IdentityInput::new(IdentityKind::ExternalId, "shop:9");
    assert_eq!(crm.read(|tx| tx.customers().id_of(&nobody)).unwrap(), None);
}

#[test]
fn policies_decide_about_known_orders() {
    let crm = shop();
    import_text(&crm, "orders", LINES, lines()).unwrap();
    let newer = LINES.replace("A2,8,2026-01-05,MUG,1,9.90,pending", "A2,8,2026-01-05,MUG,2,9.90,completed");
    let run = |policy: &str| {
        let mut more = lines();
        more["policy"] = json!(policy);
        import_text(&crm, "orders", &newer, more).unwrap().1.verdicts()
    };
    let second = || crm.read(|tx| tx.orders().find("shop", "A2")).unwrap().unwrap();
    for policy in ["skip", "merge"] {
        assert!(run(policy).iter().all(|(_, verdict)| *verdict == Verdict::Skipped), "{policy}");
        assert_eq!(second().total, Money::usd(990));
    }
    assert_eq!(run("update"), [(2, Verdict::Skipped), (3, Verdict::Updated), (4, Verdict::Skipped)]);
    assert_eq!((second().total, second().state), (Money::usd(1980), OrderState::Completed));
    assert_eq!(metrics(&crm, "shop:8").net, Some(Money::usd(1980)));
    assert!(crm.check().unwrap().ok);
}

#[test]
fn negative_orders_are_refunds() {
    let crm = shop();
    let text = "no,client,on,article,pieces,price,of\n\
        A1,7,2026-01-05,TEA,4,5.00,\n\
        C1,7,2026-02-05,TEA,-1,5.00,\n\
        C2,7,2026-02-06,TEA,-2,5.00,A1\n\
        C3,7,2026-02-06,TEA,-9,5.00,A1\n\
        C4,7,2026-02-06,TEA,1,5.00,\n\
        C4,7,2026-02-06,TEA,-2,5.00,\n\
        C5,7,2026-02-06,TEA,-1,5.00,A9\n";
    let mapping = json!({"mapping":
        "order=no,customer=client,placed_at=on,sku=article,quantity=pieces,unit_price=price,refund_of=of", "source": "shop"});
    let (report, kept) = import_text(&crm, "orders", text, mapping.clone()).unwrap();
    let reason = |line: u64| kept.0.iter().find(|row| row.line == line).unwrap().reason.clone().unwrap_or_default();
    assert_eq!((report.created, report.rejected), (3, 4), "{:?}", kept.0);
    assert!(reason(6).contains("sold and lines that came back"), "{}", reason(6));
    assert!(reason(8).starts_with("refund_of: "), "{}", reason(8));
    let order = crm.read(|tx| tx.orders().find("shop", "A1")).unwrap().unwrap();
    assert_eq!((order.refunded, order.pay_state), (Money::usd(1000), PayState::PartiallyRefunded));
    let sums = metrics(&crm, "shop:7");
    assert_eq!((sums.orders, sums.refunds, sums.net), (1, 2, Some(Money::usd(500))));
    let (again, _) = import_text(&crm, "orders", text, mapping).unwrap();
    assert_eq!((again.created, again.skipped), (0, 3));
    assert!(crm.check().unwrap().ok);
}

#[test]
fn refunds_have_rows_of_their_own() {
    let crm = shop();
    import_text(&crm, "orders", LINES, lines()).unwrap();
    let text = "id,order,client,on,sum,why\n\
        R1,A1,,2026-02-01,-5.00,damaged\n\
        R2,,8,2026-02-02,1.00,\n\
        R3,A9,,2026-02-02,1.00,\n\
        R4,,,2026-02-02,1.00,\n\
        R5,A1,,2026-02-03,500.00,\n\
        ,A1,,2026-02-04,1.00,\n";
    let mapping = json!({"mapping": "refund=id,order=order,customer=client,refunded_at=on,total=sum,reason=why", "source": "shop"});
    let (report, kept) = import_text(&crm, "refunds", text, mapping.clone()).unwrap();
    let verdicts: Vec<Verdict> = kept.0.iter().map(|row| row.verdict).collect();
    use Verdict::{Created, Rejected, Skipped};
    assert_eq!(verdicts, [Created, Created, Rejected, Rejected, Rejected, Created], "{:?}", kept.0);
    assert_eq!(report.rejected, 3);
    let order = crm.read(|tx| tx.orders().find("shop", "A1")).unwrap().unwrap();
    assert_eq!(order.refunded, Money::usd(600));
    let (_, again) = import_text(&crm, "refunds", text, mapping).unwrap();
    let verdicts: Vec<Verdict> = again.0.iter().map(|row| row.verdict).collect();
    assert_eq!(verdicts, [Skipped, Skipped, Rejected, Rejected, Rejected, Skipped], "{:?}", again.0);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn guests_are_found_by_what_identifies_them() {
    let crm = shop();
    let text = "mail,tel,name,day,amount\n\
        Wei@Example.com,,王伟,2026-01-05,10\n\
        wei@example.com,+8613800138000,,2026-01-06,10\n\
        ,+86 138 0013 8000,,2026-01-07,10\n\
        ,12,Nobody,2026-01-08,10\n\
        ,,Nobody,2026-01-09,10\n";
    let mapping = json!({"mapping": "email=mail,phone=tel,name=name,placed_at=day,total=amount", "source": "shop"});
    let (report, kept) = import_text(&crm, "orders", text, mapping).unwrap();
    assert_eq!((report.created, report.rejected, report.new_customers), (4, 1, 2), "{:?}", kept.0);
    let wei = IdentityInput::new(IdentityKind::Email, "wei@example.com");
    let wei = crm.read(|tx| tx.customers().find(&wei)).unwrap().unwrap();
    assert_eq!(wei.name.as_deref(), Some("王伟"));
    assert_eq!(crm.read(|tx| tx.orders().metrics(wei.id)).unwrap().orders, 3);
    // A number that cannot be read is left out and told, without being repeated.
    let told = kept.0.iter().find(|row| row.line == 5).unwrap();
    assert_eq!(told.verdict, Verdict::Created);
    assert!(
        told.reason.as_deref().is_some_and(|reason| reason.contains("phone") && !reason.contains("12")),
        "{told:?}"
    );
}

#[test]
fn amounts_need_a_currency_and_keep_their_decimals() {
    let crm = Crm::in_memory().unwrap();
    let text = "who,day,amount,unit\n7,2026-01-05,1.234.000,JPY\n";
    let comma = json!({"mapping": "customer=who,placed_at=day,total=amount,currency=unit", "source": "shop", "number_format": "comma"});
    let (report, kept) = import_text(&crm, "orders", text, comma).unwrap();
    assert_eq!(report.created, 1, "{:?}", kept.0);
    assert_eq!(metrics(&crm, "shop:7").net, Some(Money::new(1_234_000, Currency::JPY)));
    let fresh = Crm::in_memory().unwrap();
    let (report, kept) = import_text(&fresh, "orders", "who,day,amount\n7,2026-01-05,1\n", simple()).unwrap();
    assert_eq!(report.rejected, 1);
    assert!(kept.0[0].reason.as_deref().is_some_and(|reason| reason.starts_with("currency: ")), "{:?}", kept.0);
    let crm = shop();
    let text =
        "who,day,amount\n7,2026-01-05,1.005\n8,2026-01-05,nan\n9,2026-01-05,99999999999999999999\n10,2026-01-05,1e3\n";
    let (report, _) = import_text(&crm, "orders", text, simple()).unwrap();
    assert_eq!((report.created, report.rejected), (0, 4));
}

/// Many orders with lines that stand apart, over several batches.
#[test]
fn lines_are_joined_across_batches() {
    let mut text = String::from("no,client,on,article,pieces,price,state\n");
    for order in 0..6_000 {
        // Two neighbours interleave: a, b, a, b.
        let (a, b) = (order * 2, order * 2 + 1);
        for sku in ["TEA", "MUG"] {
            for no in [a, b] {
                text.push_str(&format!("A{no},{},2026-01-05,{sku},1,1.00,completed\n", no % 500));
            }
        }
    }
    let crm = shop();
    let (report, kept) = import_text(&crm, "orders", &text, lines()).unwrap();
    assert_eq!((report.rows, report.created, report.rejected), (24_000, 24_000, 0), "{:?}", report.rejections);
    assert_eq!(kept.0.len(), 24_000);
    let sums = metrics(&crm, "shop:0");
    assert_eq!((sums.orders, sums.net), (24, Some(Money::usd(4_800))));
}

#[test]
fn lines_that_stand_too_far_apart_are_refused_and_not_lost_silently() {
    let mut text = String::from("no,client,on,article,pieces,price,state\nA,7,2026-01-05,TEA,1,1.00,completed\n");
    for number in 0..21_000 {
        text.push_str(&format!("B{number},8,2026-01-05,TEA,1,1.00,completed\n"));
    }
    text.push_str("A,7,2026-01-05,MUG,1,1.00,completed\n");
    let crm = shop();
    let (report, kept) = import_text(&crm, "orders", &text, lines()).unwrap();
    assert_eq!((report.created, report.rejected), (21_001, 1));
    let last = kept.0.last().unwrap();
    assert_eq!(last.line, 21_003);
    assert!(last.reason.as_deref().is_some_and(|reason| reason.contains("sort the file")), "{last:?}");
}

#[test]
fn an_order_that_is_refused_leaves_no_customer_behind() {
    let crm = shop();
    let text = "who,day,amount,off,unit\n7,2026-01-05,10,-1,USD\n8,2026-01-05,10,,EUR\n9,2026-01-05,10,,USD\n7,2026-01-06,10,,USD\n";
    let mapping =
        json!({"mapping": "customer=who,placed_at=day,total=amount,discount=off,currency=unit", "source": "shop"});
    let (report, kept) = import_text(&crm, "orders", text, mapping).unwrap();
    assert_eq!((report.created, report.rejected, report.new_customers), (2, 2, 2), "{:?}", kept.0);
    let nobody = IdentityInput::new(IdentityKind::ExternalId, "shop:8");
    assert_eq!(crm.read(|tx| tx.customers().id_of(&nobody)).unwrap(), None);
    assert_eq!(metrics(&crm, "shop:7").orders, 1);
    assert!(crm.check().unwrap().ok);
}
