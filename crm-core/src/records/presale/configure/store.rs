//! The SQL of models, configurations and design requests.

use super::compile::Compiled;
use super::model::{ModelSummary, NewModel};
use super::{Configuration, ConfigurationFilter, Design, DesignFilter};
use crate::db::{Columns, Conditions, ReadTransaction, WriteTransaction, chance};
use crate::journal;
use crate::vocabulary::page::Listing;
use crate::vocabulary::{ConfigurationId, CustomerId, DesignId, Error, ModelId, Money, Result, Timestamp};
use rusqlite::types::FromSqlError;
use rusqlite::{Params, params};
use std::sync::Arc;

/// A version of a model, ready for checks.
pub(crate) struct Known {
    pub(super) id: ModelId,
    pub(super) version: i64,
    pub(super) created_at: Timestamp,
    pub(super) compiled: Arc<Compiled>,
}

/// One version of a model; the newest when none is named.
pub(super) fn model(tx: &ReadTransaction, sku: &str, version: Option<i64>) -> Result<Option<Known>> {
    let map = |row: &rusqlite::Row<'_>| {
        let body = row.get_ref(3)?.as_str()?;
        let refused = |error: Error| FromSqlError::Other(Box::new(error));
        // The text is long and the same for most calls: what is made of it is kept.
        let compiled = tx.made_from(body, |body| {
            let body: NewModel = serde_json::from_str(body).map_err(|error| Error::internal(error.to_string()))?;
            Compiled::new(body)
        });
        Ok(Known {
            id: row.get(0)?,
            version: row.get(1)?,
            created_at: row.get(2)?,
            compiled: compiled.map_err(refused)?,
        })
    };
    match version {
        None => tx.one(
            "SELECT id, version, created_at, body FROM crm_model WHERE sku = ?1 ORDER BY version DESC LIMIT 1",
            [sku],
            map,
        ),
        Some(version) => tx.one(
            "SELECT id, version, created_at, body FROM crm_model WHERE sku = ?1 AND version = ?2",
            params![sku, version],
            map,
        ),
    }
}

/// The newest version of a model and its text.
pub(super) fn newest(tx: &ReadTransaction, sku: &str) -> Result<Option<(i64, String)>> {
    tx.one("SELECT version, body FROM crm_model WHERE sku = ?1 ORDER BY version DESC LIMIT 1", [sku], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

pub(super) fn insert_model(
    tx: &WriteTransaction,
    model: &Compiled,
    version: i64,
    body: &str,
    rev: i64,
) -> Result<ModelId> {
    let price = model.body.base_price;
    let id = tx.insert(
        "INSERT INTO crm_model (sku, version, base_price_minor, base_price_currency, options, rules, body, created_at, rev)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            model.body.sku,
            version,
            price.minor,
            price.currency,
            model.size() as i64,
            model.body.rules.len() as i64,
            body,
            tx.now(),
            rev
        ],
    )?;
    Ok(ModelId(id))
}

pub(super) fn models(tx: &ReadTransaction, listing: &Listing<1>) -> Result<Vec<ModelSummary>> {
    let mut conditions = Conditions::default();
    conditions.add_fixed("NOT EXISTS (SELECT 1 FROM crm_model n WHERE n.sku = m.sku AND n.version > m.version)");
    conditions.add_start("id >", listing.start);
    let select = "SELECT id, sku, version, base_price_minor, base_price_currency, options, rules, created_at
         FROM crm_model m";
    conditions.read(tx, select, "id", listing.limit(), |row| {
        let mut columns = Columns::new(row);
        Ok(ModelSummary {
            id: columns.next()?,
            sku: columns.next()?,
            version: columns.next()?,
            base_price: Money::new(columns.next()?, columns.next()?),
            options: columns.next()?,
            rules: columns.next()?,
            created_at: columns.next()?,
        })
    })
}

stored! {
    Configuration in "crm_configuration" by ConfigurationId {
        customer_id, name, sku, version, valid, price => (price_minor, price_currency), lead_time_days, hash, token,
        created_at, updated_at,
    }
    besides { choices: Vec::new() }
}

fn one<P: Params>(tx: &ReadTransaction, condition: &str, params: P) -> Result<Option<Configuration>> {
    let sql = format!("{} WHERE {condition}", Configuration::SELECT);
    let found = tx.one(&sql, params, Configuration::from_row)?;
    found.map(|configuration| with_choices(tx, configuration)).transpose()
}

fn with_choices(tx: &ReadTransaction, mut configuration: Configuration) -> Result<Configuration> {
    let sql = "SELECT option FROM crm_configuration_choice WHERE configuration_id = ?1 ORDER BY option";
    configuration.choices = tx.all(sql, [configuration.id], |row| row.get(0))?;
    Ok(configuration)
}

pub(super) fn configuration(tx: &ReadTransaction, id: ConfigurationId) -> Result<Option<Configuration>> {
    one(tx, "id = ?1", [id])
}

pub(super) fn configuration_of_token(tx: &ReadTransaction, token: &str) -> Result<Option<Configuration>> {
    one(tx, "token = ?1", [token])
}

/// The configuration of a customer with the same hash; the first, when a merge brought two together.
pub(super) fn same(tx: &ReadTransaction, customer: CustomerId, hash: &str) -> Result<Option<Configuration>> {
    one(tx, "customer_id = ?1 AND hash = ?2 ORDER BY id LIMIT 1", params![customer, hash])
}

pub(super) fn configurations(
    tx: &ReadTransaction,
    filter: &ConfigurationFilter,
    listing: &Listing<1>,
) -> Result<Vec<Configuration>> {
    let mut conditions = Conditions::default();
    conditions.add("customer_id = ?", filter.customer_id);
    conditions.add("sku = ?", filter.sku.as_deref());
    conditions.add_start("id <", listing.start);
    let found = conditions.read(tx, Configuration::SELECT, "id DESC", listing.limit(), Configuration::from_row)?;
    found.into_iter().map(|configuration| with_choices(tx, configuration)).collect()
}

pub(super) fn insert_configuration(
    tx: &WriteTransaction,
    configuration: &Configuration,
    rev: i64,
) -> Result<ConfigurationId> {
    let id = configuration.insert(tx, rev)?;
    for option in &configuration.choices {
        tx.run("INSERT INTO crm_configuration_choice (configuration_id, option) VALUES (?1, ?2)", params![id, option])?;
    }
    Ok(id)
}

/// A token that cannot be guessed; in a seeded file it follows from the seed and the number of the event.
pub(super) fn new_token(tx: &WriteTransaction, id: ConfigurationId) -> Result<String> {
    let bytes = chance(tx, "configuration", &[id.0, journal::next_seq(tx)?])?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

stored! {
    Design in "crm_design" by DesignId {
        customer_id, text, sku, category, state, answer, votes, created_at, updated_at,
    }
}

pub(super) fn designs(tx: &ReadTransaction, filter: &DesignFilter, listing: &Listing<2>) -> Result<Vec<Design>> {
    let mut conditions = Conditions::default();
    conditions.add("state = ?", filter.state);
    conditions.add("customer_id = ?", filter.customer_id);
    conditions.add("sku = ?", filter.sku.as_deref());
    conditions.add("category = ?", filter.category.as_deref());
    conditions.add_start("(votes, id) <", listing.start);
    conditions.read(tx, Design::SELECT, "votes DESC, id DESC", listing.limit(), Design::from_row)
}

pub(super) fn votes_of(tx: &ReadTransaction, design: DesignId, customer: CustomerId) -> Result<i64> {
    tx.value(
        "SELECT count(*) FROM crm_design_vote WHERE design_id = ?1 AND customer_id = ?2",
        params![design, customer],
    )
}

pub(super) fn insert_vote(tx: &WriteTransaction, design: DesignId, customer: CustomerId, rev: i64) -> Result<()> {
    tx.insert(
        "INSERT INTO crm_design_vote (design_id, customer_id, voted_at, rev) VALUES (?1, ?2, ?3, ?4)",
        params![design, customer, tx.now(), rev],
    )
    .map(drop)
}

pub(super) fn remove_votes(tx: &WriteTransaction, design: DesignId, customer: CustomerId) -> Result<()> {
    tx.run("DELETE FROM crm_design_vote WHERE design_id = ?1 AND customer_id = ?2", params![design, customer]).map(drop)
}

/// Counts the customers who vote for a design.
pub(super) fn count_votes(tx: &WriteTransaction, design: DesignId, rev: i64) -> Result<()> {
    tx.run(
        "UPDATE crm_design SET rev = ?2,
           votes = (SELECT count(DISTINCT customer_id) FROM crm_design_vote WHERE design_id = ?1)
         WHERE id = ?1",
        params![design, rev],
    )
    .map(drop)
}

/// Designs whose count of votes is not that of their voters.
pub(super) fn miscounted(tx: &ReadTransaction) -> Result<i64> {
    tx.value(
        "SELECT count(*) FROM crm_design d
         WHERE votes <> (SELECT count(DISTINCT customer_id) FROM crm_design_vote WHERE design_id = d.id)",
        [],
    )
}

pub(super) fn move_votes(tx: &WriteTransaction, from: CustomerId, to: CustomerId) -> Result<Vec<i64>> {
    let moved: Vec<(i64, DesignId)> = tx.returning(
        "UPDATE crm_design_vote SET customer_id = ?2 WHERE customer_id = ?1 RETURNING id, design_id",
        [from, to],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    for (_, design) in &moved {
        count_votes(tx, *design, journal::next_seq(tx)?)?;
    }
    Ok(moved.into_iter().map(|(id, _)| id).collect())
}

pub(super) fn move_votes_back(tx: &WriteTransaction, ids: &[i64], from: CustomerId, to: CustomerId) -> Result<()> {
    for id in ids {
        let moved: Vec<DesignId> = tx.returning(
            "UPDATE crm_design_vote SET customer_id = ?2 WHERE id = ?1 AND customer_id = ?3 RETURNING design_id",
            [*id, to.0, from.0],
            |row| row.get(0),
        )?;
        for design in moved {
            count_votes(tx, design, journal::next_seq(tx)?)?;
        }
    }
    Ok(())
}
