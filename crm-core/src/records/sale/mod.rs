//! The sale: from the cart to the paid, delivered and commissioned order.

pub mod carts;
pub mod coupons;
pub mod invoices;
pub mod loyalty;
pub mod partners;
pub mod referrals;
pub mod shipments;
