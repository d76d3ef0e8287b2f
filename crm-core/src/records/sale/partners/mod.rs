//! Partners and commissions.
