//! The operations of the staff.

use crate::records::staff::Transfer;
use crate::vocabulary::StaffId;

input! {
    /// A handover.
    StaffTransfer {
        /// Who hands over.
        from: StaffId,
        /// Who takes over.
        to: StaffId,
    }
}

ops! { pub(super) OPS:
    Write "staff.transfer" "Hands all customers and open work of one member of the staff over to another; how much it was." []
        |tx, p: StaffTransfer| -> Transfer { tx.staff().transfer(p.from, p.to) };
}
