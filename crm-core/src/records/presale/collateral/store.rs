//! The SQL of collateral.

use super::content::NOTICE_DAYS;
use super::{
    Benefit, Competitor, CompetitorProduct, CompetitorProductFilter, ContentFilter, ContentItem, ContentKind,
    ContentState, Guide, GuideEntry,
};
use crate::db::{Columns, Conditions, Json, ReadTransaction, WriteTransaction};
use crate::records::customers::{CompanyCategory, SizeBand};
use crate::vocabulary::page::Listing;
use crate::vocabulary::{CompetitorId, CompetitorProductId, ContentId, GuideId, Result, Timestamp};
use rusqlite::{Row, params};

/// The most products that are compared with one of ours.
const MAX_RIVALS: i64 = 1_000;

stored! {
    ContentItem in "crm_content" by ContentId {
        key, kind, language, version, title, uri, text, state, valid_from, valid_to, published_at, expiring_at,
        created_at, updated_at,
    }
    besides { skus: Vec::new() }
}

pub(super) fn with_skus(tx: &ReadTransaction, mut item: ContentItem) -> Result<ContentItem> {
    let sql = "SELECT sku FROM crm_content_sku WHERE content_id = ?1 ORDER BY sku";
    item.skus = tx.all(sql, [item.id], |row| row.get(0))?;
    Ok(item)
}

pub(super) fn content(tx: &ReadTransaction, id: ContentId) -> Result<Option<ContentItem>> {
    ContentItem::by_id(tx, id)?.map(|item| with_skus(tx, item)).transpose()
}

pub(super) fn contents(tx: &ReadTransaction, filter: &ContentFilter, listing: &Listing<1>) -> Result<Vec<ContentItem>> {
    let mut conditions = Conditions::default();
    match filter.state {
        None => conditions.add("state <> ?", Some(ContentState::Archived)),
        state => conditions.add("state = ?", state),
    }
    conditions.add("key = ?", filter.key.as_deref());
    conditions.add("kind = ?", filter.kind);
    conditions.add("language = ?", filter.language.as_deref());
    conditions.add("id IN (SELECT content_id FROM crm_content_sku WHERE sku = ?)", filter.sku.as_deref());
    conditions.add("valid_to < ?", filter.valid_to_before);
    conditions.add_start("id <", listing.start);
    let found = conditions.read(tx, ContentItem::SELECT, "id DESC", listing.limit(), ContentItem::from_row)?;
    found.into_iter().map(|item| with_skus(tx, item)).collect()
}

/// The kind of the items of a key, and one of them.
pub(super) fn kind_of(tx: &ReadTransaction, key: &str) -> Result<Option<(ContentId, ContentKind)>> {
    tx.one("SELECT id, kind FROM crm_content WHERE key = ?1 LIMIT 1", [key], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(super) fn last_version(tx: &ReadTransaction, key: &str, language: &str) -> Result<i64> {
    tx.value("SELECT coalesce(max(version), 0) FROM crm_content WHERE key = ?1 AND language = ?2", [key, language])
}

/// The published version of a key in a language.
pub(super) fn published(tx: &ReadTransaction, key: &str, language: &str) -> Result<Option<ContentItem>> {
    let sql = format!("{} WHERE key = ?1 AND language = ?2 AND state = 'published'", ContentItem::SELECT);
    tx.one(&sql, [key, language], ContentItem::from_row)
}

/// The items of a key that may be shown, in the order of their languages.
pub(super) fn shown(tx: &ReadTransaction, key: &str, now: Timestamp) -> Result<Vec<ContentItem>> {
    let sql = format!(
        "{} WHERE key = ?1 AND state = 'published' AND (valid_from IS NULL OR valid_from <= ?2)
           AND (valid_to IS NULL OR valid_to > ?2)
         ORDER BY language",
        ContentItem::SELECT
    );
    tx.all(&sql, params![key, now], ContentItem::from_row)
}

pub(super) fn replace_skus(tx: &WriteTransaction, id: ContentId, skus: &[String]) -> Result<()> {
    tx.run("DELETE FROM crm_content_sku WHERE content_id = ?1", [id])?;
    for sku in skus {
        tx.run("INSERT INTO crm_content_sku (content_id, sku) VALUES (?1, ?2)", params![id, sku])?;
    }
    Ok(())
}

/// Published items that end before an instant and were not announced, the first to end first.
pub(super) fn ending(tx: &ReadTransaction, before: Timestamp, rows: usize) -> Result<Vec<ContentItem>> {
    let sql = format!(
        "{} WHERE state = 'published' AND expiring_at IS NULL AND valid_to <= ?1 ORDER BY valid_to LIMIT ?2",
        ContentItem::SELECT
    );
    tx.all(&sql, params![before, rows as i64], ContentItem::from_row)
}

/// The next instant at which the end of an item is to be announced.
pub(super) fn next_notice(tx: &ReadTransaction) -> Result<Option<Timestamp>> {
    let end: Option<Timestamp> =
        tx.value("SELECT min(valid_to) FROM crm_content WHERE state = 'published' AND expiring_at IS NULL", [])?;
    Ok(end.map(|end| end.plus_days(-NOTICE_DAYS)))
}

fn benefit(row: &Row<'_>) -> rusqlite::Result<Benefit> {
    let mut columns = Columns::new(row);
    Ok(Benefit {
        sku: columns.next()?,
        option: columns.next()?,
        language: columns.next()?,
        country: columns.next()?,
        text: columns.next()?,
        updated_at: columns.next()?,
    })
}

const BENEFIT: &str = "SELECT sku, option, language, country, text, updated_at FROM crm_benefit";

/// The benefits of a product, or of one of its options.
pub(super) fn benefits(tx: &ReadTransaction, sku: &str, option: Option<&str>) -> Result<Vec<Benefit>> {
    tx.all(&format!("{BENEFIT} WHERE sku = ?1 AND option IS ?2"), params![sku, option], benefit)
}

/// The benefits of a product and of its options.
pub(super) fn all_benefits(tx: &ReadTransaction, sku: &str) -> Result<Vec<Benefit>> {
    tx.all(&format!("{BENEFIT} WHERE sku = ?1 ORDER BY option, language, country"), [sku], benefit)
}

/// Whose benefit: article, option, language, country.
type BenefitKey<'a> = (&'a str, Option<&'a str>, &'a str, Option<&'a str>);

pub(super) fn find_benefit(tx: &ReadTransaction, key: BenefitKey<'_>) -> Result<Option<(i64, String)>> {
    tx.one(
        "SELECT id, text FROM crm_benefit WHERE sku = ?1 AND option IS ?2 AND language = ?3 AND country IS ?4",
        key,
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

pub(super) fn save_benefit(
    tx: &WriteTransaction,
    known: Option<i64>,
    (sku, option, language, country): BenefitKey<'_>,
    text: &str,
    rev: i64,
) -> Result<i64> {
    match known {
        None => tx.insert(
            "INSERT INTO crm_benefit (sku, option, language, country, text, updated_at, rev)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![sku, option, language, country, text, tx.now(), rev],
        ),
        Some(id) => {
            tx.run(
                "UPDATE crm_benefit SET text = ?2, updated_at = ?3, rev = ?4 WHERE id = ?1",
                params![id, text, tx.now(), rev],
            )?;
            Ok(id)
        }
    }
}

pub(super) fn remove_benefit(tx: &WriteTransaction, id: i64) -> Result<()> {
    tx.run("DELETE FROM crm_benefit WHERE id = ?1", [id]).map(drop)
}

stored! {
    Competitor in "crm_competitor" by CompetitorId { name, strengths, weaknesses, created_at, updated_at }
}

pub(super) fn competitors(tx: &ReadTransaction, listing: &Listing<1>) -> Result<Vec<Competitor>> {
    let mut conditions = Conditions::default();
    conditions.add_start("id >", listing.start);
    conditions.read(tx, Competitor::SELECT, "id", listing.limit(), Competitor::from_row)
}

pub(super) fn competitor_of_name(tx: &ReadTransaction, name: &str) -> Result<Option<CompetitorId>> {
    tx.one("SELECT id FROM crm_competitor WHERE name = ?1 COLLATE NOCASE", [name], |row| row.get(0))
}

stored! {
    CompetitorProduct in "crm_competitor_product" by CompetitorProductId {
        competitor_id, name, sku, strengths, weaknesses, price => (price_minor, price_currency), price_on, created_at,
        updated_at,
    }
}

pub(super) fn competitor_products(
    tx: &ReadTransaction,
    filter: &CompetitorProductFilter,
    listing: &Listing<1>,
) -> Result<Vec<CompetitorProduct>> {
    let mut conditions = Conditions::default();
    conditions.add("competitor_id = ?", filter.competitor_id);
    conditions.add("sku = ?", filter.sku.as_deref());
    conditions.add_start("id >", listing.start);
    conditions.read(tx, CompetitorProduct::SELECT, "id", listing.limit(), CompetitorProduct::from_row)
}

/// The products that compete with one of ours.
pub(super) fn rivals(tx: &ReadTransaction, sku: &str) -> Result<Vec<CompetitorProduct>> {
    let sql = format!("{} WHERE sku = ?1 ORDER BY id LIMIT ?2", CompetitorProduct::SELECT);
    tx.all(&sql, params![sku, MAX_RIVALS], CompetitorProduct::from_row)
}

pub(super) fn remove_competitor_product(tx: &WriteTransaction, id: CompetitorProductId) -> Result<()> {
    tx.run("DELETE FROM crm_competitor_product WHERE id = ?1", [id]).map(drop)
}

stored! {
    Guide in "crm_guide" by GuideId { category, size_band, created_at, updated_at }
    besides { entries: Vec::new() }
}

pub(super) fn guides(tx: &ReadTransaction) -> Result<Vec<Guide>> {
    let found = tx.all(&format!("{} ORDER BY id", Guide::SELECT), [], Guide::from_row)?;
    found.into_iter().map(|guide| with_entries(tx, guide)).collect()
}

/// The guide of a category and size, without its entries.
pub(super) fn guide_of(
    tx: &ReadTransaction,
    category: CompanyCategory,
    size: Option<SizeBand>,
) -> Result<Option<Guide>> {
    let sql = format!("{} WHERE category = ?1 AND size_band IS ?2", Guide::SELECT);
    tx.one(&sql, params![category, size], Guide::from_row)
}

pub(super) fn with_entries(tx: &ReadTransaction, mut guide: Guide) -> Result<Guide> {
    let sql = "SELECT sku, reason FROM crm_guide_entry WHERE guide_id = ?1 ORDER BY position";
    let entry = |row: &Row<'_>| Ok(GuideEntry { sku: row.get(0)?, reason: row.get::<_, Json<_>>(1)?.0 });
    guide.entries = tx.all(sql, [guide.id], entry)?;
    Ok(guide)
}

pub(super) fn replace_entries(tx: &WriteTransaction, guide: &Guide) -> Result<()> {
    tx.run("DELETE FROM crm_guide_entry WHERE guide_id = ?1", [guide.id])?;
    for (position, entry) in guide.entries.iter().enumerate() {
        tx.run(
            "INSERT INTO crm_guide_entry (guide_id, position, sku, reason) VALUES (?1, ?2, ?3, ?4)",
            params![guide.id, position as i64, entry.sku, Json(&entry.reason)],
        )?;
    }
    Ok(())
}

pub(super) fn remove_guide(tx: &WriteTransaction, id: GuideId) -> Result<()> {
    tx.run("DELETE FROM crm_guide_entry WHERE guide_id = ?1", [id])?;
    tx.run("DELETE FROM crm_guide WHERE id = ?1", [id]).map(drop)
}
