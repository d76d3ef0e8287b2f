//! The operations of care.

use super::shapes::Nothing;
use crate::insight::care::{CareFilter, CareHistory, CareItem, CareNote, CareRules, NewCare};
use crate::vocabulary::Page;

ops! { pub(super) OPS:
    Read "care.due" "Whom to greet, thank, remind or call on a day, why, and what speaks against it." [Limit]
        |tx, p: CareFilter| -> Page<CareItem> { tx.care().due(&p) };
    Write "care.note" "Notes that an occasion was used or let pass; it leaves the list." [NotFound]
        |tx, p: NewCare| -> CareNote { tx.care().note(p) };
    Read "care.history" "The occasions of a customer that were used or let pass, the latest first." [NotFound, Limit]
        |tx, p: CareHistory| -> Page<CareNote> { tx.care().history(&p) };
    Read "care.rules" "When which occasion is on the list, and what to do then." []
        |tx, _p: Nothing| -> CareRules { tx.care().rules() };
    Write "care.save_rules" "Puts rules of care in the place of those before." []
        |tx, p: CareRules| -> CareRules { tx.care().save_rules(p) };
}
