//! Recording an order: clean, price, find the customer, convert, derive, write, count, announce.

use super::payments::{self, CleanPayment};
use super::price::{self, Parts, Priced, Word};
use super::states::{self, MoneyFlow};
use super::{FulfilState, NewOrder, Order, OrderState, PayState, configuration, lines, made, metrics, store};
use crate::db::{ReadTransaction, Touch, WriteTransaction};
use crate::journal::{self, Entry, timeline};
use crate::records::customers::Party;
use crate::records::shop::{self, Counts};
use crate::vocabulary::ExchangeRate;
use crate::vocabulary::text;
use crate::vocabulary::time::Zone;
use crate::vocabulary::{Currency, CustomerId, Error, Money, OrderId, Result, Timestamp};
use serde_json::json;

const MAX_KEY: usize = 128;

/// What the shop's settings decide about an order.
#[derive(Clone, Copy)]
pub(crate) struct Ground {
    pub(crate) base: Currency,
    pub(crate) zone: Zone,
    pub(crate) rule: Counts,
    pub(crate) now: Timestamp,
}

/// The base currency; that of the settings, or a stand-in while there is none and so no amount either.
pub(crate) fn base_of(tx: &ReadTransaction) -> Result<Currency> {
    Ok(shop::settings(tx)?.base_currency.unwrap_or(Currency::USD))
}

/// The settings as an amount of this currency finds them: the first amount's currency becomes the base currency.
pub(crate) fn ground(tx: &ReadTransaction, first: Currency) -> Result<Ground> {
    let settings = shop::settings(tx)?;
    let base = settings.base_currency.unwrap_or(first);
    Ok(Ground { base, zone: settings.time_zone, rule: settings.counts, now: tx.now() })
}

/// An order that is ready to be stored, but for what an earlier version of it adds.
pub(crate) struct Draft {
    pub(crate) order: Order,
    pub(crate) payments: Vec<CleanPayment>,
}

/// Cleans the words of an order and requires its keys.
fn clean(order: &mut NewOrder) -> Result<()> {
    let key = |path: &str, text: &Option<String>| text.as_deref().map(|key| text::key(path, key, MAX_KEY)).transpose();
    order.source = order.source.as_deref().map(|source| text::token("/source", source)).transpose()?;
    order.external_id = key("/external_id", &order.external_id)?;
    order.number = key("/number", &order.number)?;
    order.channel = order.channel.as_deref().map(|channel| text::token("/channel", channel)).transpose()?;
    if order.external_id.is_some() && order.source.is_none() {
        return Err(Error::invalid("/source", "an external id needs the system that it belongs to"));
    }
    if order.rate.is_some_and(|rate| rate.nanos() <= 0) {
        return Err(Error::invalid("/rate", "an exchange rate must be positive"));
    }
    if order.cancel_reason.is_some() && order.state != Some(OrderState::Cancelled) {
        return Err(Error::invalid("/cancel_reason", "only a cancelled order has a reason"));
    }
    Ok(())
}

/// Cleans and prices an order; its currency.
pub(crate) fn prepare(
    tx: &ReadTransaction,
    order: &mut NewOrder,
    word: Word,
) -> Result<(Currency, Priced, Vec<CleanPayment>)> {
    clean(order)?;
    configuration::fill_order(tx, order)?;
    let currency = price::currency_of(order)?;
    let lines = price::price_lines(std::mem::take(&mut order.lines), currency, word)?;
    let priced = price::add_up(lines, Parts::of(order), currency, word)?;
    let payments = payments::clean_all(&order.payments, currency)?;
    Ok((currency, priced, payments))
}

/// The rate of an order: the one given, the one it had, or the shop's of its day.
pub(crate) fn rate_of(
    tx: &ReadTransaction,
    given: Option<ExchangeRate>,
    currency: Currency,
    ground: &Ground,
    at: Timestamp,
) -> Result<ExchangeRate> {
    if currency == ground.base {
        return Ok(ExchangeRate::ONE);
    }
    match given {
        Some(rate) => Ok(rate),
        None => tx.shop().rate(currency, ground.zone.date_of(at)).map_err(|error| error.at("/rate")),
    }
}

/// Puts an order together; states, counts and payments are derived afterwards.
pub(crate) fn assemble(
    given: NewOrder,
    priced: Priced,
    currency: Currency,
    customer: CustomerId,
    rate: ExchangeRate,
    ground: &Ground,
) -> Result<Order> {
    let money = |minor: i64| Money::new(minor, currency);
    let in_base = |minor: i64| rate.convert(money(minor), ground.base);
    let to_base = |money: Money| Ok(rate.convert(money, ground.base)?.minor);
    let mut cost = 0;
    for (at, line) in priced.lines.iter().enumerate() {
        let of_line = price::line_cost(line, currency, to_base, ground.base)
            .map_err(|error| error.under(format_args!("/lines/{at}")))?;
        cost = price::sum([cost, of_line])?;
    }
    let placed_at = given.placed_at.unwrap_or(ground.now);
    let state = given.state.unwrap_or(OrderState::Pending);
    let ended = |when: bool| when.then_some(given.updated_at.unwrap_or(placed_at));
    Ok(Order {
        id: OrderId(0),
        customer_id: customer,
        source: given.source,
        external_id: given.external_id,
        number: given.number,
        channel: given.channel,
        state,
        pay_state: PayState::Unpaid,
        fulfil_state: FulfilState::Unfulfilled,
        cancel_reason: given.cancel_reason,
        hold_reason: None,
        hold_note: None,
        held_at: ended(state == OrderState::OnHold),
        currency,
        subtotal: money(priced.subtotal),
        discount: money(priced.discount),
        shipping: money(priced.shipping),
        tax: money(priced.tax),
        tax_included: given.tax_included,
        total: money(priced.total),
        difference: money(priced.difference),
        paid: money(0),
        refunded: money(0),
        rate,
        net: money(priced.net),
        total_base: in_base(priced.total)?,
        net_base: in_base(priced.net)?,
        cost_base: Money::new(cost, ground.base),
        units: priced.units,
        counts: false,
        settled: given.paid.unwrap_or(false),
        needs_fulfilment: given.needs_fulfilment,
        day: ground.zone.date_of(placed_at),
        placed_at,
        promised_at: given.promised_at,
        paid_at: None,
        completed_at: ended(matches!(state, OrderState::Completed | OrderState::Closed)),
        cancelled_at: ended(state == OrderState::Cancelled),
        updated_at: given.updated_at,
        recorded_at: ground.now,
        lines: priced.lines,
    })
}

/// Sets everything of an order that follows from its parts and the money that flowed.
pub(crate) fn derive(order: &mut Order, flow: MoneyFlow, rule: Counts, paid_at: Timestamp) {
    let flow = MoneyFlow { total: order.total.minor, refunded: order.refunded.minor, settled: order.settled, ..flow };
    order.paid.minor = flow.paid();
    order.pay_state = states::pay_state(flow);
    order.fulfil_state =
        states::fulfil_state(order.state, order.needs_fulfilment, order.promised_at.is_some(), &order.lines);
    order.counts = states::counts(rule, order.state, flow);
    let is_paid = flow.paid() >= flow.total && order.state != OrderState::Draft;
    order.paid_at = if is_paid { order.paid_at.or(Some(paid_at)) } else { None };
}

/// Where a new order's customer and the costs of its articles come from: the file, or what a batch remembers of it.
pub(crate) trait Source {
    /// The customer of an order, and what was left out of a guest's identities.
    fn buyer(
        &mut self,
        tx: &WriteTransaction,
        customer: Option<CustomerId>,
        party: Option<&Party>,
    ) -> Result<(CustomerId, Vec<String>)>;

    /// Requires that the shop sells to the buyer of an order.
    fn require_sellable(&mut self, tx: &WriteTransaction, customer: CustomerId) -> Result<()>;

    /// What one unit of an article costs the shop.
    fn cost(&mut self, tx: &WriteTransaction, sku: &str) -> Result<Option<Money>>;
}

/// Puts a new order together. A refused one leaves nothing behind, because the customer is resolved last.
pub(crate) fn draft(
    tx: &WriteTransaction,
    mut given: NewOrder,
    (currency, mut priced, payments): (Currency, Priced, Vec<CleanPayment>),
    word: Word,
    source: &mut impl Source,
) -> Result<(Draft, Vec<String>)> {
    let ground = ground(tx, currency)?;
    for line in priced.lines.iter_mut().filter(|line| line.cost.is_none()) {
        let cost = source.cost(tx, &line.sku)?;
        line.cost = cost.filter(|cost| cost.currency == currency || cost.currency == ground.base);
    }
    let rate = rate_of(tx, given.rate, currency, &ground, given.placed_at.unwrap_or(ground.now))?;
    let (customer, party) = (given.customer, given.party.take());
    // What a host reports has happened; only a new promise asks for blocks.
    let asks_blocks = word == Word::Checked && !given.allow_blocked;
    let mut draft = Draft { order: assemble(given, priced, currency, CustomerId(0), rate, &ground)?, payments };
    if word == Word::Checked {
        made::require_makeable(&draft.order).map_err(|error| error.at("/state"))?;
    }
    let placed_at = draft.order.placed_at;
    made::promise(&mut draft.order, ground.zone, placed_at);
    derive_new(&mut draft, ground.rule, word)?;
    let (customer, problems) = source.buyer(tx, customer, party.as_ref())?;
    if asks_blocks {
        let path = if party.is_some() { "/party" } else { "/customer" };
        let hint = "lift the block with customers.unblock, or record the order all the same with allow_blocked";
        source.require_sellable(tx, customer).map_err(|error| error.at(path).hint(hint))?;
    }
    draft.order.customer_id = customer;
    shop::base_currency_or_adopt(tx, currency)?;
    Ok((draft, problems))
}

/// Derives a new order from its payments.
fn derive_new(draft: &mut Draft, rule: Counts, word: Word) -> Result<()> {
    let flow = draft.payments.iter().try_fold(MoneyFlow::default(), payments::flow_with)?;
    if flow.captured > draft.order.total.minor && word == Word::Checked {
        return Err(Error::invalid("/payments", "the payments are larger than the total"));
    }
    let last_payment = draft.payments.iter().filter_map(|payment| payment.at).max();
    let paid_at = last_payment.unwrap_or(draft.order.placed_at);
    derive(&mut draft.order, flow, rule, paid_at);
    Ok(())
}

/// Stores a new order with everything that belongs to it, and announces it.
pub(crate) fn create(tx: &WriteTransaction, draft: Draft) -> Result<Order> {
    let Draft { mut order, payments } = draft;
    let rev = journal::next_seq(tx)?;
    order.id = store::insert(tx, &order, rev)?;
    lines::insert_all(tx, &mut order)?;
    for payment in &payments {
        payments::store::insert(tx, order.id, payment, payment.at.unwrap_or(order.placed_at), rev)?;
    }
    timeline::add(tx, order.customer_id, order.placed_at, timeline::Kind::Order, order.id.0)?;
    let sums = metrics::add(tx, order.customer_id, metrics::Sums::of_order(&order))?;
    if order.has_delivered_serials() {
        tx.touch_order(order.customer_id, order.id);
    }
    tx.touch(order.customer_id, Touch::ORDERS);
    if order.state != OrderState::Draft {
        announce(tx, "order.placed", &order)?;
    }
    if order.paid_at.is_some() {
        announce_paid(tx, &order, sums)?;
    }
    match order.state {
        OrderState::Cancelled => announce(tx, "order.cancelled", &order)?,
        OrderState::Completed | OrderState::Closed => announce(tx, "order.completed", &order)?,
        _ => {}
    }
    Ok(order)
}

/// Appends an event about an order.
pub(crate) fn announce(tx: &WriteTransaction, name: &'static str, order: &Order) -> Result<()> {
    announce_with(tx, name, order, json!({}))
}

/// Appends an event about an order with more facts.
pub(crate) fn announce_with(
    tx: &WriteTransaction,
    name: &'static str,
    order: &Order,
    more: serde_json::Value,
) -> Result<()> {
    let facts = json!({ "state": order.state, "pay_state": order.pay_state, "total": order.total });
    let mut event = Entry::new(name).customer(order.customer_id).entity("order", order.id).payload(facts);
    if let Some(reason) = order.hold_reason {
        event = event.facts(json!({ "hold_reason": reason }));
    }
    journal::append(tx, event.facts(more)).map(drop)
}

/// Announces that an order is paid in full, and whether it is the customer's first.
pub(crate) fn announce_paid(tx: &WriteTransaction, order: &Order, sums: metrics::Sums) -> Result<()> {
    announce(tx, "order.paid", order)?;
    let is_first = order.counts && (sums.orders == 1 || !store::has_other_paid(tx, order.customer_id, order.id)?);
    if is_first { announce(tx, "order.first_order_paid", order) } else { Ok(()) }
}
