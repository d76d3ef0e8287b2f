//! One row under a mapping: typed values with errors that name the field.

use crate::doors::exchange::mapping::Plan;
use crate::doors::exchange::options::ImportOptions;
use crate::doors::exchange::ordinals::Ordinals;
use crate::doors::exchange::reader::Record;
use crate::doors::exchange::{Field, values};
use crate::records::customers::CustomField;
use crate::vocabulary::time::Zone;
use crate::vocabulary::{Currency, Error, Money, Result, Timestamp};
use std::collections::HashMap;

/// Hexadecimal digits of a content's hash in a key.
const CONTENT_DIGITS: usize = 32;

/// What is the same for all rows of an import.
pub(crate) struct Context<'a> {
    pub(crate) options: &'a ImportOptions,
    pub(crate) plan: &'a Plan,
    pub(crate) zone: Zone,
    /// The currency of amounts without one.
    pub(crate) currency: Option<Currency>,
    /// The shop's own fields by their keys.
    pub(crate) custom: HashMap<String, CustomField>,
}

/// One row.
pub(crate) struct Row<'a> {
    pub(crate) context: &'a Context<'a>,
    pub(crate) record: &'a Record,
}

impl<'a> Row<'a> {
    /// The text of a field; blank is absent.
    pub(crate) fn text(&self, field: Field) -> Option<&'a str> {
        self.context.plan.get(self.record, field)
    }

    /// The text of a field, owned.
    pub(crate) fn owned(&self, field: Field) -> Option<String> {
        self.text(field).map(str::to_owned)
    }

    /// The text of a field that the row needs.
    pub(crate) fn need(&self, field: Field) -> Result<&'a str> {
        self.text(field).ok_or_else(|| Error::invalid(at(field), "the row does not say it"))
    }

    /// The system whose key the row has.
    pub(crate) fn source(&self) -> String {
        self.text(Field::Source).unwrap_or(&self.context.options.source).to_owned()
    }

    /// A value that is parsed from the text of a field.
    pub(crate) fn parsed<T>(&self, field: Field, parse: impl FnOnce(&str) -> Result<T>) -> Result<Option<T>> {
        self.text(field).map(|text| parse(text).map_err(|error| error.under(at(field)))).transpose()
    }

    /// A time.
    pub(crate) fn time(&self, field: Field) -> Result<Option<Timestamp>> {
        let (format, zone) = (self.context.options.time_format, self.context.zone);
        self.parsed(field, |text| values::time(text, format, zone))
    }

    /// A number in the plain form, parsed further.
    pub(crate) fn number<T>(&self, field: Field, parse: impl FnOnce(&str) -> Result<T>) -> Result<Option<T>> {
        let format = self.context.options.number_format;
        self.parsed(field, |text| parse(&values::plain_number(text, format)?))
    }

    /// An amount in a currency.
    pub(crate) fn money(&self, field: Field, currency: Currency) -> Result<Option<Money>> {
        self.number(field, |text| Money::parse(text, currency))
    }

    /// The currency of the row.
    pub(crate) fn currency(&self) -> Result<Currency> {
        if let Some(currency) = self.parsed(Field::Currency, Currency::parse)? {
            return Ok(currency);
        }
        self.context.currency.ok_or_else(|| {
            Error::invalid(at(Field::Currency), "nothing says in which currency the amounts are")
                .hint("give currency, or map a column to it, or set the shop's base currency")
        })
    }

    /// The key of a row that has none: its content, and how many equal rows stand before it.
    pub(crate) fn content_key(&self, ordinals: &mut Ordinals) -> Result<String> {
        let mut hasher = blake3::Hasher::new();
        for field in self.context.options.entity.fields() {
            if let Some(text) = self.canonical(field) {
                hasher.update(field.token().as_bytes()).update(&[0]).update(text.as_bytes()).update(&[0]);
            }
        }
        let hash = hasher.finalize();
        let mut word = [0_u8; 8];
        word.copy_from_slice(&hash.as_bytes()[..8]);
        let ordinal = ordinals.next(u64::from_le_bytes(word))?;
        let content: String = hash.to_hex().chars().take(CONTENT_DIGITS).collect();
        Ok(format!("row-{content}-{ordinal}"))
    }

    /// The text of a field in the form that two spellings of one value share.
    pub(crate) fn canonical(&self, field: Field) -> Option<String> {
        let text = self.text(field)?;
        if TIMES.contains(&field) {
            return self.time(field).ok().flatten().map(|at| at.millis().to_string());
        }
        if NUMBERS.contains(&field) {
            let plain = values::plain_number(text, self.context.options.number_format).ok()?;
            let plain = plain.strip_prefix('+').unwrap_or(&plain);
            let shortest = if plain.contains('.') { plain.trim_end_matches('0').trim_end_matches('.') } else { plain };
            return Some(shortest.to_owned());
        }
        Some(text.to_owned())
    }
}

const TIMES: [Field; 3] = [Field::PlacedAt, Field::UpdatedAt, Field::RefundedAt];
const NUMBERS: [Field; 12] = [
    Field::Rate,
    Field::Discount,
    Field::Shipping,
    Field::Tax,
    Field::Total,
    Field::Quantity,
    Field::UnitPrice,
    Field::LineDiscount,
    Field::LineTax,
    Field::LineTotal,
    Field::LineCost,
    Field::Cost,
];

/// The path of a field.
fn at(field: Field) -> String {
    format!("/{}", field.token())
}

/// Why a row was rejected, in one sentence without a value of the row.
pub(crate) fn reason(error: &Error) -> String {
    let mut text = match error.path().map(|path| path.trim_start_matches('/')) {
        Some(path) if !path.is_empty() => format!("{path}: {}", error.message()),
        _ => error.message().to_owned(),
    };
    if !error.allowed_values().is_empty() {
        text.push_str(&format!("; allowed: {}", error.allowed_values().join(", ")));
    }
    if let Some(hint) = error.next_step() {
        text.push_str(&format!("; {hint}"));
    }
    text
}
