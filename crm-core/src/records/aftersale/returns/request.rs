//! Asking for a return, and the easy path from a line to its label.

use super::policy::{self, Ground};
use super::rules::{self, MACHINE};
use super::{
    NewReturn, NewReturnLine, OrderReturn, ReturnApproval, ReturnCondition, ReturnLine, ReturnReason, ReturnRefusal,
    ReturnResolution, ReturnState, ReturnVerdict, moves, store,
};
use crate::db::{Json, WriteTransaction};
use crate::journal;
use crate::records::orders;
use crate::vocabulary::{Error, OrderLineId, Quantity, Result, ReturnId, ReturnLineId, text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A return of one line in one call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EasyReturn {
    /// The line of the order.
    pub line: OrderLineId,
    /// How much of it, above 0; all that was delivered and is not returned by default.
    #[serde(default)]
    pub quantity: Option<Quantity>,
    /// Why.
    pub reason: ReturnReason,
    /// In which condition, as the customer says.
    #[serde(default)]
    pub condition: Option<ReturnCondition>,
    /// What the customer wants for it; the money by default.
    #[serde(default)]
    pub wanted: Option<ReturnResolution>,
    /// The host's reference of the label, where it has one already.
    #[serde(default)]
    pub label_ref: Option<String>,
    /// More about it.
    #[serde(default)]
    pub note: Option<String>,
}

impl EasyReturn {
    /// All that is left of a line.
    #[must_use]
    pub fn of(line: OrderLineId, reason: ReturnReason) -> Self {
        EasyReturn { line, quantity: None, reason, condition: None, wanted: None, label_ref: None, note: None }
    }
}

/// One line, with what its label needs.
pub(super) fn easy(tx: &WriteTransaction, easy: EasyReturn) -> Result<OrderReturn> {
    let line = NewReturnLine {
        quantity: easy.quantity,
        condition: easy.condition.unwrap_or(ReturnCondition::Unknown),
        ..NewReturnLine::new(easy.line, easy.reason)
    };
    let label = text::optional_name("/label_ref", easy.label_ref.as_deref())?;
    let new = NewReturn {
        wanted: easy.wanted.unwrap_or(ReturnResolution::Refund),
        note: easy.note,
        ..NewReturn::of(orders::order_of(easy.line), vec![line])
    };
    request(tx, new, label).map_err(|error| {
        // The caller named a line and nothing else.
        let path = error.path().map(|path| path.trim_start_matches("/lines/0").replace("/order_id", "/line"));
        path.map_or(error.clone(), |path| error.at(path))
    })
}

/// Records a return, approved at once when the rules approve all of it.
pub(super) fn request(tx: &WriteTransaction, new: NewReturn, label_ref: Option<String>) -> Result<OrderReturn> {
    let new = rules::clean(new)?;
    let order = tx.orders().get(new.order_id).map_err(|error| error.at("/order_id"))?;
    let ground = policy::ground(tx, order, None)?;
    let verdicts = policy::judge_all(&ground, &new.lines)?;
    for (at, verdict) in verdicts.iter().enumerate() {
        require_returnable(at, verdict, new.exception.is_some())?;
        require_serials(tx, &ground, at, (&new.lines[at], verdict))?;
    }
    let (way_back, way_back_fee) = policy::way_back(&ground.order, &verdicts);
    let auto = new.exception.is_none() && policy::approval(&verdicts) == ReturnApproval::Auto;
    let lines = new.lines.into_iter().zip(&verdicts).map(|(given, verdict)| line_of(given, verdict)).collect();
    let mut one = OrderReturn {
        id: ReturnId(0),
        number: rules::number(&ground.settings.prefix, store::take_number(tx)?),
        customer_id: ground.order.customer_id,
        order_id: ground.order.id,
        state: ReturnState::Requested,
        shopify_status: ReturnState::Requested.shopify(),
        medusa_status: ReturnState::Requested.medusa(),
        wanted: new.wanted,
        resolution: None,
        amount: policy::sum(verdicts.iter().map(|line| line.amount), way_back_fee)?,
        way_back_fee,
        way_back,
        paid_back: None,
        paid_back_base: None,
        refund_id: None,
        exchange_order_id: None,
        difference: None,
        stored_value_id: None,
        service_order_id: None,
        auto_approved: auto,
        decided_by: None,
        exception: new.exception,
        end_reason: None,
        return_to: None,
        instructions: None,
        label_ref,
        carrier: None,
        tracking_no: None,
        note: new.note,
        approved_at: None,
        expires_at: None,
        sent_at: None,
        received_at: None,
        inspected_at: None,
        resolved_at: None,
        ended_at: None,
        created_at: tx.now(),
        updated_at: tx.now(),
        lines,
    };
    let rev = journal::next_seq(tx)?;
    one.id = one.insert(tx, rev)?;
    for line in &mut one.lines {
        line.return_id = one.id;
        line.id = line.insert(tx, rev)?;
    }
    journal::begin(tx, &MACHINE, (one.id.0, Some(one.customer_id)), one.state)?;
    moves::announce(tx, &one)?;
    if auto {
        moves::approve(tx, &mut one, &ground.settings)?;
    }
    Ok(one)
}

fn line_of(given: NewReturnLine, verdict: &ReturnVerdict) -> ReturnLine {
    ReturnLine {
        id: ReturnLineId(0),
        return_id: ReturnId(0),
        line_id: given.line,
        sku: verdict.sku.clone(),
        quantity: verdict.quantity,
        received: Quantity::default(),
        accepted: Quantity::default(),
        held: verdict.quantity,
        reason: given.reason,
        condition: given.condition,
        disposition: None,
        serials: Json(given.serials),
        note: given.note,
        value: verdict.value,
        tax: verdict.tax,
        fee: verdict.fee,
        amount: verdict.amount,
        until: verdict.until,
    }
}

fn require_returnable(at: usize, verdict: &ReturnVerdict, exception: bool) -> Result<()> {
    let Some(refusal) = verdict.refusal else { return Ok(()) };
    let message = format!("the line cannot be returned: {refusal}");
    match refusal {
        refusal if refusal.may_be_waived() && exception => Ok(()),
        ReturnRefusal::TooMany => {
            let message = format!("only {} of this line can still come back", verdict.left);
            Err(Error::invalid(format!("/lines/{at}/quantity"), message))
        }
        refusal if refusal.may_be_waived() => Err(Error::conflict(message)
            .at(format!("/lines/{at}/line"))
            .hint("returns.check says which rule decided; name an exception to take it back all the same")),
        _ => Err(Error::conflict(message)
            .at(format!("/lines/{at}/line"))
            .hint("returns.check says how much of each line is left")),
    }
}

/// Serial numbers are those of pieces that were sold and are in no other return, and not more than there are pieces.
fn require_serials(
    tx: &WriteTransaction,
    ground: &Ground,
    at: usize,
    (given, verdict): (&NewReturnLine, &ReturnVerdict),
) -> Result<()> {
    if given.serials.is_empty() {
        return Ok(());
    }
    let path = |number: usize| format!("/lines/{at}/serials/{number}");
    let pieces = given.serials.len().saturating_mul(1_000);
    if i64::try_from(pieces).unwrap_or(i64::MAX) > verdict.quantity.thousandths() {
        return Err(Error::invalid(format!("/lines/{at}/serials"), "there are more serial numbers than pieces"));
    }
    let sold = &ground.order.lines[ground.place(given.line)?].serials;
    let held = store::held_serials(tx, given.line)?;
    let mut seen = BTreeSet::new();
    for (number, serial) in given.serials.iter().enumerate() {
        if !seen.insert(serial) {
            return Err(Error::invalid(path(number), "this serial number is named twice"));
        }
        if !sold.is_empty() && !sold.contains(serial) {
            return Err(Error::invalid(path(number), "no piece with this serial number was sold with this line"));
        }
        if held.contains(serial) {
            return Err(Error::conflict("another return has this serial number").at(path(number)));
        }
    }
    Ok(())
}
