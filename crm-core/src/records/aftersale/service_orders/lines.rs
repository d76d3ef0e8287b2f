//! The lines of a service order: what they are, and how they change.

use super::{CoveredBy, ServiceOrder, ServiceOrders, cover, rules, store, supply, write};
use crate::db::WriteTransaction;
use crate::journal;
use crate::records::aftersale::parts::{self, main_place};
use crate::vocabulary::{
    Error, Money, PartId, PartReservationId, Quantity, Rate, Result, ServiceLineId, ServiceOrderId, UnitPrice, text,
};
use serde::{Deserialize, Serialize};

tokens! {
    /// What a line is for.
    pub enum ServiceLineKind("kind of service line") {
        /// Time, by the hour.
        Labour = "labour",
        /// A part.
        Part = "part",
        /// The way to the customer.
        Travel = "travel",
        /// Anything else; neither warranty nor contract bears it.
        Fee = "fee",
    }
}

tokens! {
    /// The rule by which warranty and contract bear a line or do not; goodwill says its own reason.
    pub enum CoverReason("reason of a cover") {
        /// The warranty covers parts.
        WarrantyParts = "warranty_parts",
        /// The warranty covers labour.
        WarrantyLabour = "warranty_labour",
        /// The warranty covers work at the customer's.
        WarrantyOnsite = "warranty_onsite",
        /// The contract bears its share of parts.
        ContractParts = "contract_parts",
        /// The contract covers labour.
        ContractLabour = "contract_labour",
        /// The contract covers travel.
        ContractTravel = "contract_travel",
        /// There is a warranty or contract, but it does not cover this.
        NotCovered = "not_covered",
        /// There is neither warranty nor contract.
        NoCover = "no_cover",
    }
}

/// A line of a service order as it is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewServiceLine {
    /// What it is for.
    pub kind: ServiceLineKind,
    /// What is printed, at most 512 bytes; the name of a part that is kept in stock by default.
    #[serde(default)]
    pub description: Option<String>,
    /// The article number, of a part.
    #[serde(default)]
    pub sku: Option<String>,
    /// How much of it, above 0; 1 by default. Labour has minutes instead.
    #[serde(default)]
    pub quantity: Option<Quantity>,
    /// Minutes of labour, 1 to 100,000.
    #[serde(default)]
    pub minutes: Option<u32>,
    /// The price of one, or of an hour of labour, without tax; by default that of the part in stock, or the hourly rate of
    /// the settings.
    #[serde(default)]
    pub unit_price: Option<UnitPrice>,
    /// The rate of the tax, 0 to 1; none by default.
    #[serde(default)]
    pub tax_rate: Rate,
    /// The warehouse or van from which a part comes, as a token; `main` by default.
    #[serde(default)]
    pub place: Option<String>,
}

impl NewServiceLine {
    /// A line of a kind with nothing else.
    #[must_use]
    pub fn new(kind: ServiceLineKind) -> Self {
        NewServiceLine {
            kind,
            description: None,
            sku: None,
            quantity: None,
            minutes: None,
            unit_price: None,
            tax_rate: Rate::default(),
            place: None,
        }
    }
}

/// What changes of a line.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ServiceLinePatch {
    /// What is printed.
    pub description: Option<String>,
    /// How much of it; not of labour.
    pub quantity: Option<Quantity>,
    /// Minutes of labour.
    pub minutes: Option<u32>,
    /// The price of one, or of an hour of labour.
    pub unit_price: Option<UnitPrice>,
    /// The rate of the tax.
    pub tax_rate: Option<Rate>,
}

/// A line of a service order as it is stored. What warranty, contract, goodwill and customer bear adds up to the amount.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ServiceLine {
    /// The id.
    pub id: ServiceLineId,
    /// The order.
    pub service_order_id: ServiceOrderId,
    /// What it is for.
    pub kind: ServiceLineKind,
    /// What is printed.
    pub description: String,
    /// The article number.
    pub sku: Option<String>,
    /// The part, if it is kept in stock: then it is reserved and used from there.
    pub part_id: Option<PartId>,
    /// The warehouse or van from which it comes.
    pub place: String,
    /// How much of it; 1 of labour.
    pub quantity: Quantity,
    /// Minutes of labour.
    pub minutes: Option<u32>,
    /// The price of one, or of an hour of labour, without tax.
    pub unit_price: UnitPrice,
    /// The rate of the tax.
    pub tax_rate: Rate,
    /// What it comes to.
    pub amount: Money,
    /// Who bears it; of a part of which a contract bears a share, the contract.
    pub covered_by: CoveredBy,
    /// By which rule warranty and contract bear it or do not.
    pub cover_reason: CoverReason,
    /// What the warranty bears.
    pub by_warranty: Money,
    /// What the service contract bears.
    pub by_contract: Money,
    /// What the shop bears of its own free will.
    pub by_goodwill: Money,
    /// What the customer bears.
    pub by_customer: Money,
    /// The reservation of the part.
    pub reservation_id: Option<PartReservationId>,
    /// How much of the part was used.
    pub used: Quantity,
}

impl ServiceOrders<'_, WriteTransaction> {
    /// Adds a line, and decides who bears it.
    ///
    /// # Errors
    /// `not_found`; `conflict` for an order that is quoted or whose work is over; `invalid_input` for a bad field or a
    /// missing price; `limit` above 500 lines.
    pub fn add_line(&self, id: ServiceOrderId, new: NewServiceLine) -> Result<ServiceOrder> {
        let tx = self.tx;
        let mut order = self.get(id)?;
        rules::require_editable(&order)?;
        rules::require_room(&order)?;
        let line = made(tx, &order, new)?;
        tx.step(|| {
            order.lines.push(line.clone());
            save(tx, &mut order, "service_order.line_added")
        })?;
        Ok(order)
    }

    /// Changes a line. A part that is reserved has to be reserved anew when there is to be more or less of it.
    ///
    /// # Errors
    /// `not_found`; `conflict` for an order that is quoted or whose work is over, and for another quantity of a part that
    /// was used; `invalid_input` for a bad field.
    pub fn update_line(
        &self,
        id: ServiceOrderId,
        line: ServiceLineId,
        patch: ServiceLinePatch,
    ) -> Result<ServiceOrder> {
        let tx = self.tx;
        let mut order = self.get(id)?;
        rules::require_editable(&order)?;
        let at = rules::position(&order, line)?;
        let known = order.lines[at].clone();
        let mut after = rules::patched(&known, patch)?;
        if after == known {
            return Ok(order);
        }
        if after.quantity != known.quantity {
            require_unused(&known)?;
        }
        tx.step(|| {
            if after.quantity != known.quantity {
                supply::free(tx, &mut after)?;
            }
            order.lines[at] = after.clone();
            save(tx, &mut order, "service_order.line_changed")
        })?;
        Ok(order)
    }

    /// Takes a line away; what was reserved for it is free again.
    ///
    /// # Errors
    /// `not_found`; `conflict` for an order that is quoted or whose work is over, and for a part that was used.
    pub fn remove_line(&self, id: ServiceOrderId, line: ServiceLineId) -> Result<ServiceOrder> {
        let tx = self.tx;
        let mut order = self.get(id)?;
        rules::require_editable(&order)?;
        let at = rules::position(&order, line)?;
        require_unused(&order.lines[at])?;
        tx.step(|| {
            let mut gone = order.lines.remove(at);
            supply::free(tx, &mut gone)?;
            store::delete_line(tx, gone.id)?;
            save(tx, &mut order, "service_order.line_removed")
        })?;
        Ok(order)
    }

    /// Decides anew who bears the lines, after a warranty or contract has changed.
    ///
    /// # Errors
    /// `not_found`; `conflict` for an order that is quoted or whose work is over.
    pub fn assess(&self, id: ServiceOrderId) -> Result<ServiceOrder> {
        let tx = self.tx;
        let mut order = self.get(id)?;
        rules::require_editable(&order)?;
        tx.step(|| save(tx, &mut order, "service_order.assessed"))?;
        Ok(order)
    }
}

fn require_unused(line: &ServiceLine) -> Result<()> {
    if line.used.thousandths() == 0 {
        return Ok(());
    }
    Err(Error::conflict("the part was used")
        .at("/line_id")
        .existing(line.id)
        .hint("give it back with service_orders.return_part"))
}

/// The line with its price.
fn made(tx: &WriteTransaction, order: &ServiceOrder, new: NewServiceLine) -> Result<ServiceLine> {
    let currency = order.total.currency;
    let sku = new.sku.as_deref().map(|sku| rules::sku("/sku", sku)).transpose()?;
    let part = match (&sku, new.kind) {
        (Some(sku), ServiceLineKind::Part) => parts::of_sku(tx, sku)?,
        (None, ServiceLineKind::Part) => return Err(Error::invalid("/sku", "a part has an article number")),
        (Some(_), _) => return Err(Error::invalid("/sku", "only a part has an article number")),
        (None, _) => None,
    };
    let usual = match new.kind {
        ServiceLineKind::Labour => super::settings(tx)?.hourly_rate,
        _ => match part.as_ref().and_then(|part| part.price).filter(|price| price.currency == currency) {
            Some(price) => Some(UnitPrice::from_money(price)?),
            None => None,
        },
    };
    let unit_price = new.unit_price.or(usual).ok_or_else(|| {
        Error::invalid("/unit_price", "there is no usual price of this in the currency of the order")
            .hint("give one, or set the price of the part or the hourly rate")
    })?;
    let given = text::optional_name("/description", new.description.as_deref())?;
    let name = part.as_ref().map_or_else(|| new.kind.token().to_owned(), |part| part.name.clone());
    let nothing = Money::zero(currency);
    let line = ServiceLine {
        id: ServiceLineId(0),
        service_order_id: order.id,
        kind: new.kind,
        description: given.unwrap_or(name),
        sku,
        part_id: part.map(|part| part.id),
        place: new.place.map_or_else(|| Ok(main_place()), |place| text::token("/place", &place))?,
        quantity: new.quantity.unwrap_or(Quantity::ONE),
        minutes: new.minutes,
        unit_price,
        tax_rate: new.tax_rate,
        amount: nothing,
        covered_by: CoveredBy::Customer,
        cover_reason: CoverReason::NoCover,
        by_warranty: nothing,
        by_contract: nothing,
        by_goodwill: nothing,
        by_customer: nothing,
        reservation_id: None,
        used: Quantity::default(),
    };
    rules::require_line(&line)?;
    Ok(line)
}

/// Decides who bears the lines, and writes them and the order.
pub(super) fn save(tx: &WriteTransaction, order: &mut ServiceOrder, event: &'static str) -> Result<()> {
    cover::decide(tx, order)?;
    keep(tx, order, event)
}

/// Writes the lines and the order as they are.
pub(super) fn keep(tx: &WriteTransaction, order: &mut ServiceOrder, event: &'static str) -> Result<()> {
    for line in &mut order.lines {
        let rev = journal::next_seq(tx)?;
        if line.id.0 == 0 {
            line.id = line.insert(tx, rev)?;
        } else {
            line.update(tx, rev)?;
        }
    }
    write(tx, order, event)
}
