//! Collateral, competitors and purchase guides: what sales people show and know.
