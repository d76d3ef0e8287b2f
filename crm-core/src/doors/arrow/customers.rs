//! The table of all customers with what analyses start from: who they are, what they bought, where they stand.

use super::{ArrowTable, amount_type, batch};
use crate::db::ReadTransaction;
use crate::vocabulary::{Currency, Result};
use arrow_array::builder::{
    Decimal128Builder, Int64Builder, StringBuilder, StringDictionaryBuilder, TimestampMillisecondBuilder,
};
use arrow_array::types::{UInt8Type, UInt16Type};
use arrow_array::{ArrayRef, RecordBatch};
use rusqlite::Row;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Rows of one batch.
const BATCH: usize = 65_536;
/// Decimals of amounts before the first one has set the currency.
const DECIMALS: u32 = 2;

const EVERYBODY: &str = "SELECT c.id, c.kind, c.name, c.country, c.language, c.created_at, l.stage, l.label,
    coalesce(m.orders, 0), coalesce(m.gross, 0), coalesce(m.net, 0), coalesce(m.cost, 0), coalesce(m.refunded, 0),
    m.first_at, m.last_at, c.archived_at
  FROM crm_customer c
  LEFT JOIN crm_metric m ON m.customer_id = c.id
  LEFT JOIN crm_lifecycle l ON l.customer_id = c.id
  WHERE c.merged_into IS NULL AND (?1 OR c.archived_at IS NULL)
  ORDER BY c.id";

/// Which customers the table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CustomersTable {
    /// Archived customers too.
    pub archived: bool,
}

/// Every customer that was not merged into another, ascending by id; amounts in the base currency.
pub(super) fn table(tx: &ReadTransaction, which: &CustomersTable) -> Result<ArrowTable> {
    let currency = tx.shop().settings()?.base_currency;
    let mut columns = Columns::new(currency.map_or(DECIMALS, Currency::exponent));
    let mut batches = Vec::new();
    tx.each(EVERYBODY, [which.archived], |row| {
        columns.push(row).map_err(|error| tx.note(error))?;
        if columns.rows == BATCH {
            batches.push(columns.finish()?);
        }
        Ok(())
    })?;
    if columns.rows > 0 || batches.is_empty() {
        batches.push(columns.finish()?);
    }
    Ok(ArrowTable { schema: batches[0].schema(), batches })
}

/// The columns of a batch that is being filled.
struct Columns {
    rows: usize,
    id: Int64Builder,
    kind: StringDictionaryBuilder<UInt8Type>,
    name: StringBuilder,
    country: StringDictionaryBuilder<UInt16Type>,
    language: StringDictionaryBuilder<UInt16Type>,
    created_at: TimestampMillisecondBuilder,
    stage: StringDictionaryBuilder<UInt8Type>,
    label: StringDictionaryBuilder<UInt16Type>,
    orders: Int64Builder,
    gross: Decimal128Builder,
    net: Decimal128Builder,
    cost: Decimal128Builder,
    refunded: Decimal128Builder,
    first_order_at: TimestampMillisecondBuilder,
    last_order_at: TimestampMillisecondBuilder,
    archived_at: TimestampMillisecondBuilder,
}

impl Columns {
    fn new(decimals: u32) -> Self {
        let amount = || Decimal128Builder::with_capacity(0).with_data_type(amount_type(decimals));
        let instant = || TimestampMillisecondBuilder::new().with_timezone("UTC");
        Columns {
            rows: 0,
            id: Int64Builder::new(),
            kind: StringDictionaryBuilder::new(),
            name: StringBuilder::new(),
            country: StringDictionaryBuilder::new(),
            language: StringDictionaryBuilder::new(),
            created_at: instant(),
            stage: StringDictionaryBuilder::new(),
            label: StringDictionaryBuilder::new(),
            orders: Int64Builder::new(),
            gross: amount(),
            net: amount(),
            cost: amount(),
            refunded: amount(),
            first_order_at: instant(),
            last_order_at: instant(),
            archived_at: instant(),
        }
    }

    fn push(&mut self, row: &Row<'_>) -> rusqlite::Result<()> {
        let text = |at: usize| row.get_ref(at)?.as_str_or_null().map_err(rusqlite::Error::from);
        let amount = |at: usize| row.get::<_, i64>(at).map(i128::from);
        self.id.append_value(row.get(0)?);
        self.kind.append_option(text(1)?);
        self.name.append_option(text(2)?);
        self.country.append_option(text(3)?);
        self.language.append_option(text(4)?);
        self.created_at.append_option(row.get(5)?);
        self.stage.append_option(text(6)?);
        self.label.append_option(text(7)?);
        self.orders.append_value(row.get(8)?);
        self.gross.append_value(amount(9)?);
        self.net.append_value(amount(10)?);
        self.cost.append_value(amount(11)?);
        self.refunded.append_value(amount(12)?);
        self.first_order_at.append_option(row.get(13)?);
        self.last_order_at.append_option(row.get(14)?);
        self.archived_at.append_option(row.get(15)?);
        self.rows += 1;
        Ok(())
    }

    fn finish(&mut self) -> Result<RecordBatch> {
        self.rows = 0;
        let columns: Vec<(&str, ArrayRef)> = vec![
            ("customer_id", Arc::new(self.id.finish())),
            ("kind", Arc::new(self.kind.finish())),
            ("name", Arc::new(self.name.finish())),
            ("country", Arc::new(self.country.finish())),
            ("language", Arc::new(self.language.finish())),
            ("created_at", Arc::new(self.created_at.finish())),
            ("stage", Arc::new(self.stage.finish())),
            ("label", Arc::new(self.label.finish())),
            ("orders", Arc::new(self.orders.finish())),
            ("gross", Arc::new(self.gross.finish())),
            ("net", Arc::new(self.net.finish())),
            ("cost", Arc::new(self.cost.finish())),
            ("refunded", Arc::new(self.refunded.finish())),
            ("first_order_at", Arc::new(self.first_order_at.finish())),
            ("last_order_at", Arc::new(self.last_order_at.finish())),
            ("archived_at", Arc::new(self.archived_at.finish())),
        ];
        batch(columns)
    }
}
