//! The values of custom fields: from JSON into two typed columns, and back.

use crate::vocabulary::{Currency, Date, Error, ErrorCode, Money, Quantity, Result, Timestamp, text};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

tokens! {
    /// What the values of a custom field are.
    pub enum FieldType("type of a custom field") {
        /// True or false.
        Bool = "bool",
        /// A whole number within ±2^53.
        Int = "int",
        /// An amount: `{"amount": "9.90", "currency": "USD"}`.
        Money = "money",
        /// A quantity with at most three decimals, as a decimal string.
        Qty = "qty",
        /// A calendar day.
        Date = "date",
        /// An instant.
        Ts = "ts",
        /// A text of at most 64 KiB.
        Text = "text",
        /// One of the options.
        Enum = "enum",
        /// Some of the options.
        MultiEnum = "multi_enum",
        /// The id of another customer.
        CustomerRef = "customer_ref",
    }
}

impl FieldType {
    pub(crate) fn has_options(self) -> bool {
        matches!(self, Self::Enum | Self::MultiEnum)
    }
}

/// A value as it is stored; equal values are equal columns.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Stored {
    pub(crate) number: Option<i64>,
    pub(crate) text: Option<String>,
}

impl Stored {
    fn number(number: i64) -> Self {
        Stored { number: Some(number), text: None }
    }

    fn text(text: String) -> Self {
        Stored { number: None, text: Some(text) }
    }
}

/// The largest whole number that is exact in JSON of every language.
const MAX_INT: i64 = 1 << 53;

/// The stored form of a value.
///
/// # Errors
/// `invalid_input` for a value of another type, with the options of an enumeration; `limit` for a text too long.
pub(crate) fn stored(kind: FieldType, options: &[String], value: &Value) -> Result<Stored> {
    Ok(match kind {
        FieldType::Bool => Stored::number(i64::from(read::<bool>(value, "true or false")?)),
        FieldType::Int => Stored::number(whole(value)?),
        FieldType::Money => {
            let money: Money = read(value, "an amount with its currency")?;
            Stored { number: Some(money.minor), text: Some(money.currency.code().to_owned()) }
        }
        FieldType::Qty => Stored::number(read::<Quantity>(value, "a quantity")?.thousandths()),
        FieldType::Date => Stored::number(i64::from(read::<Date>(value, "a date such as 2026-03-01")?.days())),
        FieldType::Ts => Stored::number(read::<Timestamp>(value, "a time such as 2026-03-01T12:00:00Z")?.millis()),
        FieldType::Text => {
            let given: String = read(value, "a text")?;
            let clean = text::clean_note(&given).map_err(|problem| problem.at(""))?;
            if clean.is_empty() {
                return Err(Error::invalid("", "the text must not be empty").hint("null removes the value"));
            }
            Stored::text(clean)
        }
        FieldType::Enum => Stored::text(option(options, &read::<String>(value, "one of the options")?)?),
        FieldType::MultiEnum => Stored::text(several(options, &read::<Vec<String>>(value, "a list of options")?)?),
        FieldType::CustomerRef => Stored::number(read::<i64>(value, "the id of a customer")?),
    })
}

fn read<T: DeserializeOwned>(value: &Value, wanted: &str) -> Result<T> {
    // The message of serde quotes the value, which may be personal.
    T::deserialize(value).map_err(|_| Error::invalid("", format!("expected {wanted}")))
}

fn whole(value: &Value) -> Result<i64> {
    let number: i64 = read(value, "a whole number")?;
    if number.unsigned_abs() > MAX_INT.unsigned_abs() {
        return Err(Error::invalid("", "a whole number lies within ±2^53"));
    }
    Ok(number)
}

fn option(options: &[String], given: &str) -> Result<String> {
    let known = options.iter().find(|option| *option == given);
    known.cloned().ok_or_else(|| Error::invalid("", "there is no such option").allowed(options.iter().cloned()))
}

/// Options between bars, in the order of the definition: `|a|c|`.
fn several(options: &[String], given: &[String]) -> Result<String> {
    if given.is_empty() {
        return Err(Error::invalid("", "the list of options is empty").hint("null removes the value"));
    }
    if given.len() > options.len() {
        return Err(Error::new(ErrorCode::Limit, "more options than there are"));
    }
    for one in given {
        option(options, one)?;
    }
    let chosen: Vec<&str> = options.iter().filter(|option| given.contains(option)).map(String::as_str).collect();
    Ok(format!("|{}|", chosen.join("|")))
}

/// A stored value in its JSON form.
///
/// # Errors
/// `internal` for columns that do not fit the type, which the library never writes.
pub(crate) fn shown(kind: FieldType, stored: &Stored) -> Result<Value> {
    let number = || stored.number.ok_or_else(|| Error::internal("a custom value lacks its number"));
    let text = || stored.text.as_deref().ok_or_else(|| Error::internal("a custom value lacks its text"));
    Ok(match kind {
        FieldType::Bool => json!(number()? != 0),
        FieldType::Int | FieldType::CustomerRef => json!(number()?),
        FieldType::Money => json!(Money::new(number()?, Currency::parse(text()?)?)),
        FieldType::Qty => json!(Quantity::from_thousandths(number()?)),
        FieldType::Date => {
            let days = i32::try_from(number()?).map_err(|_| Error::internal("a custom date is no date"))?;
            json!(Date::from_days(days)?)
        }
        FieldType::Ts => json!(Timestamp::from_millis(number()?)?),
        FieldType::Text | FieldType::Enum => json!(text()?),
        FieldType::MultiEnum => json!(text()?.split('|').filter(|part| !part.is_empty()).collect::<Vec<_>>()),
    })
}
