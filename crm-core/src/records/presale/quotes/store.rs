//! The SQL of quotes.

use super::settings::QuoteSettings;
use super::{Quote, QuoteFilter, QuoteLine, QuoteState, rules};
use crate::db::{Columns, Conditions, ReadTransaction, WriteTransaction};
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::page::Listing;
use crate::vocabulary::{Currency, CustomerId, Date, Money, QuoteId, Result, StaffId};
use rusqlite::params;

stored! {
    Quote in "crm_quote" by QuoteId {
        number, version, previous_id, customer_id, opportunity_id, title, note, total => (total_minor, total_currency),
        discount_rate, tax_included, state, valid_until, owner_id, channel, approved_at, approved_by, renewed_at,
        expiring_at, sent_at, viewed_at, accepted_at, ended_at, decline_reason, order_id, created_at, updated_at,
    }
    besides {
        gross: Money::zero(Currency::USD), subtotal: Money::zero(Currency::USD), discount: Money::zero(Currency::USD),
        tax: Money::zero(Currency::USD), needs_approval: false, lines: Vec::new(),
    }
}

/// The quotes that customers have, as the indexes say it.
const RUNNING: &str = "(state = 'sent' OR state = 'viewed')";

pub(super) fn list(
    tx: &ReadTransaction,
    filter: &QuoteFilter,
    today: Date,
    listing: &Listing<1>,
) -> Result<Vec<Quote>> {
    let mut conditions = Conditions::default();
    conditions.add("customer_id = ?", filter.customer_id);
    conditions.add("opportunity_id = ?", filter.opportunity_id);
    conditions.add("owner_id = ?", filter.owner_id);
    conditions.add("number = ?", filter.number.as_deref());
    match filter.state {
        // One that has run out is expired, whether tick has seen it or not.
        Some(QuoteState::Expired) => {
            let expired = format!("(state = 'expired' OR ({RUNNING} AND valid_until < ?))");
            conditions.add(&expired, Some(today));
        }
        Some(QuoteState::Sent | QuoteState::Viewed) => {
            conditions.add("state = ?", filter.state);
            conditions.add("valid_until >= ?", Some(today));
        }
        state => conditions.add("state = ?", state),
    }
    conditions.add_start("(id) <", listing.start);
    conditions.read(tx, Quote::SELECT, "id DESC", listing.limit(), Quote::from_row)
}

/// The lines as stored; what they come to is not known yet.
pub(super) fn lines(tx: &ReadTransaction, id: QuoteId, currency: Currency) -> Result<Vec<QuoteLine>> {
    let sql = "SELECT sku, name, quantity, unit_price, discount_rate, tax_rate, configuration_id FROM crm_quote_line
               WHERE quote_id = ?1 ORDER BY position";
    let nothing = Money::zero(currency);
    tx.all(sql, [id], |row| {
        let mut columns = Columns::new(row);
        Ok(QuoteLine {
            sku: columns.next()?,
            name: columns.next()?,
            quantity: columns.next()?,
            unit_price: columns.next()?,
            discount_rate: columns.next()?,
            tax_rate: columns.next()?,
            configuration: columns.next()?,
            discount: nothing,
            total: nothing,
            tax: nothing,
        })
    })
}

pub(super) fn write_lines(tx: &WriteTransaction, id: QuoteId, lines: &[QuoteLine]) -> Result<()> {
    tx.run("DELETE FROM crm_quote_line WHERE quote_id = ?1", [id])?;
    for (position, line) in (0_i64..).zip(lines) {
        tx.run(
            "INSERT INTO crm_quote_line (quote_id, position, sku, name, quantity, unit_price, discount_rate, tax_rate,
               configuration_id)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                id,
                position,
                line.sku,
                line.name,
                line.quantity,
                line.unit_price,
                line.discount_rate,
                line.tax_rate,
                line.configuration
            ],
        )?;
    }
    Ok(())
}

pub(super) fn settings(tx: &ReadTransaction) -> Result<QuoteSettings> {
    let sql = "SELECT approval_limit, valid_days, number_prefix, number_yearly, letterhead
               FROM crm_quote_settings WHERE id = 1";
    let found = tx.one(sql, [], |row| {
        let mut columns = Columns::new(row);
        Ok(QuoteSettings {
            approval_limit: columns.next()?,
            valid_days: columns.next()?,
            number_prefix: columns.next()?,
            number_yearly: columns.next()?,
            letterhead: columns.next()?,
        })
    })?;
    found.or_not_found("the row of quote settings", 1)
}

pub(super) fn save_settings(tx: &WriteTransaction, settings: &QuoteSettings, rev: i64) -> Result<()> {
    tx.run(
        "UPDATE crm_quote_settings SET approval_limit = ?1, valid_days = ?2, number_prefix = ?3, number_yearly = ?4,
           letterhead = ?5, rev = ?6 WHERE id = 1",
        params![
            settings.approval_limit,
            settings.valid_days,
            settings.number_prefix,
            settings.number_yearly,
            settings.letterhead,
            rev
        ],
    )
    .map(drop)
}

/// The next number of a series, from 1.
pub(super) fn next_in_series(tx: &WriteTransaction, series: &str) -> Result<i64> {
    let taken = tx.returning(
        "INSERT INTO crm_quote_series (series, last) VALUES (?1, 1)
         ON CONFLICT (series) DO UPDATE SET last = last + 1 RETURNING last",
        [series],
        |row| row.get(0),
    )?;
    taken.into_iter().next().or_not_found("the series of quotes", series)
}

pub(super) fn has_accepted(tx: &ReadTransaction, customer: CustomerId) -> Result<bool> {
    tx.value("SELECT EXISTS (SELECT 1 FROM crm_quote WHERE customer_id = ?1 AND state = 'accepted')", [customer])
}

/// The quotes of a customer of which something is still expected, the newest first.
pub(super) fn open(tx: &ReadTransaction, customer: CustomerId, today: Date, rows: usize) -> Result<Vec<Quote>> {
    let sql = format!(
        "{} WHERE customer_id = ?1 AND (state IN ('draft', 'accepted') OR ({RUNNING} AND valid_until >= ?2))
         ORDER BY id DESC LIMIT ?3",
        Quote::SELECT
    );
    tx.all(&sql, params![customer, today, rows as i64], Quote::from_row)
}

/// Gives the quotes of one member of the staff of which something is expected to another; how many.
pub(super) fn transfer(tx: &WriteTransaction, from: StaffId, to: StaffId, rev: i64) -> Result<usize> {
    tx.run(
        "UPDATE crm_quote SET owner_id = ?2, updated_at = ?3, rev = ?4 WHERE owner_id = ?1 AND ended_at IS NULL",
        params![from, to, tx.now(), rev],
    )
}

/// The last days of the quote that runs out first, and of the first whose end was not announced.
pub(super) fn first_ends(tx: &ReadTransaction) -> Result<(Option<Date>, Option<Date>)> {
    let runs_out = tx.value(&format!("SELECT min(valid_until) FROM crm_quote WHERE {RUNNING}"), [])?;
    let unannounced = format!("SELECT min(valid_until) FROM crm_quote WHERE {RUNNING} AND expiring_at IS NULL");
    Ok((runs_out, tx.value(&unannounced, [])?))
}

/// Quotes that have run out before a day, the first to end first.
pub(super) fn run_out(tx: &ReadTransaction, today: Date, rows: usize) -> Result<Vec<Quote>> {
    let sql = format!("{} WHERE {RUNNING} AND valid_until < ?1 ORDER BY valid_until LIMIT ?2", Quote::SELECT);
    tx.all(&sql, params![today, rows as i64], Quote::from_row)
}

/// Quotes that end on a day or before and of which that was not announced.
pub(super) fn ending(tx: &ReadTransaction, last: Date, rows: usize) -> Result<Vec<Quote>> {
    let sql = format!(
        "{} WHERE {RUNNING} AND expiring_at IS NULL AND valid_until <= ?1 ORDER BY valid_until LIMIT ?2",
        Quote::SELECT
    );
    tx.all(&sql, params![last, rows as i64], Quote::from_row)
}

/// Stored values that do not follow from what they are derived from: one sentence per kind of difference.
pub(crate) fn compare(tx: &ReadTransaction) -> Result<Vec<String>> {
    let count = |sql: &str| tx.value::<i64, _>(sql, []);
    let mut found = vec![
        (
            count(
                "SELECT count(*) FROM crm_quote q WHERE q.state IS NOT (
                   SELECT to_state FROM crm_stage_change WHERE entity = 'quote' AND entity_id = q.id
                   ORDER BY at DESC, id DESC LIMIT 1)",
            )?,
            "quotes are in a state that the log does not tell of",
        ),
        (
            count("SELECT count(*) FROM crm_quote WHERE (state = 'ordered') <> (order_id IS NOT NULL)")?,
            "quotes are ordered without an order, or the other way round",
        ),
        (
            count(
                "SELECT count(*) FROM crm_quote_series s WHERE s.last <> (
                   SELECT count(DISTINCT number) FROM crm_quote
                   WHERE rtrim(number, '0123456789') = s.series || '-')",
            )?,
            "series of quotes have a gap in their numbers",
        ),
    ];
    let mut wrong = 0;
    tx.each(Quote::SELECT, [], |row| {
        let quote = Quote::from_row(row).map_err(|error| tx.note(error))?;
        let lines = lines(tx, quote.id, quote.total.currency)?;
        wrong += i64::from(rules::price(lines, quote.terms())?.total != quote.total.minor);
        Ok(())
    })?;
    found.push((wrong, "quotes have a total that their lines do not come to"));
    found.retain(|(count, _)| *count > 0);
    Ok(found.into_iter().map(|(count, what)| format!("{count} {what}")).collect())
}
