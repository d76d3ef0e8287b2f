//! Referrals: customers who bring others.
