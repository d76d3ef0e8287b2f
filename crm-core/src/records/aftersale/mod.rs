//! After the sale: what the customer owns, what went wrong with it, and how customer and shop treat each other.

pub mod assets;
pub mod community;
pub mod compensation;
pub mod contracts;
pub mod credit;
pub mod feedback;
pub mod knowledge;
pub mod parts;
pub mod returns;
pub mod reviews;
pub mod service_orders;
pub mod sla;
pub mod surveys;
pub mod tickets;
pub mod warranties;
