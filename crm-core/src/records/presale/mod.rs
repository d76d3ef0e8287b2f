//! Before the sale: from the first touch to the quote.

pub mod collateral;
pub mod configure;
pub mod leads;
pub mod opportunities;
pub mod quotes;
pub mod touches;
