//! Leads: people who may want to buy.
