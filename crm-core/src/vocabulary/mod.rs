//! The words every room speaks: errors, ids, time, money, pages, patches, tokens and state machines.
//!
//! Nothing here knows a database connection. A type enters the vocabulary when two rooms need it.

mod digits;
pub mod error;
pub(crate) mod figures;
pub(crate) mod html;
pub mod ids;
pub mod machine;
pub mod money;
pub mod page;
pub mod patch;
pub mod pii;
pub mod quantity;
pub mod rate;
pub(crate) mod roster;
pub(crate) mod split;
pub(crate) mod text;
pub mod time;
#[macro_use]
pub mod tokens;

#[cfg(test)]
mod tests;

pub use error::{Error, ErrorCode, Result};
pub use ids::*;
pub use money::{Currency, Money, UnitPrice};
pub use page::{Page, PageRequest};
pub use patch::Patch;
pub use quantity::Quantity;
pub use rate::{ExchangeRate, Rate};
pub use time::{Clock, Date, FixedClock, SystemClock, Timestamp};
