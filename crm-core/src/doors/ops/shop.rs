//! The operations of the shop.

use super::shapes::{Count, Nothing};
use crate::records::shop::{CurrencyRate, ShopPatch, ShopSettings};
use crate::vocabulary::ExchangeRate;
use crate::vocabulary::{Currency, Date};

input! {
    /// Exchange rates.
    ShopRates {
        /// The rates, each from its day on.
        rates: Vec<CurrencyRate>,
    }
}

input! {
    /// Which exchange rate.
    ShopRate {
        /// The foreign currency.
        currency: Currency,
        /// The day.
        day: Date,
    }
}

ops! { pub(super) OPS:
    Read "shop.settings" "The settings of the shop." []
        |tx, _p: Nothing| -> ShopSettings { tx.shop().settings() };
    Write "shop.configure" "Changes settings of the shop; absent fields stay." [Conflict]
        |tx, p: ShopPatch| -> ShopSettings { tx.shop().configure(p) };
    Write "shop.set_rates" "Sets exchange rates by currency and day." []
        |tx, p: ShopRates| -> Count { tx.shop().set_rates(&p.rates).map(|rates| Count { count: rates as u64 }) };
    Read "shop.rate" "The exchange rate of a currency on a day." [NotFound]
        |tx, p: ShopRate| -> ExchangeRate { tx.shop().rate(p.currency, p.day) };
}
