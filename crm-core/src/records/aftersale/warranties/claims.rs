//! Claims: each uses one of those that a warranty pays.

use super::rules;
use super::{ClaimedWarranty, WarrantyClaim, WarrantyState, steps, store};
use crate::db::WriteTransaction;
use crate::journal;
use crate::vocabulary::{Result, WarrantyClaimId, WarrantyId, text};
use serde_json::json;

pub(super) fn claim(
    tx: &WriteTransaction,
    id: WarrantyId,
    reference: Option<&str>,
    note: Option<&str>,
) -> Result<ClaimedWarranty> {
    let reference = reference.map(|key| text::key("/reference", key, rules::MAX_KEY)).transpose()?;
    let note = text::optional_note("/note", note)?;
    let mut warranty = steps::current(tx, id)?;
    if let Some(reference) = &reference
        && let Some(claim) = store::claim_of(tx, id, reference)?
    {
        let claims_left = rules::claims_left(&warranty);
        return Ok(ClaimedWarranty { claim, warranty, claims_left });
    }
    if !rules::covers(warranty.state) {
        return Err(rules::refuse_claim(&warranty, warranty.state));
    }
    let mut claim = WarrantyClaim { id: WarrantyClaimId(0), warranty_id: id, reference, note, claimed_at: tx.now() };
    claim.id = claim.insert(tx, journal::next_seq(tx)?)?;
    warranty.claims_used = warranty.claims_used.saturating_add(1);
    let claims_left = rules::claims_left(&warranty);
    if claims_left == Some(0) {
        steps::go(tx, &mut warranty, WarrantyState::Exhausted, None)?;
        warranty.exhausted_at = Some(tx.now());
    }
    steps::save(tx, &mut warranty)?;
    let facts = json!({ "claim_id": claim.id, "claims_used": warranty.claims_used, "claims_left": claims_left });
    steps::announce(tx, "warranty.claimed", &warranty, facts)?;
    Ok(ClaimedWarranty { claim, warranty, claims_left })
}
