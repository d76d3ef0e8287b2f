//! Whether a line can be returned, until when, and what would be paid back: the rules, applied.

use super::worth::{Worths, worths};
use super::{
    NewReturnLine, OrderReturn, ReturnApproval, ReturnCheck, ReturnCondition, ReturnOffer, ReturnReason, ReturnRefusal,
    ReturnRule, ReturnRulesUsed, ReturnSettings, ReturnVerdict, Returns, WayBack, rules, store,
};
use crate::db::{ReadTransaction, Reading};
use crate::records::orders::{self, Order, OrderLine, OrderState};
use crate::records::sale::{loyalty, shipments};
use crate::records::{catalog, shop};
use crate::vocabulary::money::{add_minor, scale_half_even};
use crate::vocabulary::time::Zone;
use crate::vocabulary::{Error, Money, OrderLineId, Quantity, Rate, Result, ReturnId, TierId, Timestamp, text};
use std::collections::HashMap;

/// What is known of an order when its lines are judged; read once.
pub(super) struct Ground {
    pub(super) order: Order,
    pub(super) settings: ReturnSettings,
    zone: Zone,
    now: Timestamp,
    tier: Option<TierId>,
    country: Option<String>,
    arrived: HashMap<OrderLineId, Timestamp>,
    /// What other returns hold of each line, all of it and what of it is decided, in thousandths.
    held: HashMap<OrderLineId, (i64, i64)>,
    /// What was refunded of each line beside returns.
    outside: HashMap<OrderLineId, i64>,
    categories: HashMap<String, Option<String>>,
    worths: Worths,
}

/// What is asked of a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    pub(super) quantity: Option<Quantity>,
    pub(super) reason: ReturnReason,
    pub(super) condition: ReturnCondition,
}

impl From<&NewReturnLine> for Asked {
    fn from(line: &NewReturnLine) -> Self {
        Asked { quantity: line.quantity, reason: line.reason, condition: line.condition }
    }
}

/// Reads all that decides about the lines of an order; the return that is judged does not stand in its own way.
pub(super) fn ground(tx: &ReadTransaction, order: Order, but: Option<ReturnId>) -> Result<Ground> {
    let customer = tx.customers().get(order.customer_id)?;
    let mut outside: HashMap<OrderLineId, i64> =
        orders::refunded_lines(tx, order.id)?.into_iter().map(|(line, sum)| (OrderLineId(line), sum)).collect();
    for (line, accepted) in store::refunded(tx, order.id)? {
        *outside.entry(line).or_default() -= accepted;
    }
    let mut categories = HashMap::new();
    for line in &order.lines {
        if !categories.contains_key(&line.sku) {
            categories.insert(line.sku.clone(), catalog::category_of(tx, &line.sku)?);
        }
    }
    Ok(Ground {
        settings: store::settings(tx)?,
        zone: shop::settings(tx)?.time_zone,
        now: tx.now(),
        tier: loyalty::tier_of(tx, order.customer_id)?,
        country: customer.country,
        arrived: shipments::arrived(tx, order.id)?.into_iter().collect(),
        held: store::held(tx, order.id, but)?.into_iter().collect(),
        outside,
        categories,
        worths: worths(&order)?,
        order,
    })
}

impl Ground {
    /// The place of a line in the order.
    ///
    /// # Errors
    /// `not_found` for the line of another order.
    pub(super) fn place(&self, line: OrderLineId) -> Result<usize> {
        self.order.lines.iter().position(|one| one.id == line).ok_or_else(|| Error::not_found(OrderLineId::WHAT, line))
    }

    fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.order.currency)
    }

    /// How much of a line was delivered, in thousandths. What a completed order holds has arrived, even where nobody
    /// recorded parcels.
    fn delivered(&self, line: &OrderLine) -> i64 {
        match self.order.state {
            OrderState::Completed | OrderState::Closed => line.quantity.thousandths(),
            _ => line.fulfilled.thousandths(),
        }
    }

    /// How much of a line can still be returned, in thousandths. What was refunded beside returns was first what had
    /// not been shipped.
    pub(super) fn left(&self, line: &OrderLine) -> i64 {
        let delivered = self.delivered(line);
        let held = self.held.get(&line.id).map_or(0, |(held, _)| *held);
        let outside = self.outside.get(&line.id).copied().unwrap_or(0);
        let outside = (outside - (line.quantity.thousandths() - delivered)).max(0);
        (delivered - held - outside).max(0)
    }

    /// The value of a quantity of a line and the tax in it. Until it is decided, what others asked for comes before it.
    fn worth(&self, at: usize, quantity: i64, decided_only: bool) -> Result<(Money, Money)> {
        let Some(line) = self.order.lines.get(at) else { return Ok((self.money(0), self.money(0))) };
        let (held, decided) = self.held.get(&line.id).copied().unwrap_or_default();
        let others = if decided_only { decided } else { held };
        let so_far = add_minor(self.outside.get(&line.id).copied().unwrap_or(0).max(0), others)?;
        let worth = self.worths.part(at, so_far, quantity, line.quantity.thousandths())?;
        Ok((self.money(worth.value), self.money(worth.tax)))
    }

    fn when(&self, line: &OrderLine) -> Option<Timestamp> {
        self.arrived.get(&line.id).copied().or(self.order.completed_at)
    }

    fn meets(&self, rule: &ReturnRule, line: &OrderLine, asked: Asked, value: Money) -> bool {
        let category = self.categories.get(&line.sku).and_then(Option::as_deref);
        let in_category = |wanted: &String| category.is_some_and(|category| text::is_under(category, wanted, '/'));
        rule.category.as_ref().is_none_or(in_category)
            && rule.sku.as_ref().is_none_or(|sku| *sku == line.sku)
            && rule.tier_id.is_none_or(|tier| self.tier == Some(tier))
            && rule.country.as_ref().is_none_or(|country| self.country.as_ref() == Some(country))
            && rule.reason.is_none_or(|reason| reason == asked.reason)
            && rule.condition.is_none_or(|condition| condition == asked.condition)
            && rule.made_to_order.is_none_or(|made| made == is_made(line))
            && rule.up_to.is_none_or(|most| most.currency == value.currency && value.minor <= most.minor)
    }

    /// What the rules say of a line.
    pub(super) fn judge(&self, at: usize, asked: Asked) -> Result<ReturnVerdict> {
        let line = self.order.lines.get(at).ok_or_else(|| Error::internal("a line of the order is missing"))?;
        let left = self.left(line);
        let quantity = asked.quantity.map_or(left, Quantity::thousandths);
        let (value, tax) = self.worth(at, quantity.min(left).max(0), false)?;
        let matching: Vec<&ReturnRule> =
            self.settings.rules.iter().filter(|rule| self.meets(rule, line, asked, value)).collect();
        let mut used = ReturnRulesUsed::default();
        let fault = asked.reason.is_fault();
        let returnable =
            first(&matching, &mut used.returnable, |rule| rule.returnable).unwrap_or(fault || !is_made(line));
        let days = first(&matching, &mut used.window, |rule| rule.window_days).unwrap_or(self.settings.window_days);
        let approval = first(&matching, &mut used.approval, |rule| rule.approval).unwrap_or(self.settings.approval);
        let way_back = first(&matching, &mut used.way_back, |rule| rule.way_back).unwrap_or(if fault {
            WayBack::Shop
        } else {
            self.settings.way_back
        });
        let way_back_fee = first(&matching, &mut used.way_back_fee, |rule| {
            rule.way_back_fee.filter(|fee| fee.currency == self.order.currency)
        });
        let fee = self.fee(first(&matching, &mut used.restocking, |rule| rule.restocking), asked.reason, value)?;
        let delivered_at = self.when(line);
        let until = delivered_at.map(|at| {
            let days = i32::try_from(days).unwrap_or(i32::MAX);
            self.zone.start_of(self.zone.date_of(at).plus_days(days.saturating_add(1)))
        });
        let refusal = if self.delivered(line) == 0 {
            Some(ReturnRefusal::NotDelivered)
        } else if left == 0 {
            Some(ReturnRefusal::NothingLeft)
        } else if quantity > left {
            Some(ReturnRefusal::TooMany)
        } else if !returnable {
            Some(ReturnRefusal::NotReturnable)
        } else {
            until.filter(|until| self.now >= *until).map(|_| ReturnRefusal::WindowOver)
        };
        Ok(ReturnVerdict {
            line: line.id,
            sku: line.sku.clone(),
            ok: refusal.is_none(),
            refusal,
            quantity: Quantity::from_thousandths(quantity),
            left: Quantity::from_thousandths(left),
            delivered_at,
            until,
            value,
            tax,
            fee,
            amount: value.checked_sub(fee)?,
            approval,
            way_back,
            way_back_fee: way_back_fee.unwrap_or(self.money(0)),
            rules: used,
        })
    }

    /// The value, tax and fee of what is accepted of a line: the condition in which it was found decides the fee.
    pub(super) fn settle(&self, at: usize, asked: Asked, quantity: Quantity) -> Result<(Money, Money, Money)> {
        let line = self.order.lines.get(at).ok_or_else(|| Error::internal("a line of the order is missing"))?;
        let (value, tax) = self.worth(at, quantity.thousandths(), true)?;
        let matching: Vec<&ReturnRule> =
            self.settings.rules.iter().filter(|rule| self.meets(rule, line, asked, value)).collect();
        let fee = self.fee(first(&matching, &mut None, |rule| rule.restocking), asked.reason, value)?;
        Ok((value, tax, fee))
    }

    /// The restocking fee: as a rule says, else none for what the shop answers for.
    fn fee(&self, rule: Option<Rate>, reason: ReturnReason, value: Money) -> Result<Money> {
        let usual = if reason.is_fault() { Rate::default() } else { self.settings.restocking };
        scale_half_even(value.minor, rule.unwrap_or(usual).ppm(), 1_000_000).map(|minor| self.money(minor))
    }

    /// What is left of what was paid for the order.
    pub(super) fn paid_left(&self) -> i64 {
        (self.order.paid.minor - self.order.refunded.minor).max(0)
    }
}

/// What the first of some rules that says something says, and which it is.
fn first<V>(rules: &[&ReturnRule], used: &mut Option<String>, say: impl Fn(&ReturnRule) -> Option<V>) -> Option<V> {
    let (rule, said) = rules.iter().find_map(|rule| say(rule).map(|said| (rule, said)))?;
    *used = Some(rule.key.clone());
    Some(said)
}

/// Whether a line was made for its order, so that nobody else would buy it.
const fn is_made(line: &OrderLine) -> bool {
    line.made_to_order || line.configuration.is_some()
}

/// Who pays the way back of all lines, and what that takes off: the customer when every line says so, once.
pub(super) fn way_back(order: &Order, lines: &[ReturnVerdict]) -> (WayBack, Money) {
    let pays = !lines.is_empty() && lines.iter().all(|line| line.way_back == WayBack::Customer);
    let most = lines.iter().map(|line| line.way_back_fee.minor).max().unwrap_or(0);
    match pays {
        true => (WayBack::Customer, Money::new(most, order.currency)),
        false => (WayBack::Shop, Money::zero(order.currency)),
    }
}

/// Who approves all lines.
pub(super) fn approval(lines: &[ReturnVerdict]) -> ReturnApproval {
    match !lines.is_empty() && lines.iter().all(|line| line.approval == ReturnApproval::Auto) {
        true => ReturnApproval::Auto,
        false => ReturnApproval::Person,
    }
}

/// What is to be paid back for lines less the way back; never below nothing.
pub(super) fn sum(amounts: impl Iterator<Item = Money>, way_back_fee: Money) -> Result<Money> {
    let sum = amounts.map(|amount| amount.minor).try_fold(0, add_minor)?;
    Ok(Money::new((sum - way_back_fee.minor).max(0), way_back_fee.currency))
}

/// What the return is worth by its lines.
pub(super) fn amount_of(one: &OrderReturn) -> Result<Money> {
    sum(one.lines.iter().map(|line| line.amount), one.way_back_fee)
}

impl<T: Reading> Returns<'_, T> {
    /// Whether lines of an order can be returned, until when, what would be paid back, who approves and who pays the way
    /// back, and which rules say so. Nothing is promised: a request decides anew.
    ///
    /// # Errors
    /// `not_found` for an unknown order and for a line of another one; `invalid_input` for a quantity that is not above 0.
    pub fn check(&self, check: &ReturnCheck) -> Result<ReturnOffer> {
        let tx = self.tx.reader();
        let order = tx.orders().get(check.order_id).map_err(|error| error.at("/order_id"))?;
        let ground = ground(tx, order, None)?;
        let all = || ground.order.lines.iter().map(|line| NewReturnLine::new(line.id, ReturnReason::ChangedMind));
        let asked: Vec<NewReturnLine> = if check.lines.is_empty() { all().collect() } else { check.lines.clone() };
        let lines = judge_all(&ground, &asked)?;
        let (returnable, _): (Vec<_>, Vec<_>) = lines.iter().cloned().partition(|line| line.ok);
        let (way_back, way_back_fee) = way_back(&ground.order, &returnable);
        let amount = sum(returnable.iter().map(|line| line.amount), way_back_fee)?;
        Ok(ReturnOffer {
            order_id: ground.order.id,
            ok: !lines.is_empty() && lines.iter().all(|line| line.ok),
            amount: Money::new(amount.minor.min(ground.paid_left()), amount.currency),
            way_back,
            way_back_fee,
            approval: approval(&returnable),
            lines,
        })
    }
}

/// The verdicts on lines that are given.
pub(super) fn judge_all(ground: &Ground, lines: &[NewReturnLine]) -> Result<Vec<ReturnVerdict>> {
    rules::require_lines(lines)?;
    let one = |(at, line): (usize, &NewReturnLine)| {
        let place = ground.place(line.line).map_err(|error| error.at(format!("/lines/{at}/line")))?;
        ground.judge(place, Asked::from(line))
    };
    lines.iter().enumerate().map(one).collect()
}
