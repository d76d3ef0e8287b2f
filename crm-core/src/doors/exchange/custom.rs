//! The shop's own fields as text cells.

use super::import::Context;
use super::values::{self, TimeFormat};
use crate::records::customers::{CustomField, FieldType};
use crate::vocabulary::{Currency, Error, Money, Result};
use serde_json::{Value, json};

/// The value of a cell in the JSON form of its field; amounts are written `9.90 USD`, options are joined by commas.
///
/// # Errors
/// `invalid_input` for a text that is no value of the type.
pub(crate) fn value(context: &Context<'_>, field: &CustomField, text: &str) -> Result<Value> {
    let format = context.options.time_format;
    Ok(match field.kind {
        FieldType::Bool => json!(values::truth(text)?),
        FieldType::Int | FieldType::CustomerRef => json!(values::whole(text)?),
        FieldType::Money => json!(money(context, text)?),
        FieldType::Qty => json!(values::plain_number(text, context.options.number_format)?),
        FieldType::Date if matches!(format, TimeFormat::UnixSeconds | TimeFormat::UnixMillis) => {
            json!(values::date(text, TimeFormat::Iso)?)
        }
        FieldType::Date => json!(values::date(text, format)?),
        FieldType::Ts => json!(values::time(text, format, context.zone)?),
        FieldType::Text | FieldType::Enum => json!(text),
        FieldType::MultiEnum => json!(values::list(text)),
    })
}

fn money(context: &Context<'_>, text: &str) -> Result<Money> {
    let (amount, currency) = match text.split_once(' ') {
        Some((amount, code)) => (amount, Some(Currency::parse(code.trim())?)),
        None => (text, context.currency),
    };
    let currency = currency.ok_or_else(|| {
        Error::invalid("", "nothing says in which currency the amount is").hint("write it as 9.90 USD")
    })?;
    Money::parse(&values::plain_number(amount, context.options.number_format)?, currency)
}

/// A value in its JSON form as the text of a cell.
pub(crate) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(","),
        Value::Object(fields) => ["amount", "currency"]
            .iter()
            .filter_map(|key| fields.get(*key).and_then(Value::as_str))
            .collect::<Vec<_>>()
            .join(" "),
        other => other.to_string(),
    }
}
