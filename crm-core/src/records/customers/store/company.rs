//! Rows of `crm_company`.

use crate::db::{Columns, ReadTransaction, WriteTransaction};
use crate::records::customers::{CompanyProfile, IdentityKind, identity};
use crate::vocabulary::{Currency, CustomerId, Money, Result};
use rusqlite::{Row, params};

fn from_row(row: &Row<'_>) -> rusqlite::Result<CompanyProfile> {
    let mut columns = Columns::new(row);
    Ok(CompanyProfile {
        legal_name: columns.next()?,
        tax_id: columns.next()?,
        legal_representative: columns.next()?,
        industry: columns.next()?,
        employees: columns.next()?,
        annual_revenue: money(columns.next()?, columns.next()?),
        category: columns.next()?,
        size_band: columns.next()?,
    })
}

fn money(minor: Option<i64>, currency: Option<Currency>) -> Option<Money> {
    Some(Money::new(minor?, currency?))
}

pub(crate) fn get(tx: &ReadTransaction, customer: CustomerId) -> Result<Option<CompanyProfile>> {
    tx.one(
        "SELECT legal_name, tax_id, legal_representative, industry, employees, annual_revenue_minor,
           annual_revenue_currency, category, size_band
         FROM crm_company WHERE customer_id = ?1",
        [customer],
        from_row,
    )
}

/// Creates the profile or replaces it.
pub(crate) fn save(tx: &WriteTransaction, customer: CustomerId, profile: &CompanyProfile, rev: i64) -> Result<()> {
    let tax_key = profile.tax_id.as_deref().and_then(|id| identity::normalise(IdentityKind::TaxId, id, None).ok());
    tx.run(
        "INSERT INTO crm_company (customer_id, legal_name, tax_id, tax_key, legal_representative, industry, employees,
           annual_revenue_minor, annual_revenue_currency, category, size_band, rev)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
         ON CONFLICT (customer_id) DO UPDATE SET legal_name = excluded.legal_name, tax_id = excluded.tax_id,
           tax_key = excluded.tax_key, legal_representative = excluded.legal_representative,
           industry = excluded.industry, employees = excluded.employees,
           annual_revenue_minor = excluded.annual_revenue_minor,
           annual_revenue_currency = excluded.annual_revenue_currency, category = excluded.category,
           size_band = excluded.size_band, rev = excluded.rev",
        params![
            customer,
            profile.legal_name,
            profile.tax_id,
            tax_key.map(|made| made.value),
            profile.legal_representative,
            profile.industry,
            profile.employees,
            profile.annual_revenue.map(|money| money.minor),
            profile.annual_revenue.map(|money| money.currency),
            profile.category,
            profile.size_band,
            rev
        ],
    )?;
    Ok(())
}

pub(crate) fn remove(tx: &WriteTransaction, customer: CustomerId) -> Result<()> {
    tx.run("DELETE FROM crm_company WHERE customer_id = ?1", [customer])?;
    Ok(())
}

/// The tax number without grouping.
pub(crate) fn tax_key(tx: &ReadTransaction, customer: CustomerId) -> Result<Option<String>> {
    let found: Option<Option<String>> =
        tx.one("SELECT tax_key FROM crm_company WHERE customer_id = ?1", [customer], |row| row.get(0))?;
    Ok(found.flatten())
}
