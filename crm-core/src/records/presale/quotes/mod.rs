//! Quotes: what was offered to a customer, version by version, until it is an order.
//!
//! Owns quotes with their lines, their numbers, and how the shop makes them. Promises that the amounts add up and that an
//! order of a quote comes to the same, that numbers have no gap and all versions of a quote share one, that a discount
//! above the limit leaves the house only when it was approved, that a quote which has run out cannot be accepted unless it
//! was renewed, and that of each quote comes one order at the most, however many processes ask.
//!
//! Refuses to change what a customer has: a quote that was sent is revised, never edited.

mod html;
mod model;
mod moves;
mod order;
mod rules;
mod settings;
mod store;
mod tick;

#[cfg(test)]
mod tests;

pub use model::{
    NewQuote, NewQuoteLine, Quote, QuoteFilter, QuoteLine, QuoteOrder, QuotePatch, QuoteState, QuoteSummary,
};
pub use settings::{QuoteSettings, QuoteSettingsPatch};
pub(crate) use store::compare;
pub(crate) use tick::tick;

use crate::db::{ReadTransaction, Reading, Touch, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::presale::configure;
use crate::records::presale::opportunities::{Opportunity, OpportunityLine};
use crate::records::{customers, shop};
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{
    Currency, CustomerId, Date, Error, Money, OpportunityId, Page, Patch, QuoteId, Rate, Result, StaffId, UnitPrice,
    ids, text,
};
use rules::{MACHINE, Terms};
use serde_json::json;

room! {
    /// What was offered to customers.
    Quotes, quotes
}

customer_rows! { CUSTOMER_ROWS, "crm_quote", moving "quote" }

impl<T: Reading> Quotes<'_, T> {
    /// One quote with its lines.
    ///
    /// # Errors
    /// `not_found`.
    pub fn get(&self, id: QuoteId) -> Result<Quote> {
        let tx = self.tx.reader();
        Ok(shown(stored(tx, id)?, shop::today(tx)?))
    }

    /// Quotes with their lines, the newest first, page by page.
    ///
    /// # Errors
    /// `not_found` for an unknown customer; `limit` and `invalid_input` for a bad page.
    pub fn list(&self, filter: &QuoteFilter) -> Result<Page<Quote>> {
        let tx = self.tx.reader();
        let mut filter = filter.clone();
        filter.customer_id = filter.customer_id.map(|customer| customers::require(tx, customer)).transpose()?;
        let listing = filter.page.of("quotes", &filter)?;
        let today = shop::today(tx)?;
        let found = store::list(tx, &filter, today, &listing)?;
        let mut page = listing.page(found, |quote| [quote.id.0]);
        page.items = completed_all(tx, page.items, today)?;
        Ok(page)
    }

    /// A quote as one page of HTML that needs nothing else, to be printed or sent. Every text in it is escaped.
    ///
    /// # Errors
    /// `not_found`.
    pub fn html(&self, id: QuoteId) -> Result<String> {
        let tx = self.tx.reader();
        let quote = self.get(id)?;
        let customer = tx.customers().get(quote.customer_id)?.name;
        html::page(&quote, customer.as_deref(), self.settings()?.letterhead.as_deref())
    }
}

impl Quotes<'_, WriteTransaction> {
    /// Writes a draft, with the next number of the shop's series. The draft.
    ///
    /// # Errors
    /// `invalid_input` for a bad field, a price that is not known, or a configuration that breaks rules; `not_found` for an
    /// unknown customer, opportunity or configuration; `limit` for more than 500 lines; `blocked` for a customer to whom the
    /// shop sells nothing.
    pub fn create(&self, new: NewQuote) -> Result<Quote> {
        let tx = self.tx;
        let mut new = rules::clean(new)?;
        let customer_id = customers::require_at(tx, new.customer_id, "/customer_id")?;
        customers::require_sellable(tx, customer_id)?;
        let opportunity = new.opportunity_id.map(|id| opportunity_of(tx, id, customer_id)).transpose()?;
        let of_opportunity = opportunity.as_ref().map(|opportunity| opportunity.amount.currency);
        let known = new.currency.or(of_opportunity).or(shop::settings(tx)?.base_currency);
        let currency = known.ok_or_else(|| {
            Error::invalid("/currency", "the currency is missing").hint("name it, such as CNY or USD")
        })?;
        if let Some(opportunity) = opportunity
            && new.lines.is_empty()
            && currency == opportunity.amount.currency
        {
            new.lines = opportunity.lines.iter().map(line_of).collect();
        }
        let lines = offered(tx, new.lines, currency)?;
        if new.apply_terms && new.discount_rate == Rate::default() {
            new.discount_rate = tx.partners().price_terms(customer_id)?.discount_rate;
        }
        let settings = self.settings()?;
        let (today, days) = (shop::today(tx)?, i32::try_from(settings.valid_days).unwrap_or(i32::MAX));
        let valid_until = new.valid_until.unwrap_or(today.plus_days(days));
        rules::require_ahead(valid_until, today)?;
        let nothing = Money::zero(currency);
        let mut quote = Quote {
            id: QuoteId(0),
            number: String::new(),
            version: 1,
            previous_id: None,
            customer_id,
            opportunity_id: new.opportunity_id,
            title: new.title,
            note: new.note,
            state: QuoteState::Draft,
            valid_until,
            owner_id: new.owner_id,
            channel: new.channel,
            discount_rate: new.discount_rate,
            tax_included: new.tax_included,
            gross: nothing,
            subtotal: nothing,
            discount: nothing,
            tax: nothing,
            total: nothing,
            needs_approval: false,
            approved_at: None,
            approved_by: None,
            renewed_at: None,
            expiring_at: None,
            sent_at: None,
            viewed_at: None,
            accepted_at: None,
            ended_at: None,
            decline_reason: None,
            order_id: None,
            created_at: tx.now(),
            updated_at: tx.now(),
            lines,
        };
        quote.settle(&settings)?;
        tx.step(|| {
            shop::base_currency_or_adopt(tx, currency)?;
            quote.number = settings::next_number(tx, &settings)?;
            insert(tx, &mut quote)
        })?;
        Ok(quote)
    }

    /// Changes a draft. Other lines or another discount void an approval. The draft afterwards.
    ///
    /// # Errors
    /// `not_found`; `conflict` for a quote that is no draft; `invalid_input` and `limit` for a bad field.
    pub fn update(&self, id: QuoteId, patch: QuotePatch) -> Result<Quote> {
        let tx = self.tx;
        let known = stored(tx, id)?;
        if known.state != QuoteState::Draft {
            return Err(Error::conflict(format!("the quote is {}, not a draft", known.state))
                .existing(id)
                .hint("revise a quote that was sent; the new version is a draft"));
        }
        let mut after = self.patched(known.clone(), patch)?;
        let settings = self.settings()?;
        after.settle(&settings)?;
        let same_price = (&known.lines, known.discount_rate) == (&after.lines, after.discount_rate);
        if !same_price {
            (after.approved_at, after.approved_by) = (None, None);
            after.settle(&settings)?;
        }
        if after == known {
            return Ok(known);
        }
        after.updated_at = tx.now();
        tx.step(|| {
            if after.lines != known.lines {
                store::write_lines(tx, id, &after.lines)?;
            }
            save(tx, &after, "quote.updated", json!({ "lines": after.lines.len() }))
        })?;
        Ok(after)
    }

    fn patched(&self, mut quote: Quote, patch: QuotePatch) -> Result<Quote> {
        let tx = self.tx;
        match patch.opportunity_id {
            Patch::Set(id) => quote.opportunity_id = Some(opportunity_of(tx, id, quote.customer_id)?.id),
            Patch::Clear => quote.opportunity_id = None,
            Patch::Keep => {}
        }
        if let Some(lines) = patch.lines {
            quote.lines = offered(tx, lines, quote.total.currency)?;
        }
        if let Some(rate) = patch.discount_rate {
            rules::require_share("/discount_rate", rate)?;
            quote.discount_rate = rate;
        }
        if let Some(valid_until) = patch.valid_until {
            rules::require_ahead(valid_until, shop::today(tx)?)?;
            quote.valid_until = valid_until;
        }
        if let Patch::Set(staff) = &patch.owner_id {
            ids::require_row_id("/owner_id", Some(staff.0))?;
        }
        quote.tax_included = patch.tax_included.unwrap_or(quote.tax_included);
        patch.title.cleaned(|title| text::optional_name("/title", Some(title)))?.apply(&mut quote.title);
        patch.note.cleaned(|note| text::optional_note("/note", Some(note)))?.apply(&mut quote.note);
        patch.owner_id.apply(&mut quote.owner_id);
        patch.channel.try_map(|channel| text::token("/channel", &channel))?.apply(&mut quote.channel);
        Ok(quote)
    }
}

impl Quote {
    /// How it is priced as a whole.
    fn terms(&self) -> Terms {
        Terms { currency: self.total.currency, discount_rate: self.discount_rate, tax_included: self.tax_included }
    }

    /// Computes what it comes to, and whether it needs an approval.
    fn settle(&mut self, settings: &QuoteSettings) -> Result<()> {
        let priced = rules::price(std::mem::take(&mut self.lines), self.terms())?;
        let money = |minor: i64| Money::new(minor, self.total.currency);
        let (gross, subtotal, discount) = (money(priced.gross), money(priced.subtotal), money(priced.discount));
        let (tax, total) = (money(priced.tax), money(priced.total));
        (self.gross, self.subtotal, self.discount, self.tax, self.total) = (gross, subtotal, discount, tax, total);
        self.lines = priced.lines;
        let is_above = rules::is_above(settings.approval_limit, self.discount_rate, &self.lines);
        self.needs_approval = is_above && self.approved_at.is_none();
        Ok(())
    }
}

/// Whether a customer has accepted a quote that is not ordered yet.
pub(crate) fn has_accepted(tx: &ReadTransaction, customer: CustomerId) -> Result<bool> {
    store::has_accepted(tx, customer)
}

/// The quotes of a customer that are drafts, wait for an answer, or were accepted and not ordered; the newest first.
pub(crate) fn open_of(tx: &ReadTransaction, customer: CustomerId, limit: usize) -> Result<Vec<QuoteSummary>> {
    let found = store::open(tx, customer, shop::today(tx)?, limit)?;
    Ok(found.into_iter().map(QuoteSummary::from).collect())
}

/// Gives the quotes of one member of the staff of which something is expected to another; how many.
pub(crate) fn transfer(tx: &WriteTransaction, from: StaffId, to: StaffId) -> Result<u64> {
    Ok(store::transfer(tx, from, to, journal::next_seq(tx)?)? as u64)
}

/// A quote as it is stored, with what it comes to.
fn stored(tx: &ReadTransaction, id: QuoteId) -> Result<Quote> {
    completed(tx, Quote::by_id(tx, id)?.or_not_found(QuoteId::WHAT, id)?, &store::settings(tx)?)
}

fn completed(tx: &ReadTransaction, mut quote: Quote, settings: &QuoteSettings) -> Result<Quote> {
    quote.lines = store::lines(tx, quote.id, quote.total.currency)?;
    quote.settle(settings)?;
    Ok(quote)
}

fn completed_all(tx: &ReadTransaction, found: Vec<Quote>, today: Date) -> Result<Vec<Quote>> {
    let settings = store::settings(tx)?;
    found.into_iter().map(|quote| Ok(shown(completed(tx, quote, &settings)?, today))).collect()
}

/// A quote as it stands today: one that has run out is expired.
fn shown(mut quote: Quote, today: Date) -> Quote {
    if rules::has_run_out(quote.state, quote.valid_until, today) {
        quote.state = QuoteState::Expired;
    }
    quote
}

/// The opportunity of a customer.
fn opportunity_of(tx: &WriteTransaction, id: OpportunityId, customer: CustomerId) -> Result<Opportunity> {
    let opportunity = tx.opportunities().get(id).map_err(|error| error.at("/opportunity_id"))?;
    if opportunity.customer_id != customer {
        return Err(Error::invalid("/opportunity_id", "the opportunity is of another customer"));
    }
    Ok(opportunity)
}

/// The line of an opportunity as one of a quote.
fn line_of(line: &OpportunityLine) -> NewQuoteLine {
    let name = line.name.clone();
    NewQuoteLine { name, ..NewQuoteLine::new(line.sku.clone(), line.quantity, line.unit_price) }
}

/// What a line of a configuration leaves out follows from it.
fn configured(tx: &ReadTransaction, line: &mut NewQuoteLine, currency: Currency) -> Result<()> {
    let Some(id) = line.configuration else { return Ok(()) };
    let made = configure::configured(tx, id, &line.sku)?;
    if line.unit_price.is_none() && made.price.currency != currency {
        let message = format!("the price of the configuration is in {} and not in {currency}", made.price.currency);
        return Err(Error::invalid("/unit_price", message).hint("give the price"));
    }
    let price = UnitPrice::from_money(made.price)?;
    line.unit_price = line.unit_price.or(Some(price));
    line.name = line.name.take().or(made.name);
    line.sku = made.sku;
    Ok(())
}

/// Lines as they are stored, with names and prices of the configuration or the catalogue where none are given.
fn offered(tx: &ReadTransaction, mut lines: Vec<NewQuoteLine>, currency: Currency) -> Result<Vec<QuoteLine>> {
    for (at, line) in lines.iter_mut().enumerate() {
        configured(tx, line, currency).map_err(|error| error.under(format_args!("/lines/{at}")))?;
    }
    let nothing = Money::zero(currency);
    let offer = |(at, line): (usize, NewQuoteLine)| {
        let needs_catalog = line.name.is_none() || line.unit_price.is_none();
        let product = if needs_catalog { tx.catalog().find(&line.sku)? } else { None };
        let listed = product.as_ref().and_then(|product| product.price).filter(|price| price.currency == currency);
        let unit_price = match (line.unit_price, listed) {
            (Some(price), _) => price,
            (None, Some(price)) => UnitPrice::from_money(price)?,
            (None, None) => {
                let path = format!("/lines/{at}/unit_price");
                return Err(Error::invalid(path, "the catalogue has no price of it in this currency").hint("give one"));
            }
        };
        Ok(QuoteLine {
            sku: line.sku,
            name: line.name.or(product.map(|product| product.name)),
            quantity: line.quantity,
            unit_price,
            discount_rate: line.discount_rate,
            tax_rate: line.tax_rate,
            configuration: line.configuration,
            discount: nothing,
            total: nothing,
            tax: nothing,
        })
    };
    rules::clean_lines(lines)?.into_iter().enumerate().map(offer).collect()
}

/// Stores a new draft and announces it.
fn insert(tx: &WriteTransaction, quote: &mut Quote) -> Result<()> {
    quote.id = quote.insert(tx, journal::next_seq(tx)?)?;
    store::write_lines(tx, quote.id, &quote.lines)?;
    journal::begin(tx, &MACHINE, (quote.id.0, Some(quote.customer_id)), quote.state)?;
    announce(tx, "quote.created", quote, json!({ "previous_id": quote.previous_id }))
}

/// Writes a changed quote and announces it.
fn save(tx: &WriteTransaction, quote: &Quote, event: &'static str, facts: serde_json::Value) -> Result<()> {
    quote.update(tx, journal::next_seq(tx)?)?;
    announce(tx, event, quote, facts)
}

/// Announces a change, with where the quote stands and what it comes to beside the given facts.
fn announce(tx: &WriteTransaction, name: &'static str, quote: &Quote, facts: serde_json::Value) -> Result<()> {
    let payload = json!({
        "number": quote.number, "version": quote.version, "state": quote.state, "total": quote.total,
        "valid_until": quote.valid_until, "owner_id": quote.owner_id, "opportunity_id": quote.opportunity_id,
    });
    tx.touch(quote.customer_id, Touch::PRESALE);
    let event = Entry::new(name).customer(quote.customer_id).entity("quote", quote.id);
    journal::append(tx, event.payload(payload).facts(facts)).map(drop)
}
