//! The operations of assets.

use crate::records::aftersale::assets::{Asset, AssetFilter, AssetHistory, AssetPatch, AssetState, NewAsset};
use crate::vocabulary::{AssetId, CustomerId, Page};

input! {
    /// An asset by its id.
    AssetRef {
        /// The id.
        id: AssetId,
    }
}

input! {
    /// A serial number.
    AssetSerial {
        /// The serial number; spaces, dashes and small letters make no difference.
        serial: String,
        /// The brand or manufacturer; all by default.
        #[serde(default)]
        maker: Option<String>,
    }
}

input! {
    /// A change of an asset.
    AssetUpdate {
        /// The id.
        id: AssetId,
        /// What changes; absent fields stay, null clears.
        changes: AssetPatch,
    }
}

input! {
    /// Where an asset goes.
    AssetMove {
        /// The id.
        id: AssetId,
        /// The new state.
        state: AssetState,
        /// Why, as a token.
        #[serde(default)]
        reason: Option<String>,
    }
}

input! {
    /// To whom an asset was given on.
    AssetTransfer {
        /// The id.
        id: AssetId,
        /// The new owner; somebody unknown by default.
        #[serde(default)]
        to_customer_id: Option<CustomerId>,
        /// Why, as a token such as `resale`.
        #[serde(default)]
        reason: Option<String>,
    }
}

ops! { pub(super) OPS:
    Write "assets.register" "Registers a piece to a customer by its serial, or notes one that the shop has in stock." [NotFound, Conflict, NotAllowedTransition, Limit]
        |tx, p: NewAsset| -> Asset { tx.assets().register(p) };
    Read "assets.get" "One asset by its id." [NotFound]
        |tx, p: AssetRef| -> Asset { tx.assets().get(p.id) };
    Read "assets.by_serial" "The pieces that bear a serial, of all makers or of one." [Limit]
        |tx, p: AssetSerial| -> Vec<Asset> { tx.assets().by_serial(&p.serial, p.maker.as_deref()) };
    Read "assets.list" "Assets by customer, article, state, order and beginning of the serial, the latest first." [NotFound, Limit]
        |tx, p: AssetFilter| -> Page<Asset> { tx.assets().list(&p) };
    Read "assets.history" "Who has had an asset, on which order it was bought, and the states it was in." [NotFound]
        |tx, p: AssetRef| -> AssetHistory { tx.assets().history(p.id) };
    Write "assets.update" "Changes where an asset stands and when it was installed." [NotFound, Limit]
        |tx, p: AssetUpdate| -> Asset { tx.assets().update(p.id, p.changes) };
    Write "assets.set_state" "Takes an asset to another state: in repair, returned, scrapped." [NotFound, Conflict, NotAllowedTransition]
        |tx, p: AssetMove| -> Asset { tx.assets().set_state(p.id, p.state, p.reason.as_deref()) };
    Write "assets.transfer" "Notes that the owner gave an asset on, to a customer or to somebody unknown." [NotFound, NotAllowedTransition]
        |tx, p: AssetTransfer| -> Asset { tx.assets().transfer(p.id, p.to_customer_id, p.reason.as_deref()) };
}
