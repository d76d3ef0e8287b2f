//! Coupons, gift cards and store credit.
