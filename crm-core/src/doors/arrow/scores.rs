//! The table of all RFM scores. Columns move over as they are, so a million customers take milliseconds.

use super::{ArrowTable, amount_type, of_arrow};
use crate::insight::rfm::RfmTable;
use crate::vocabulary::{Currency, Result};
use arrow_array::types::UInt8Type;
use arrow_array::{
    ArrayRef, Decimal128Array, DictionaryArray, Int32Array, Int64Array, StringArray, UInt8Array, UInt32Array,
};
use std::sync::Arc;

/// Decimals of amounts before the first one has set the currency.
const DECIMALS: u32 = 2;

/// Ids, base values, scores and label of every customer with scores, ascending by id.
pub(super) fn table(scores: RfmTable) -> Result<ArrowTable> {
    let decimals = scores.about.currency.map_or(DECIMALS, Currency::exponent);
    let amounts: Decimal128Array = scores.monetary.into_iter().map(i128::from).map(Some).collect();
    let amounts = amounts.with_data_type(amount_type(decimals));
    let labels = StringArray::from_iter_values(&scores.labels);
    let label = DictionaryArray::<UInt8Type>::try_new(UInt8Array::from(scores.label), Arc::new(labels))
        .map_err(|error| of_arrow(&error))?;
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("customer_id", Arc::new(Int64Array::from(scores.customer))),
        ("recency_days", Arc::new(Int32Array::from(scores.recency_days))),
        ("frequency", Arc::new(UInt32Array::from(scores.frequency))),
        ("monetary", Arc::new(amounts)),
        ("r", Arc::new(UInt8Array::from(scores.r))),
        ("f", Arc::new(UInt8Array::from(scores.f))),
        ("m", Arc::new(UInt8Array::from(scores.m))),
        ("label", Arc::new(label)),
    ];
    ArrowTable::new(columns)
}
