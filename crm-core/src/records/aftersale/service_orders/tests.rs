//! Service orders: every state with every move, who bears what, parts and times, invoices, maintenance, merges.

use super::cover::{Contracted, Warranted, of_line};
use super::rules::MACHINE;
use super::*;
use crate::customers::{Block, MergeRequest, NewBlock};
use crate::records::aftersale::assets::{AssetState, NewAsset};
use crate::records::aftersale::parts::{NewPart, NewStockMove, PartReservationFilter, PartReservationState};
use crate::records::aftersale::warranties::{SaveWarrantyPlan, VoidReason, WarrantyKind, WarrantyStart};
use crate::records::sale::invoices::InvoiceState;
use crate::records::tasks::TaskFilter;
use crate::records::tasks::appointments::{AppointmentState, WeekHours};
use crate::testing::{Chance, at, call, customer, done_by, person, shop, shop_of, sound, told};
use crate::vocabulary::{
    AssetId, Currency, CustomerId, Date, ErrorCode, Money, PageRequest, PartId, Quantity, Rate, ServiceLineId, StaffId,
    Timestamp, UnitPrice,
};
use std::collections::BTreeMap;

const KIM: StaffId = StaffId(7);

fn price(cents: i64) -> UnitPrice {
    UnitPrice::from_micros(cents * 10_000)
}

fn fee(cents: i64) -> NewServiceLine {
    NewServiceLine { unit_price: Some(price(cents)), ..NewServiceLine::new(ServiceLineKind::Fee) }
}

fn labour(minutes: u32, cents: i64) -> NewServiceLine {
    NewServiceLine {
        minutes: Some(minutes),
        unit_price: Some(price(cents)),
        ..NewServiceLine::new(ServiceLineKind::Labour)
    }
}

fn part_line(sku: &str, quantity: i32) -> NewServiceLine {
    NewServiceLine {
        sku: Some(sku.into()),
        quantity: Some(Quantity::units(quantity)),
        ..NewServiceLine::new(ServiceLineKind::Part)
    }
}

fn draft(tx: &WriteTransaction, customer: CustomerId) -> ServiceOrderId {
    let new = NewServiceOrder {
        customer_id: Some(customer),
        currency: Some(Currency::USD),
        ..NewServiceOrder::new(ServiceKind::Repair)
    };
    tx.service_orders().create(new).unwrap().id
}

/// A part at 10.00 with so much of it.
fn pump(tx: &WriteTransaction, stock: i32) -> PartId {
    let part = tx.parts().create(NewPart { price: Some(Money::usd(10_00)), ..NewPart::new("PUMP", "Pump") }).unwrap();
    if stock > 0 {
        tx.parts().receive(NewStockMove::new(part.id, Quantity::units(stock))).unwrap();
    }
    part.id
}

fn technician(tx: &WriteTransaction, staff: StaffId, skills: &[&str]) {
    let skills = skills.iter().map(ToString::to_string).collect();
    let one = Technician { staff_id: staff, skills, regions: vec![], place: "van-7".into(), active: true };
    tx.technicians().save(one).unwrap();
}

fn schedule(id: ServiceOrderId, staff_id: StaffId, starts_at: Timestamp) -> ServiceSchedule {
    ServiceSchedule { id, staff_id, starts_at, minutes: 60, force: true }
}

fn billing(id: ServiceOrderId) -> ServiceBilling {
    ServiceBilling { id, bill_to: None, note: None, due_days: None }
}

fn mixer(tx: &WriteTransaction, serial: &str, customer: CustomerId) -> AssetId {
    tx.assets().register(NewAsset::new(serial, "MIXER").of(customer)).unwrap().id
}

/// Takes an order to a state, by the verb for it.
fn go(tx: &WriteTransaction, id: ServiceOrderId, to: ServiceOrderState, hour: &mut i64) -> Result<ServiceOrder> {
    use ServiceOrderState as S;
    let orders = tx.service_orders();
    match to {
        S::Draft => unreachable!("no verb leads back to a draft"),
        S::Quoted => orders.quote(id, None),
        S::Confirmed if orders.get(id)?.state == S::Quoted => orders.accept(id),
        S::Confirmed => orders.confirm(id),
        S::WaitingParts => {
            // In states in which nothing is reserved, the machine speaks.
            match orders.get(id)?.state {
                S::Confirmed | S::InProgress | S::Scheduled | S::WaitingParts | S::Draft => {
                    orders.add_line(id, part_line("NONE", 1))?;
                }
                _ => {}
            }
            orders.reserve_parts(id)
        }
        S::Scheduled => {
            *hour += 1;
            orders.schedule(schedule(id, KIM, tx.now().plus_millis(*hour * 3_600_000)))
        }
        S::InProgress => orders.start(id),
        S::Done => orders.complete(id, "Works"),
        S::Unrepairable => orders.mark_unrepairable(id, "Rust"),
        S::ToInvoice => orders.to_invoice(id),
        S::Invoiced => orders.invoice(billing(id)),
        S::Closed => orders.close(id),
        S::Declined => orders.decline(id, None),
        S::Cancelled => orders.cancel(id, "No time"),
        S::Expired => {
            let mut order = orders.get(id)?;
            tx.step(|| {
                moves::go(tx, &mut order, S::Expired, None)?;
                write(tx, &mut order, "service_order.expired")
            })?;
            Ok(order)
        }
    }
}

#[test]
fn every_state_with_every_move() {
    use ServiceOrderState as S;
    let (crm, _, wei) = shop_of("Wei");
    let ways: [(S, &[S]); 14] = [
        (S::Draft, &[]),
        (S::Quoted, &[S::Quoted]),
        (S::Confirmed, &[S::Confirmed]),
        (S::WaitingParts, &[S::Confirmed, S::WaitingParts]),
        (S::Scheduled, &[S::Confirmed, S::Scheduled]),
        (S::InProgress, &[S::Confirmed, S::Scheduled, S::InProgress]),
        (S::Done, &[S::Confirmed, S::Scheduled, S::InProgress, S::Done]),
        (S::Unrepairable, &[S::Confirmed, S::Scheduled, S::InProgress, S::Unrepairable]),
        (S::ToInvoice, &[S::Confirmed, S::Scheduled, S::InProgress, S::Done, S::ToInvoice]),
        (S::Invoiced, &[S::Confirmed, S::Scheduled, S::InProgress, S::Done, S::Invoiced]),
        (S::Closed, &[S::Confirmed, S::Scheduled, S::InProgress, S::Done, S::Invoiced, S::Closed]),
        (S::Declined, &[S::Quoted, S::Declined]),
        (S::Expired, &[S::Quoted, S::Expired]),
        (S::Cancelled, &[S::Cancelled]),
    ];
    crm.write(|tx| {
        technician(tx, KIM, &[]);
        let none = tx.parts().create(NewPart { price: Some(Money::usd(1_00)), ..NewPart::new("NONE", "None") })?.id;
        let mut hour = 0;
        for (from, way) in ways {
            for to in S::ALL.iter().copied().filter(|to| *to != S::Draft) {
                let id = draft(tx, wei);
                tx.service_orders().add_line(id, fee(10_00))?;
                for step in way {
                    go(tx, id, *step, &mut hour)?;
                }
                if from == S::WaitingParts && to == S::Scheduled {
                    let missing = go(tx, id, to, &mut hour).unwrap_err();
                    assert_eq!(missing.code(), ErrorCode::Conflict);
                    tx.parts().receive(NewStockMove::new(none, Quantity::ONE))?;
                    tx.service_orders().reserve_parts(id)?;
                }
                let before = tx.service_orders().get(id)?;
                assert_eq!(before.state, from);
                let went = go(tx, id, to, &mut hour);
                let after = tx.service_orders().get(id)?;
                // An invoice passes by the list of those to be invoiced; a closed order owes nothing.
                let passes = to == S::Invoiced && matches!(from, S::Done | S::Unrepairable);
                let owes = to == S::Closed && matches!(from, S::Done | S::Unrepairable);
                // More parts may be missing without another move.
                let stays = from == S::WaitingParts && to == S::WaitingParts;
                let allowed = (MACHINE.may(from, to) || passes || stays) && !owes;
                assert_eq!(went.is_ok(), allowed, "{from} to {to}: {went:?}");
                match went {
                    Ok(order) => {
                        assert_eq!((order.state, &order), (to, &after), "what is answered is what is stored");
                        assert_eq!(after.ended_at.is_some(), MACHINE.allowed(to).is_empty());
                    }
                    Err(error) if error.code() == ErrorCode::NotAllowedTransition => {
                        assert_eq!(after, before);
                        let allowed: Vec<_> = MACHINE.allowed(from).iter().map(ToString::to_string).collect();
                        assert_eq!(error.allowed_values(), allowed, "{from} to {to}");
                    }
                    Err(error) => {
                        assert_eq!(error.code(), ErrorCode::Conflict, "{from} to {to}");
                        assert_eq!(after.state, from);
                    }
                }
            }
        }
        Ok(())
    })
    .unwrap();
    sound(&crm);
}

#[test]
fn what_a_line_costs_is_borne_to_the_last_cent_by_the_rule() {
    use ServiceLineKind::{Fee, Labour, Part, Travel};
    let full = Some(Warranted { parts: true, labour: true, onsite: true });
    let parts_only = Some(Warranted { parts: true, ..Warranted::default() });
    let third = Some(Contracted { parts: Rate::from_ppm(333_333), labour: true, travel: false });
    let table = [
        (Part, full, None, CoveredBy::Warranty, CoverReason::WarrantyParts, [1_000, 0, 0, 0]),
        (Labour, full, None, CoveredBy::Warranty, CoverReason::WarrantyLabour, [1_000, 0, 0, 0]),
        (Travel, full, None, CoveredBy::Warranty, CoverReason::WarrantyOnsite, [1_000, 0, 0, 0]),
        (Fee, full, third, CoveredBy::Customer, CoverReason::NotCovered, [0, 0, 0, 1_000]),
        (Labour, parts_only, None, CoveredBy::Customer, CoverReason::NotCovered, [0, 0, 0, 1_000]),
        (Labour, parts_only, third, CoveredBy::Contract, CoverReason::ContractLabour, [0, 1_000, 0, 0]),
        (Part, parts_only, third, CoveredBy::Warranty, CoverReason::WarrantyParts, [1_000, 0, 0, 0]),
        (Part, None, third, CoveredBy::Contract, CoverReason::ContractParts, [0, 333, 0, 667]),
        (Travel, None, third, CoveredBy::Customer, CoverReason::NotCovered, [0, 0, 0, 1_000]),
        (Part, None, None, CoveredBy::Customer, CoverReason::NoCover, [0, 0, 0, 1_000]),
    ];
    for (kind, warranty, contract, by, reason, parts) in table {
        let borne = of_line((kind, 1_000), warranty, contract, 0).unwrap();
        assert_eq!((borne.by, borne.reason), (by, reason), "{kind}");
        assert_eq!([borne.warranty, borne.contract, borne.goodwill, borne.customer], parts, "{kind}");
    }
    let mut dice = Chance(1);
    for _ in 0..5_000 {
        let amount = dice.roll(1_000_000) as i64;
        let kind = ServiceLineKind::ALL[dice.roll(4) as usize];
        let mut yes = || dice.roll(2) == 0;
        let warranty = yes().then(|| Warranted { parts: yes(), labour: yes(), onsite: yes() });
        let (has, labour, travel) = (yes(), yes(), yes());
        let parts = Rate::from_ppm(dice.roll(1_200_000) as i64 - 100_000);
        let contract = has.then_some(Contracted { parts, labour, travel });
        let goodwill = dice.roll(1_500_000) as i64 - 100_000;
        let borne = of_line((kind, amount), warranty, contract, goodwill).unwrap();
        let each = [borne.warranty, borne.contract, borne.goodwill, borne.customer];
        assert_eq!(each.iter().sum::<i64>(), amount);
        assert!(each.iter().all(|part| *part >= 0), "{each:?}");
        assert!(borne.warranty == 0 || borne.contract == 0);
        let bearer = match borne.by {
            CoveredBy::Warranty => borne.warranty,
            CoveredBy::Contract => borne.contract,
            CoveredBy::Goodwill => borne.goodwill,
            CoveredBy::Customer => borne.customer,
        };
        assert!(bearer > 0 || amount < 4, "{borne:?}");
    }
}

#[test]
fn a_repair_from_the_complaint_to_the_invoice() {
    let (crm, clock, wei) = shop_of("Wei");
    let (id, asset, part) = crm
        .write(|tx| {
            let part = pump(tx, 2);
            technician(tx, KIM, &["gas"]);
            let asset = mixer(tx, "M-1", wei);
            let new = NewServiceOrder {
                asset_id: Some(asset),
                complaint: Some("  It hums\r\nloudly ".into()),
                skill: Some("gas".into()),
                currency: Some(Currency::USD),
                ..NewServiceOrder::new(ServiceKind::Repair)
            };
            let order = tx.service_orders().create(new)?;
            assert_eq!(
                (order.number.as_str(), order.customer_id, order.sku.as_deref()),
                ("SO-000001", wei, Some("MIXER"))
            );
            assert_eq!(order.complaint.as_deref(), Some("It hums\nloudly"));
            let id = order.id;
            // 25 minutes at 50.00 an hour come to 20.83; a part has the price that it has in stock.
            tx.service_orders()
                .add_line(id, NewServiceLine { tax_rate: Rate::from_ppm(200_000), ..labour(25, 50_00) })?;
            let order = tx.service_orders().add_line(id, part_line("PUMP", 2))?;
            assert_eq!((order.total, order.by_customer), (Money::usd(40_83), Money::usd(40_83)));
            assert_eq!(order.lines[1].description, "Pump");
            tx.service_orders().quote(id, None)?;
            let fixed = tx.service_orders().add_line(id, fee(1_00)).unwrap_err();
            assert_eq!(fixed.code(), ErrorCode::Conflict);
            let order = tx.service_orders().accept(id)?;
            assert_eq!(order.state, ServiceOrderState::Confirmed);
            assert_eq!(tx.parts().get(part)?.available, Quantity::units(0));
            let begins = tx.now().plus_days(1);
            let order = tx.service_orders().schedule(schedule(id, KIM, begins))?;
            assert_eq!(order.staff_id, Some(KIM));
            assert_eq!(tx.appointments().get(order.appointment_id.unwrap())?.starts_at, begins);
            Ok((id, asset, part))
        })
        .unwrap();
    clock.set(at("2026-03-03T09:00:00Z"));
    crm.write(|tx| {
        let order = tx.service_orders().start(id)?;
        assert_eq!(tx.assets().get(asset)?.state, AssetState::InRepair);
        let early = tx.service_orders().complete(id, "Works").unwrap_err();
        assert_eq!((early.code(), early.existing_id()), (ErrorCode::Conflict, Some(order.lines[1].id.0)));
        let line = order.lines[1].id;
        let more = tx.service_orders().use_part(id, line, Some(Quantity::units(3)), None).unwrap_err();
        assert_eq!((more.code(), more.path()), (ErrorCode::InvalidInput, Some("/quantity")));
        // One was enough: the customer pays for one, and the other lies free in stock again.
        let order = tx.service_orders().use_part(id, line, Some(Quantity::ONE), None)?;
        assert_eq!((order.total, order.lines[1].used), (Money::usd(30_83), Quantity::ONE));
        let stock = tx.parts().get(part)?;
        assert_eq!((stock.on_hand, stock.reserved), (Quantity::ONE, Quantity::default()));
        assert_eq!(tx.service_orders().use_part(id, line, None, None).unwrap_err().code(), ErrorCode::Conflict);
        assert_eq!(tx.service_orders().remove_line(id, line).unwrap_err().code(), ErrorCode::Conflict);
        let order = tx.service_orders().complete(id, "New pump")?;
        assert_eq!((order.outcome, order.holds_asset), (Some(ServiceOutcome::Done), false));
        assert_eq!(tx.assets().get(asset)?.state, AssetState::InUse);
        assert_eq!(tx.appointments().get(order.appointment_id.unwrap())?.state, AppointmentState::Completed);
        let owed = tx.service_orders().close(id).unwrap_err();
        assert_eq!((owed.code(), owed.path()), (ErrorCode::Conflict, Some("/id")));
        let order = tx.service_orders().invoice(billing(id))?;
        let invoice = tx.invoices().get(order.invoice_id.unwrap())?;
        assert_eq!(
            (invoice.number.as_deref(), invoice.net, invoice.tax),
            (Some("SRV-000001"), Money::usd(30_83), Money::usd(4_17))
        );
        let again = tx.service_orders().invoice(billing(id)).unwrap_err();
        assert_eq!((again.code(), again.existing_id()), (ErrorCode::Conflict, Some(invoice.id.0)));
        tx.invoices().void(invoice.id, "Wrong name")?;
        let order = tx.service_orders().invoice(billing(id))?;
        let second = tx.invoices().get(order.invoice_id.unwrap())?;
        assert_eq!((second.number.as_deref(), second.state), (Some("SRV-000002"), InvoiceState::Issued));
        tx.service_orders().close(id)?;
        let costs = tx.service_orders().costs(wei)?;
        assert_eq!(costs.iter().map(|one| (one.orders, one.by_customer)).collect::<Vec<_>>(), [(1, Money::usd(30_83))]);
        assert!(open_of(tx, wei, 10)?.is_empty());
        let period = ServicePeriod { from: at("2026-03-01T00:00:00Z"), before: at("2026-04-01T00:00:00Z") };
        let report = tx.service_orders().report(&period)?;
        assert_eq!((report.opened, report.finished, report.unrepairable), (1, 1, 0));
        assert_eq!((report.mean_seconds, report.costs), (Some(86_400), costs));
        Ok(())
    })
    .unwrap();
    let events = told(&crm, "service_order.");
    let moves =
        ["created", "line_added", "line_added", "quoted", "accepted", "scheduled", "started", "part_used", "done"];
    let names: Vec<_> =
        moves.iter().chain(&["invoiced", "invoiced", "closed"]).map(|name| format!("service_order.{name}")).collect();
    assert_eq!(events, names);
    sound(&crm);
}

#[test]
fn an_order_waits_for_its_parts_and_gives_them_back() {
    let (crm, _, wei) = shop_of("Wei");
    crm.write(|tx| {
        let part = pump(tx, 1);
        technician(tx, KIM, &[]);
        let id = draft(tx, wei);
        tx.service_orders().add_line(id, part_line("PUMP", 2))?;
        // An article that is not kept in stock is bought for the order: nothing is missing.
        let bought = NewServiceLine { unit_price: Some(price(5_00)), ..part_line("GASKET", 1) };
        tx.service_orders().add_line(id, bought)?;
        let order = tx.service_orders().confirm(id)?;
        assert_eq!(order.state, ServiceOrderState::WaitingParts);
        assert!(order.lines.iter().all(|line| line.reservation_id.is_none()));
        let starts_at = tx.now().plus_days(1);
        let missing = tx.service_orders().schedule(schedule(id, KIM, starts_at)).unwrap_err();
        assert_eq!((missing.code(), missing.path()), (ErrorCode::Conflict, Some("/id")));
        tx.parts().receive(NewStockMove::new(part, Quantity::units(4)))?;
        let order = tx.service_orders().reserve_parts(id)?;
        assert_eq!(tx.parts().get(part)?.reserved, Quantity::units(2));
        assert_eq!(tx.service_orders().reserve_parts(id)?.lines, order.lines, "reserved once");
        tx.service_orders().schedule(schedule(id, KIM, starts_at))?;
        tx.service_orders().start(id)?;
        let line = order.lines[0].id;
        // Taken from the van instead: what was reserved is free.
        tx.parts().transfer(crate::records::aftersale::parts::StockTransfer {
            part_id: part,
            quantity: Quantity::units(3),
            from: "main".into(),
            to: "van-7".into(),
            key: None,
        })?;
        let order = tx.service_orders().use_part(id, line, None, Some("van-7"))?;
        assert_eq!(order.lines[0].place, "van-7");
        assert_eq!(
            (tx.parts().get(part)?.on_hand, tx.parts().get(part)?.reserved),
            (Quantity::units(3), Quantity::units(0))
        );
        let order = tx.service_orders().return_part(id, line)?;
        assert_eq!((order.lines[0].used, tx.parts().get(part)?.on_hand), (Quantity::default(), Quantity::units(5)));
        assert_eq!(tx.service_orders().return_part(id, line).unwrap_err().code(), ErrorCode::Conflict);
        // More is needed during the work than there is: the order waits again, and its time is found anew.
        let change = ServiceLinePatch { quantity: Some(Quantity::units(9)), ..ServiceLinePatch::default() };
        tx.service_orders().update_line(id, line, change)?;
        assert_eq!(tx.service_orders().reserve_parts(id)?.state, ServiceOrderState::WaitingParts);
        tx.service_orders().remove_line(id, line)?;
        tx.service_orders().schedule(schedule(id, KIM, starts_at.plus_days(1)))?;
        let order = tx.service_orders().cancel(id, "Customer bought a new one")?;
        assert_eq!(tx.appointments().get(order.appointment_id.unwrap())?.state, AppointmentState::Cancelled);
        let open = PartReservationFilter { state: Some(PartReservationState::Reserved), ..Default::default() };
        assert!(tx.parts().reservations(&open)?.items.is_empty());
        Ok(())
    })
    .unwrap();
    sound(&crm);
}

#[test]
fn a_technician_who_fits_has_one_thing_to_do_at_a_time() {
    let (crm, _, wei) = shop_of("Wei");
    crm.write(|tx| {
        technician(tx, KIM, &["gas"]);
        technician(tx, StaffId(8), &[]);
        for staff in [KIM, StaffId(8)] {
            let hours = [WeekHours { weekday: 1, from_minute: 600, until_minute: 720 }];
            tx.appointments().set_hours(staff, &hours)?;
        }
        let confirmed = |skill: Option<&str>| {
            let id = draft(tx, wei);
            let patch = ServiceOrderPatch {
                skill: skill.map_or(crate::Patch::Keep, |skill| crate::Patch::Set(skill.to_owned())),
                ..ServiceOrderPatch::default()
            };
            tx.service_orders().update(id, patch).unwrap();
            tx.service_orders().confirm(id).unwrap().id
        };
        let (first, second) = (confirmed(Some("gas")), confirmed(None));
        let request = TechnicianSlotRequest {
            skill: Some("gas".into()),
            region: None,
            from: tx.now(),
            until: tx.now().plus_days(7),
            minutes: 60,
            step_minutes: None,
        };
        let free = tx.technicians().free_slots(&request)?;
        assert_eq!(free.iter().map(|slot| slot.staff_id).collect::<Vec<_>>(), [KIM, KIM]);
        let unfit = tx.service_orders().schedule(schedule(first, StaffId(8), free[0].starts_at)).unwrap_err();
        assert_eq!((unfit.code(), unfit.path()), (ErrorCode::Conflict, Some("/staff_id")));
        let unknown = tx.service_orders().schedule(schedule(first, StaffId(9), free[0].starts_at)).unwrap_err();
        assert_eq!((unknown.code(), unknown.path()), (ErrorCode::NotFound, Some("/staff_id")));
        let own = ServiceSchedule { force: false, ..schedule(first, KIM, free[0].starts_at) };
        let booked = tx.service_orders().schedule(own)?;
        let overlap = schedule(second, KIM, free[0].starts_at.plus_millis(1_800_000));
        let error = tx.service_orders().schedule(overlap).unwrap_err();
        assert_eq!(error.code(), ErrorCode::Conflict);
        assert_eq!(error.existing_id(), booked.appointment_id.map(i64::from));
        assert_eq!(tx.service_orders().get(second)?.state, ServiceOrderState::Confirmed);
        // Another time moves the appointment; another technician gets one, and the first is free again.
        let moved = tx.service_orders().schedule(schedule(first, KIM, free[1].starts_at))?;
        assert_eq!(moved.appointment_id, booked.appointment_id);
        tx.service_orders().schedule(schedule(second, KIM, free[0].starts_at))?;
        let given = tx.service_orders().schedule(schedule(second, StaffId(8), free[0].starts_at))?;
        assert_eq!(given.staff_id, Some(StaffId(8)));
        assert_eq!(tx.technicians().free_slots(&request)?.len(), 1);
        let inactive =
            Technician { staff_id: KIM, skills: vec![], regions: vec![], place: "main".into(), active: false };
        tx.technicians().save(inactive)?;
        assert_eq!(
            tx.service_orders().schedule(schedule(second, KIM, free[0].starts_at)).unwrap_err().path(),
            Some("/staff_id")
        );
        let active = TechnicianFilter { active: Some(true), ..TechnicianFilter::default() };
        assert_eq!(tx.technicians().list(&active)?.len(), 1);
        // Everything open goes to another, but for that at whose time the other is busy.
        let moved = tx.staff().transfer(StaffId(8), KIM)?;
        assert_eq!((moved.appointments, moved.kept_appointments.len(), moved.service_orders), (1, 0, 1));
        assert_eq!(tx.service_orders().get(second)?.staff_id, Some(KIM));
        let busy = draft(tx, wei);
        tx.service_orders().add_line(busy, fee(5_00))?;
        tx.service_orders().confirm(busy)?;
        tx.service_orders().schedule(schedule(busy, StaffId(8), free[1].starts_at))?;
        let moved = tx.staff().transfer(KIM, StaffId(8))?;
        assert_eq!((moved.appointments, moved.kept_appointments.len(), moved.service_orders), (1, 1, 1));
        let whose = |id| tx.service_orders().get(id).map(|order| order.staff_id.unwrap());
        assert_eq!((whose(first)?, whose(second)?), (KIM, StaffId(8)));
        Ok(())
    })
    .unwrap();
    sound(&crm);
}

#[test]
fn a_contract_bears_its_share_and_counts_a_visit_once() {
    let (crm, _, wei) = shop_of("Wei");
    crm.write(|tx| {
        pump(tx, 2);
        technician(tx, KIM, &[]);
        let terms = json!({
            "customer_id": wei, "price": { "amount": "365.00", "currency": "USD" }, "starts_on": "2026-03-02",
            "months": 12, "parts_rate": "0.25", "labour": true, "visits": 1,
        });
        let contract = tx.contracts().create(serde_json::from_value(terms).unwrap())?.id;
        tx.contracts().send(contract)?;
        tx.contracts().sign(contract)?;
        let visits = || {
            let visits = tx.contracts().usage(contract, None).unwrap().remove(0);
            (visits.used, visits.over, visits.left)
        };
        let mut hour = 0;
        let mut worked = || {
            let (orders, id) = (tx.service_orders(), draft(tx, wei));
            for line in [labour(60, 50_00), part_line("PUMP", 1), fee(3_00)] {
                orders.add_line(id, line)?;
            }
            for state in [ServiceOrderState::Confirmed, ServiceOrderState::Scheduled, ServiceOrderState::InProgress] {
                go(tx, id, state, &mut hour)?;
            }
            let part = orders.get(id)?.lines[1].id;
            orders.use_part(id, part, None, None)
        };
        let order = worked()?;
        assert_eq!(order.contract_id, Some(contract));
        let borne = |line: &ServiceLine| (line.by_contract.minor, line.by_customer.minor, line.cover_reason);
        let expected = [
            (50_00, 0, CoverReason::ContractLabour),
            (2_50, 7_50, CoverReason::ContractParts),
            (0, 3_00, CoverReason::NotCovered),
        ];
        assert_eq!(order.lines.iter().map(borne).collect::<Vec<_>>(), expected);
        let parts = (order.total, order.by_contract, order.by_customer);
        assert_eq!(parts, (Money::usd(63_00), Money::usd(52_50), Money::usd(10_50)));
        assert_eq!(visits(), (0, 0, Some(1)), "nothing is used before the work is done");
        let done = tx.service_orders().complete(order.id, "New pump")?;
        assert_eq!((done.by_contract, visits()), (Money::usd(52_50), (1, 0, Some(0))));
        let again = tx.service_orders().complete(order.id, "New pump").unwrap_err();
        assert_eq!(again.code(), ErrorCode::NotAllowedTransition);
        let visit = crate::records::aftersale::contracts::EntitlementKind::Visit;
        tx.contracts().use_entitlement(contract, visit, Some(&order.number), true)?;
        assert_eq!(visits(), (1, 0, Some(0)), "the visit is known by the number of the order");
        let invoice = tx.service_orders().invoice(billing(order.id))?.invoice_id.unwrap();
        assert_eq!(tx.invoices().get(invoice)?.net, Money::usd(10_50));
        // One more than the contract includes is noted as beyond.
        let second = worked()?;
        tx.service_orders().complete(second.id, "New pump")?;
        assert_eq!(visits(), (2, 1, Some(0)));
        Ok(())
    })
    .unwrap();
    sound(&crm);
}

#[test]
fn goodwill_has_a_reason_and_a_limit() {
    let (crm, _, wei) = shop_of("Wei");
    crm.write(|tx| {
        let orders = tx.service_orders();
        orders
            .save_settings(ServiceSettings { goodwill_limit: Some(Money::usd(15_00)), ..ServiceSettings::default() })?;
        let id = draft(tx, wei);
        orders.add_line(id, fee(10_00))?;
        let order = orders.add_line(id, fee(7_00))?;
        let error = orders.grant_goodwill(id, None, None, ("Long wait", KIM)).unwrap_err();
        assert_eq!((error.code(), error.path()), (ErrorCode::Limit, Some("/amount")));
        assert_eq!(orders.get(id)?, order, "nothing half done");
        let error = orders.grant_goodwill(id, None, Some(Money::usd(17_01)), ("Long wait", KIM)).unwrap_err();
        assert_eq!((error.code(), error.path()), (ErrorCode::Limit, Some("/amount")));
        let error = orders.grant_goodwill(id, None, Some(Money::cny(1)), ("Long wait", KIM)).unwrap_err();
        assert_eq!((error.code(), error.path()), (ErrorCode::InvalidInput, Some("/amount")));
        assert_eq!(orders.grant_goodwill(id, None, None, (" ", KIM)).unwrap_err().path(), Some("/reason"));
        let order = orders.grant_goodwill(id, None, Some(Money::usd(12_00)), ("Long wait", KIM))?;
        assert_eq!(order.lines.iter().map(|line| line.by_goodwill.minor).collect::<Vec<_>>(), [10_00, 2_00]);
        assert_eq!((order.by_goodwill, order.by_customer), (Money::usd(12_00), Money::usd(5_00)));
        assert_eq!((order.lines[0].covered_by, order.goodwill_by), (CoveredBy::Goodwill, Some(KIM)));
        // A smaller line bears less, and another line nothing of it.
        let change = ServiceLinePatch { unit_price: Some(price(4_00)), ..ServiceLinePatch::default() };
        let order = orders.update_line(id, order.lines[0].id, change)?;
        assert_eq!((order.total, order.by_goodwill), (Money::usd(11_00), Money::usd(6_00)));
        let order = orders.grant_goodwill(id, None, Some(Money::usd(0)), ("Mistake", KIM))?;
        assert_eq!((order.by_goodwill, order.goodwill_reason), (Money::usd(0), None));
        assert!(order.lines.iter().all(|line| line.covered_by == CoveredBy::Customer));
        Ok(())
    })
    .unwrap();
    sound(&crm);
}

#[test]
fn a_price_stands_until_its_day_is_over() {
    let (crm, clock, wei) = shop_of("Wei");
    let id = crm
        .write(|tx| {
            let id = draft(tx, wei);
            assert_eq!(tx.service_orders().quote(id, None).unwrap_err().path(), Some("/id"));
            tx.service_orders().add_line(id, fee(10_00))?;
            let past = Some(Date::parse("2026-03-01").unwrap());
            assert_eq!(tx.service_orders().quote(id, past).unwrap_err().path(), Some("/valid_until"));
            assert_eq!(tx.service_orders().quote(id, None)?.valid_until, Some(Date::parse("2026-03-16").unwrap()));
            Ok(id)
        })
        .unwrap();
    clock.set(at("2026-03-16T23:59:59Z"));
    assert_eq!(done_by(&crm.tick(None, None).unwrap(), "service_orders"), 0);
    clock.set(at("2026-03-17T00:00:00Z"));
    let late = crm.write(|tx| tx.service_orders().accept(id)).unwrap_err();
    assert_eq!(late.code(), ErrorCode::Conflict);
    assert_eq!(done_by(&crm.tick(None, None).unwrap(), "service_orders"), 1);
    assert_eq!(done_by(&crm.tick(None, None).unwrap(), "service_orders"), 0);
    let order = crm.read(|tx| tx.service_orders().get(id)).unwrap();
    assert_eq!((order.state, order.total, order.lines.len()), (ServiceOrderState::Expired, Money::usd(10_00), 1));
    sound(&crm);
}

#[test]
fn amounts_are_sums_whatever_is_done_to_the_lines() {
    for seed in 0..10 {
        let mut dice = Chance(seed);
        let (crm, _, wei) = shop_of("Wei");
        crm.write(|tx| {
            let part = pump(tx, 20);
            let id = draft(tx, wei);
            for _ in 0..80 {
                let order = tx.service_orders().get(id)?;
                let some = order.lines.get(dice.roll(6) as usize).map(|line| line.id);
                let cents = dice.roll(100_00) as i64;
                let orders = tx.service_orders();
                match (dice.roll(6), some) {
                    (0, _) => drop(orders.add_line(id, labour(1 + dice.roll(500) as u32, cents))?),
                    (1, _) => drop(orders.add_line(id, part_line("PUMP", 1 + dice.roll(3) as i32))?),
                    (2, Some(line)) => drop(orders.remove_line(id, line)?),
                    (3, Some(line)) => {
                        let change = ServiceLinePatch { unit_price: Some(price(cents)), ..ServiceLinePatch::default() };
                        orders.update_line(id, line, change)?;
                    }
                    (4, Some(line)) => {
                        let granted = orders.grant_goodwill(id, Some(line), Some(Money::usd(cents)), ("Kind", KIM));
                        let known = order.lines.iter().find(|known| known.id == line).unwrap();
                        assert_eq!(granted.is_ok(), cents <= known.amount.minor);
                    }
                    _ => drop(orders.add_line(id, fee(cents))?),
                }
                let order = tx.service_orders().get(id)?;
                let sum =
                    |part: fn(&ServiceLine) -> Money| order.lines.iter().map(|line| part(line).minor).sum::<i64>();
                assert_eq!(order.total.minor, sum(|line| line.amount));
                assert_eq!(order.by_goodwill.minor, sum(|line| line.by_goodwill));
                assert_eq!(order.by_customer.minor, sum(|line| line.by_customer));
                assert_eq!(order.total.minor, order.by_goodwill.minor + order.by_customer.minor);
            }
            let order = tx.service_orders().confirm(id)?;
            let wanted: i64 =
                order.lines.iter().filter(|line| line.part_id.is_some()).map(|line| line.quantity.thousandths()).sum();
            let reserved = tx.parts().get(part)?.reserved.thousandths();
            assert_eq!(order.state == ServiceOrderState::Confirmed, reserved == wanted);
            assert!(reserved <= 20_000);
            Ok(())
        })
        .unwrap();
        sound(&crm);
    }
}

#[test]
fn lines_and_orders_that_make_no_sense_are_refused() {
    let (crm, _, wei) = shop_of("Wei");
    crm.write(|tx| {
        let id = draft(tx, wei);
        let at = |line: NewServiceLine| {
            let error = tx.service_orders().add_line(id, line).unwrap_err();
            assert_eq!(error.code(), ErrorCode::InvalidInput);
            error.path().unwrap().to_owned()
        };
        assert_eq!(at(NewServiceLine::new(ServiceLineKind::Part)), "/sku");
        assert_eq!(at(NewServiceLine { sku: Some("X".into()), ..fee(1) }), "/sku");
        assert_eq!(at(NewServiceLine::new(ServiceLineKind::Travel)), "/unit_price");
        assert_eq!(at(fee(-1)), "/unit_price");
        assert_eq!(at(NewServiceLine { minutes: None, ..labour(1, 1) }), "/minutes");
        assert_eq!(at(labour(0, 1)), "/minutes");
        assert_eq!(at(NewServiceLine { minutes: Some(5), ..fee(1) }), "/minutes");
        assert_eq!(at(NewServiceLine { quantity: Some(Quantity::units(2)), ..labour(1, 1) }), "/quantity");
        assert_eq!(at(NewServiceLine { quantity: Some(Quantity::default()), ..fee(1) }), "/quantity");
        assert_eq!(at(NewServiceLine { tax_rate: Rate::from_ppm(1_000_001), ..fee(1) }), "/tax_rate");
        let huge = NewServiceLine {
            unit_price: Some(UnitPrice::from_micros(i64::MAX)),
            quantity: Some(Quantity::units(i32::MAX)),
            ..fee(1)
        };
        assert_eq!(at(huge), "/unit_price");
        let unknown = tx.service_orders().remove_line(id, ServiceLineId(9)).unwrap_err();
        assert_eq!((unknown.code(), unknown.path()), (ErrorCode::NotFound, Some("/line_id")));
        let nobody = tx.service_orders().create(NewServiceOrder::new(ServiceKind::Repair)).unwrap_err();
        assert_eq!((nobody.code(), nobody.path()), (ErrorCode::InvalidInput, Some("/customer_id")));
        let poor = NewServiceOrder { customer_id: Some(wei), ..NewServiceOrder::new(ServiceKind::Repair) };
        assert_eq!(tx.service_orders().create(poor.clone()).unwrap_err().path(), Some("/currency"));
        let others = mixer(tx, "M-9", customer(tx, "Ada"));
        let error = tx.service_orders().create(NewServiceOrder { asset_id: Some(others), ..poor }).unwrap_err();
        assert_eq!((error.code(), error.path()), (ErrorCode::Conflict, Some("/asset_id")));
        // Labour without a price has that of the settings.
        tx.service_orders()
            .save_settings(ServiceSettings { hourly_rate: Some(price(60_00)), ..ServiceSettings::default() })?;
        let line = NewServiceLine { minutes: Some(45), ..NewServiceLine::new(ServiceLineKind::Labour) };
        assert_eq!(tx.service_orders().add_line(id, line)?.total, Money::usd(45_00));
        tx.customers().block(&NewBlock::new(wei, Block::NoService, "fraud"))?;
        for refused in [tx.service_orders().confirm(id), tx.service_orders().quote(id, None)] {
            assert_eq!(refused.unwrap_err().code(), ErrorCode::Blocked);
        }
        Ok(())
    })
    .unwrap();
    sound(&crm);
}

/// A warranty of the maker for parts, on all assets that come to an owner from now on.
fn warranty_of_parts(tx: &WriteTransaction) {
    let plan = SaveWarrantyPlan {
        labour: false,
        claims_limit: Some(2),
        starts: WarrantyStart::Registration,
        ..SaveWarrantyPlan::new("Maker", WarrantyKind::Manufacturer, 12)
    };
    tx.warranties().save_plan(plan).unwrap();
}

/// A draft on an asset with labour of 50.00 and a part of 10.00, ready to be confirmed.
fn repair(tx: &WriteTransaction, asset: AssetId) -> ServiceOrder {
    let new = NewServiceOrder {
        asset_id: Some(asset),
        currency: Some(Currency::USD),
        ..NewServiceOrder::new(ServiceKind::Repair)
    };
    let id = tx.service_orders().create(new).unwrap().id;
    tx.service_orders().add_line(id, labour(60, 50_00)).unwrap();
    tx.service_orders().add_line(id, part_line("PUMP", 1)).unwrap()
}

/// The work on an order that is ready to be confirmed, until only its end is missing.
fn work(tx: &WriteTransaction, order: &ServiceOrder, starts_at: Timestamp) {
    tx.service_orders().confirm(order.id).unwrap();
    tx.service_orders().schedule(schedule(order.id, KIM, starts_at)).unwrap();
    tx.service_orders().start(order.id).unwrap();
    tx.service_orders().use_part(order.id, order.lines[1].id, None, None).unwrap();
}

#[test]
fn a_warranty_bears_what_it_covers_and_a_finished_order_takes_one_claim() {
    let (crm, clock, wei) = shop_of("Wei");
    let claims = |tx: &WriteTransaction, id| tx.warranties().claims(id, &PageRequest::default()).unwrap().items.len();
    let late = crm
        .write(|tx| {
            pump(tx, 9);
            technician(tx, KIM, &[]);
            warranty_of_parts(tx);
            let asset = mixer(tx, "M-1", wei);
            let order = repair(tx, asset);
            let warranty = order.warranty_id.unwrap();
            assert_eq!((order.by_warranty, order.by_customer), (Money::usd(10_00), Money::usd(50_00)));
            assert_eq!(
                (order.lines[0].covered_by, order.lines[0].cover_reason),
                (CoveredBy::Customer, CoverReason::NotCovered)
            );
            assert_eq!(
                (order.lines[1].covered_by, order.lines[1].cover_reason),
                (CoveredBy::Warranty, CoverReason::WarrantyParts)
            );
            work(tx, &order, tx.now().plus_days(1));
            assert_eq!(claims(tx, warranty), 0);
            tx.service_orders().complete(order.id, "New pump")?;
            assert_eq!(claims(tx, warranty), 1);
            let order = tx.service_orders().invoice(billing(order.id))?;
            let invoice = tx.invoices().get(order.invoice_id.unwrap())?;
            assert_eq!(
                (invoice.lines.len(), invoice.total),
                (1, Money::usd(50_00)),
                "what the warranty bears is not invoiced"
            );
            // A warranty that became void bears nothing: the order is not done until somebody has decided anew.
            let other = mixer(tx, "M-2", wei);
            let order = repair(tx, other);
            work(tx, &order, tx.now().plus_days(2));
            tx.warranties().void(order.warranty_id.unwrap(), VoidReason::Misuse)?;
            let before = tx.service_orders().get(order.id)?;
            let refused = tx.service_orders().complete(order.id, "New pump").unwrap_err();
            assert_eq!(refused.code(), ErrorCode::Conflict);
            assert_eq!(tx.service_orders().get(order.id)?, before, "nothing half done");
            assert_eq!(tx.assets().get(other)?.state, AssetState::InRepair);
            let order = tx.service_orders().assess(order.id)?;
            assert_eq!((order.warranty_id, order.by_customer), (None, Money::usd(60_00)));
            tx.service_orders().complete(order.id, "New pump")?;
            // One that expires while the asset is being repaired bears what it has promised.
            let third = mixer(tx, "M-3", wei);
            Ok(repair(tx, third))
        })
        .unwrap();
    clock.set(at("2028-03-02T09:00:00Z"));
    crm.tick(None, None).unwrap();
    crm.write(|tx| {
        work(tx, &late, tx.now().plus_days(1));
        let order = tx.service_orders().complete(late.id, "New pump")?;
        assert_eq!(order.by_warranty, Money::usd(10_00));
        assert_eq!(claims(tx, late.warranty_id.unwrap()), 0);
        Ok(())
    })
    .unwrap();
    sound(&crm);
}

fn plan(sku: &str, days: u32) -> NewMaintenancePlan {
    NewMaintenancePlan {
        asset_id: None,
        sku: Some(sku.into()),
        every_days: Some(days),
        every_months: None,
        ..NewMaintenancePlan::monthly("Clean the filter", AssetId(1), 1)
    }
}

#[test]
fn a_visit_that_is_due_makes_one_order() {
    let (crm, clock, wei) = shop_of("Wei");
    let (asset, made) = crm
        .write(|tx| {
            tx.shop().configure(shop::ShopPatch { base_currency: Some(Currency::USD), ..Default::default() })?;
            let asset = mixer(tx, "M-1", wei);
            let first_on = Some(Date::parse("2026-03-31").unwrap());
            let new = NewMaintenancePlan { first_on, lead_days: 7, ..NewMaintenancePlan::monthly("Clean", asset, 1) };
            Ok((asset, tx.maintenance().create(new)?))
        })
        .unwrap();
    let due = || crm.read(|tx| tx.maintenance().upcoming(&MaintenanceDueFilter::default())).unwrap().items;
    let orders = || crm.read(|tx| tx.service_orders().list(&ServiceOrderFilter::default())).unwrap().items;
    clock.set(at("2026-03-23T23:59:59Z"));
    let report = crm.tick(None, None).unwrap();
    assert_eq!((done_by(&report, "maintenance"), report.next_at), (0, Some(at("2026-03-24T00:00:00Z"))));
    clock.set(at("2026-03-24T00:00:00Z"));
    assert_eq!(done_by(&crm.tick(None, None).unwrap(), "maintenance"), 1);
    assert_eq!(done_by(&crm.tick(None, None).unwrap(), "maintenance"), 0);
    // The 31st comes back after the shorter month.
    assert_eq!(due().iter().map(|one| one.next_on.to_string()).collect::<Vec<_>>(), ["2026-04-30"]);
    let found = orders();
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].kind, found[0].state), (ServiceKind::Maintenance, ServiceOrderState::Draft));
    assert_eq!((found[0].plan_id, found[0].asset_id, found[0].customer_id), (Some(made.id), Some(asset), wei));
    // As long as that is open there is no other; days that were missed are not made up for.
    clock.set(at("2026-08-01T00:00:00Z"));
    assert_eq!(done_by(&crm.tick(None, None).unwrap(), "maintenance"), 1);
    assert_eq!((orders().len(), told(&crm, "maintenance.due").len()), (1, 1));
    assert_eq!(due()[0].next_on.to_string(), "2026-08-31");
    crm.write(|tx| tx.service_orders().cancel(orders_first(tx), "Not needed")).unwrap();
    clock.set(at("2026-08-24T00:00:00Z"));
    crm.tick(None, None).unwrap();
    assert_eq!((orders().len(), told(&crm, "maintenance.due").len()), (2, 2));
    crm.write(|tx| {
        tx.maintenance().end(made.id)?;
        assert_eq!(tx.maintenance().end(made.id).unwrap_err().code(), ErrorCode::Conflict);
        Ok(())
    })
    .unwrap();
    assert!(due().is_empty());
    sound(&crm);
}

fn orders_first(tx: &WriteTransaction) -> ServiceOrderId {
    tx.service_orders().list(&ServiceOrderFilter::default()).unwrap().items[0].id
}

#[test]
fn a_plan_of_an_article_looks_after_all_its_assets() {
    let (crm, clock, wei) = shop_of("Wei");
    let due = || crm.read(|tx| tx.maintenance().upcoming(&MaintenanceDueFilter::default())).unwrap().items;
    let first = crm
        .write(|tx| {
            let first = mixer(tx, "M-1", wei);
            let task =
                NewMaintenancePlan { makes: MaintenanceMakes::Task, assignee_id: Some(KIM), ..plan("MIXER", 30) };
            tx.maintenance().create(task)?;
            mixer(tx, "M-2", wei);
            tx.assets().register(NewAsset::new("K-1", "KETTLE").of(wei))?;
            for bad in [
                NewMaintenancePlan { asset_id: Some(first), ..plan("MIXER", 30) },
                NewMaintenancePlan { sku: None, ..plan("MIXER", 30) },
                NewMaintenancePlan { every_months: Some(1), ..plan("MIXER", 30) },
                plan("MIXER", 0),
                NewMaintenancePlan { lead_days: 366, ..plan("MIXER", 30) },
            ] {
                assert_eq!(tx.maintenance().create(bad).unwrap_err().code(), ErrorCode::InvalidInput);
            }
            Ok(first)
        })
        .unwrap();
    assert_eq!(due().len(), 2);
    clock.set(at("2026-04-01T12:00:00Z"));
    assert_eq!(done_by(&crm.tick(None, None).unwrap(), "maintenance"), 2);
    let tasks = crm.read(|tx| tx.tasks().list(&TaskFilter::default())).unwrap().items;
    assert_eq!(tasks.iter().map(|task| task.assignee_id).collect::<Vec<_>>(), [Some(KIM), Some(KIM)]);
    // An asset that is no more is not looked after, and one that came back neither.
    crm.write(|tx| tx.assets().set_state(first, AssetState::Scrapped, None)).unwrap();
    assert_eq!(due().len(), 1);
    clock.set(at("2026-05-01T12:00:00Z"));
    crm.tick(None, None).unwrap();
    assert_eq!(told(&crm, "maintenance.due").len(), 2, "the task of last time is still open");
    sound(&crm);
}

#[test]
fn a_service_order_follows_a_merge_and_comes_back() {
    let (crm, _) = shop();
    let (ada, bo) = (person(&crm, "Ada"), person(&crm, "Bo"));
    crm.write(|tx| {
        let id = draft(tx, bo);
        let merge = tx.customers().merge(&MergeRequest { winner_id: ada, loser_id: bo, rules: BTreeMap::new() })?;
        assert_eq!(tx.service_orders().get(id)?.customer_id, ada);
        assert_eq!(open_of(tx, ada, 10)?.len(), 1);
        tx.customers().unmerge(merge.id)?;
        assert_eq!(tx.service_orders().get(id)?.customer_id, bo);
        Ok(())
    })
    .unwrap();
    sound(&crm);
}

#[test]
fn a_plan_that_makes_orders_needs_a_currency() {
    let (crm, _, wei) = shop_of("Wei");
    let asset = crm.write(|tx| tx.assets().register(NewAsset::new("S1", "BOILER").of(wei))).unwrap().id;
    let plan = |makes: &str| {
        let given = json!({ "title": "Service", "asset_id": asset, "every_months": 12, "makes": makes });
        crm.write(|tx| tx.maintenance().create(serde_json::from_value(given).unwrap()))
    };
    let error = plan("order").unwrap_err();
    assert_eq!((error.code(), error.path()), (ErrorCode::InvalidInput, Some("/makes")));
    plan("task").unwrap();
    call(&crm, "shop.configure", json!({ "base_currency": "USD" }));
    plan("order").unwrap();
}

#[test]
fn what_comes_back_is_what_was_used() {
    let (crm, _, wei) = shop_of("Wei");
    let ids = crm.write(|tx| {
        let old = pump(tx, 0);
        let new = tx.parts().create(NewPart::new("PUMP-2", "Pump"))?.id;
        tx.parts().receive(NewStockMove::new(new, Quantity::units(1)))?;
        tx.parts().supersede(old, Some(new))?;
        let id = draft(tx, wei);
        tx.service_orders().add_line(id, part_line("PUMP", 1))?;
        Ok((id, old, new))
    });
    let (id, old, new) = ids.unwrap();
    call(&crm, "technicians.save", json!({ "staff_id": KIM }));
    call(&crm, "service_orders.confirm", json!({ "id": id }));
    let line = crm.read(|tx| tx.service_orders().get(id)).unwrap().lines[0].clone();
    call(&crm, "parts.release", json!({ "id": line.reservation_id }));
    let start = json!({ "id": id, "staff_id": KIM, "starts_at": "2026-03-03T10:00:00Z", "minutes": 60, "force": true });
    crm.write(|tx| tx.parts().receive(NewStockMove::new(old, Quantity::units(1)))).unwrap();
    call(&crm, "service_orders.reserve_parts", json!({ "id": id }));
    call(&crm, "service_orders.schedule", start);
    call(&crm, "service_orders.start", json!({ "id": id }));
    let line = crm.read(|tx| tx.service_orders().get(id)).unwrap().lines[0].clone();
    call(&crm, "parts.release", json!({ "id": line.reservation_id }));
    call(&crm, "service_orders.use_part", json!({ "id": id, "line_id": line.id }));
    call(&crm, "service_orders.return_part", json!({ "id": id, "line_id": line.id }));
    let on_hand = |part: PartId| crm.read(|tx| tx.parts().get(part)).unwrap().on_hand;
    assert_eq!((on_hand(old), on_hand(new)), (Quantity::units(1), Quantity::units(1)));
    sound(&crm);
}
