//! Exact money: `i64` minor units with an ISO 4217 currency. No float, no rounding but where a rate is applied.
//!
//! In JSON money is `{"amount": "129.00", "currency": "CNY"}`, with as many decimals as the currency has.

use crate::vocabulary::quantity::{format_scaled, parse_scaled};
use crate::vocabulary::{Error, Quantity, Result};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::borrow::Cow;
use std::fmt;

/// An ISO 4217 currency code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// Chinese yuan.
    pub const CNY: Currency = Currency(*b"CNY");
    /// Euro.
    pub const EUR: Currency = Currency(*b"EUR");
    /// Japanese yen, which has no minor unit.
    pub const JPY: Currency = Currency(*b"JPY");
    /// Kuwaiti dinar, which has three decimals.
    pub const KWD: Currency = Currency(*b"KWD");
    /// US dollar.
    pub const USD: Currency = Currency(*b"USD");

    /// The currency of a three-letter code in capitals.
    ///
    /// # Errors
    /// `invalid_input` for a code that ISO 4217 does not list with a number of decimals.
    pub fn parse(code: &str) -> Result<Self> {
        let unknown = || {
            Error::invalid("", "unknown currency")
                .hint("use a three-letter ISO 4217 code in capitals such as CNY or USD")
        };
        let bytes: [u8; 3] = code.as_bytes().try_into().map_err(|_| unknown())?;
        let known = iso_currency::Currency::from_code(code).ok_or_else(unknown)?;
        known.exponent().ok_or_else(unknown)?;
        Ok(Currency(bytes))
    }

    /// The code, for example `USD`.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// The number of decimals: 0 for JPY, 2 for USD, 3 for KWD.
    #[must_use]
    pub fn exponent(self) -> u32 {
        iso_currency::Currency::from_code(self.code()).and_then(|known| known.exponent()).map_or(2, u32::from)
    }

    /// Minor units in one unit: 100 for USD.
    #[must_use]
    pub fn minor_per_unit(self) -> i64 {
        10_i64.pow(self.exponent())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let code = Cow::<str>::deserialize(deserializer)?;
        Currency::parse(&code).map_err(|error| de::Error::custom(error.message()))
    }
}

impl schemars::JsonSchema for Currency {
    fn schema_name() -> Cow<'static, str> {
        "Currency".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[A-Z]{3}$", "description": "An ISO 4217 currency code." })
    }
}

impl rusqlite::types::ToSql for Currency {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        Ok(rusqlite::types::ToSqlOutput::from(self.code()))
    }
}

impl rusqlite::types::FromSql for Currency {
    fn column_result(value: rusqlite::types::ValueRef<'_>) -> rusqlite::types::FromSqlResult<Self> {
        let bytes: [u8; 3] = value.as_bytes()?.try_into().map_err(|_| rusqlite::types::FromSqlError::InvalidType)?;
        Ok(Currency(bytes))
    }
}

/// An exact amount in minor units of one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    /// Minor units: 12900 is 129.00 CNY.
    pub minor: i64,
    /// The currency.
    pub currency: Currency,
}

impl Money {
    /// An amount in minor units.
    #[must_use]
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Money { minor, currency }
    }

    /// Yuan in fen: `Money::cny(129_00)`.
    #[must_use]
    pub const fn cny(minor: i64) -> Self {
        Money::new(minor, Currency::CNY)
    }

    /// Dollars in cents: `Money::usd(9_99)`.
    #[must_use]
    pub const fn usd(minor: i64) -> Self {
        Money::new(minor, Currency::USD)
    }

    /// Nothing of a currency.
    #[must_use]
    pub const fn zero(currency: Currency) -> Self {
        Money::new(0, currency)
    }

    /// Parses "129.00" in a currency; surplus decimals are refused, not rounded.
    ///
    /// # Errors
    /// `invalid_input` when it is no decimal, has too many decimals or is too large.
    pub fn parse(amount: &str, currency: Currency) -> Result<Self> {
        parse_scaled(amount, currency.exponent(), "an amount").map(|minor| Money::new(minor, currency))
    }

    /// The amount as a decimal string with the currency's decimals.
    #[must_use]
    pub fn amount(self) -> String {
        let exponent = self.currency.exponent();
        format_scaled(self.minor, exponent, exponent)
    }

    /// The sum of two amounts of one currency.
    ///
    /// # Errors
    /// `invalid_input` for two currencies or a sum beyond `i64`.
    pub fn checked_add(self, other: Money) -> Result<Money> {
        self.same_currency(other)?;
        let minor = self.minor.checked_add(other.minor).ok_or_else(too_large)?;
        Ok(Money::new(minor, self.currency))
    }

    /// The difference of two amounts of one currency.
    ///
    /// # Errors
    /// `invalid_input` for two currencies or a difference beyond `i64`.
    pub fn checked_sub(self, other: Money) -> Result<Money> {
        self.same_currency(other)?;
        let minor = self.minor.checked_sub(other.minor).ok_or_else(too_large)?;
        Ok(Money::new(minor, self.currency))
    }

    /// Requires that both amounts have one currency.
    ///
    /// # Errors
    /// `invalid_input` that names both currencies.
    pub fn same_currency(self, other: Money) -> Result<()> {
        if self.currency == other.currency {
            return Ok(());
        }
        Err(Error::invalid("", format!("amounts in {} and {} cannot be added", self.currency, other.currency))
            .hint("use one currency for all amounts of an order"))
    }
}

/// The error of a sum that does not fit.
pub(crate) fn too_large() -> Error {
    Error::invalid("", "the amount is too large").hint("amounts end at about 9.2e18 minor units")
}

/// A checked sum of minor units.
///
/// # Errors
/// `invalid_input` beyond `i64`.
pub(crate) fn add_minor(a: i64, b: i64) -> Result<i64> {
    a.checked_add(b).ok_or_else(too_large)
}

/// `value * numerator / denominator`, rounded half to even.
///
/// # Errors
/// `invalid_input` when the result does not fit.
pub(crate) fn scale_half_even(value: i64, numerator: i64, denominator: i64) -> Result<i64> {
    half_even(i128::from(value) * i128::from(numerator), i128::from(denominator))
}

/// Whole units of an exact number of fractions, `unit` of which make one, rounded half to even. `unit` is above 0.
///
/// # Errors
/// `invalid_input` when the result does not fit.
pub(crate) fn half_even(exact: i128, unit: i128) -> Result<i64> {
    let (quotient, remainder) = (exact.div_euclid(unit), exact.rem_euclid(unit));
    let rounded = match (remainder * 2).cmp(&unit) {
        std::cmp::Ordering::Less => quotient,
        std::cmp::Ordering::Greater => quotient + 1,
        std::cmp::Ordering::Equal => quotient + (quotient & 1),
    };
    i64::try_from(rounded).map_err(|_| too_large())
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount(), self.currency)
    }
}

#[derive(Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename = "Money")]
struct MoneyJson<'a> {
    /// Decimal string with at most the currency's decimals.
    amount: Cow<'a, str>,
    currency: Currency,
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        MoneyJson { amount: self.amount().into(), currency: self.currency }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let json = MoneyJson::deserialize(deserializer)?;
        Money::parse(&json.amount, json.currency).map_err(|error| de::Error::custom(error.message()))
    }
}

impl schemars::JsonSchema for Money {
    fn schema_name() -> Cow<'static, str> {
        "Money".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        MoneyJson::json_schema(generator)
    }
}

/// A price of one unit in millionths of the currency's major unit: sub-cent prices stay exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct UnitPrice(i64);

impl UnitPrice {
    /// A unit price from millionths of the major unit.
    #[must_use]
    pub const fn from_micros(micros: i64) -> Self {
        UnitPrice(micros)
    }

    /// Millionths of the major unit.
    #[must_use]
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// The unit price that equals an amount.
    ///
    /// # Errors
    /// `invalid_input` when it does not fit.
    pub fn from_money(money: Money) -> Result<Self> {
        money.minor.checked_mul(10_i64.pow(6 - money.currency.exponent().min(6))).map(UnitPrice).ok_or_else(too_large)
    }

    /// The total of a quantity, rounded once, half to even, to minor units.
    ///
    /// # Errors
    /// `invalid_input` when the total does not fit.
    pub fn total(self, quantity: Quantity, currency: Currency) -> Result<Money> {
        // micros × thousandths / 10^9 major units = / 10^(9 − exponent) minor units
        let denominator = 10_i64.pow(9 - currency.exponent().min(9));
        scale_half_even(self.0, quantity.thousandths(), denominator).map(|minor| Money::new(minor, currency))
    }
}

impl fmt::Display for UnitPrice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&format_scaled(self.0, 6, 2))
    }
}

crate::vocabulary::quantity::scaled_serde!(
    UnitPrice,
    6,
    "a unit price",
    "A price of one unit with at most six decimals."
);
