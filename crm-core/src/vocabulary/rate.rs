//! Shares and exchange rates, as exact integers.

use crate::vocabulary::money::{scale_half_even, too_large};
use crate::vocabulary::quantity::{format_scaled, scaled_serde};
use crate::vocabulary::{Currency, Error, Money, Result};
use std::fmt;

/// Parts per million: 0.19 is 190,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Rate(i64);

impl Rate {
    /// A rate from parts per million.
    #[must_use]
    pub const fn from_ppm(ppm: i64) -> Self {
        Rate(ppm)
    }

    /// Parts per million.
    #[must_use]
    pub const fn ppm(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&format_scaled(self.0, 6, 0))
    }
}

/// The price of one unit of a currency in the shop's base currency, in billionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExchangeRate(i64);

impl ExchangeRate {
    /// One to one.
    pub const ONE: ExchangeRate = ExchangeRate(1_000_000_000);

    /// A rate from billionths.
    #[must_use]
    pub const fn from_nanos(nanos: i64) -> Self {
        ExchangeRate(nanos)
    }

    /// Billionths.
    #[must_use]
    pub const fn nanos(self) -> i64 {
        self.0
    }

    /// Converts an amount into the base currency, rounded half to even.
    ///
    /// # Errors
    /// `invalid_input` when the result does not fit or the rate is not positive.
    pub fn convert(self, money: Money, base: Currency) -> Result<Money> {
        if money.currency == base {
            return Ok(money);
        }
        if self.0 <= 0 {
            return Err(Error::invalid("", "an exchange rate must be positive"));
        }
        let (from, to) = (money.currency.exponent(), base.exponent());
        let minor = if to >= from {
            let scaled = money.minor.checked_mul(10_i64.pow(to - from)).ok_or_else(too_large)?;
            scale_half_even(scaled, self.0, ExchangeRate::ONE.0)?
        } else {
            scale_half_even(money.minor, self.0, ExchangeRate::ONE.0 * 10_i64.pow(from - to))?
        };
        Ok(Money::new(minor, base))
    }
}

impl fmt::Display for ExchangeRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&format_scaled(self.0, 9, 0))
    }
}

scaled_serde!(Rate, 6, "a rate", "A share between 0 and 1 (or more) with at most six decimals; 0.19 is 19 %.");
scaled_serde!(ExchangeRate, 9, "an exchange rate", "Units of the base currency for one unit, at most nine decimals.");
