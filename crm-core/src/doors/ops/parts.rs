//! The operations of parts and goods in stock.

use crate::records::aftersale::parts::{
    NewPart, NewPartReservation, NewStockMove, Part, PartFilter, PartLookup, PartPatch, PartReservation,
    PartReservationFilter, StockAvailability, StockLevels, StockMove, StockMoveFilter, StockToReorder, StockTransfer,
};
use crate::vocabulary::{Page, PageRequest, PartId, PartReservationId, Quantity};

use super::shapes::Nothing;

input! {
    /// A part by its id.
    PartRef {
        /// The id.
        id: PartId,
    }
}

input! {
    /// An article in stock by its number.
    StockSku {
        /// The article number.
        sku: String,
    }
}

input! {
    /// A change of a part.
    PartUpdate {
        /// The id.
        id: PartId,
        /// What changes; absent fields stay, null clears.
        changes: PartPatch,
    }
}

input! {
    /// Which part takes the place of another.
    PartSuccessor {
        /// The part.
        id: PartId,
        /// What takes its place; null takes that back.
        #[serde(default)]
        by: Option<PartId>,
    }
}

input! {
    /// Which page of what has to be ordered.
    ReorderPage {
        /// Which page.
        #[serde(default)]
        page: PageRequest,
    }
}

input! {
    /// A reservation by its id.
    PartReservationRef {
        /// The id.
        id: PartReservationId,
    }
}

input! {
    /// How much of a reservation is handed out.
    ReservedIssue {
        /// The reservation.
        id: PartReservationId,
        /// How much, above 0; all of it by default. What is left over is free again.
        #[serde(default)]
        quantity: Option<Quantity>,
    }
}

ops! { pub(super) OPS:
    Write "parts.create" "Records a part, or goods for sale that are kept in stock." [Conflict, Limit]
        |tx, p: NewPart| -> Part { tx.parts().create(p) };
    Write "parts.update" "Changes a part." [NotFound, Limit]
        |tx, p: PartUpdate| -> Part { tx.parts().update(p.id, p.changes) };
    Write "parts.supersede" "Says which part takes the place of another." [NotFound, Limit]
        |tx, p: PartSuccessor| -> Part { tx.parts().supersede(p.id, p.by) };
    Read "parts.get" "One part by its id." [NotFound]
        |tx, p: PartRef| -> Part { tx.parts().get(p.id) };
    Read "parts.find" "The part of an article number, and the one that takes its place now." [NotFound]
        |tx, p: StockSku| -> PartLookup { tx.parts().find(&p.sku) };
    Read "parts.list" "Parts and goods in stock, page by page." [Limit]
        |tx, p: PartFilter| -> Page<Part> { tx.parts().list(&p) };
    Read "parts.fitting" "The parts that fit an article, with those that take their place." []
        |tx, p: StockSku| -> Vec<Part> { tx.parts().fitting(&p.sku) };
    Read "parts.availability" "How much there is of an article, place by place." [NotFound]
        |tx, p: StockSku| -> StockAvailability { tx.parts().availability(&p.sku) };
    Read "parts.levels" "How well the shop is stocked: available, out of stock, low." []
        |tx, _p: Nothing| -> StockLevels { tx.parts().levels() };
    Read "parts.to_reorder" "What has to be ordered and how much, the longest low first." [Limit]
        |tx, p: ReorderPage| -> Page<StockToReorder> { tx.parts().to_reorder(&p.page) };
    Write "parts.receive" "Takes stock in." [NotFound, Limit, IdempotencyConflict]
        |tx, p: NewStockMove| -> StockMove { tx.parts().receive(p) };
    Write "parts.issue" "Hands out stock that nobody has reserved." [NotFound, Limit, IdempotencyConflict]
        |tx, p: NewStockMove| -> StockMove { tx.parts().issue(p) };
    Write "parts.take_back" "Takes stock back that was handed out." [NotFound, Limit, IdempotencyConflict]
        |tx, p: NewStockMove| -> StockMove { tx.parts().take_back(p) };
    Write "parts.adjust" "Corrects the stock, with a reason." [NotFound, Limit, IdempotencyConflict]
        |tx, p: NewStockMove| -> StockMove { tx.parts().adjust(p) };
    Write "parts.transfer" "Brings stock from one place to another." [NotFound, Limit, IdempotencyConflict]
        |tx, p: StockTransfer| -> StockMove { tx.parts().transfer(p) };
    Read "parts.moves" "The ledger of stock, the latest entries first, page by page." [Limit]
        |tx, p: StockMoveFilter| -> Page<StockMove> { tx.parts().moves(&p) };
    Write "parts.reserve" "Promises stock, never more than is free." [NotFound, Limit, Conflict]
        |tx, p: NewPartReservation| -> PartReservation { tx.parts().reserve(p) };
    Write "parts.issue_reserved" "Hands reserved stock out; what is left over is free again." [NotFound, NotAllowedTransition]
        |tx, p: ReservedIssue| -> StockMove { tx.parts().issue_reserved(p.id, p.quantity) };
    Write "parts.release" "Frees reserved stock." [NotFound, NotAllowedTransition]
        |tx, p: PartReservationRef| -> PartReservation { tx.parts().release(p.id) };
    Read "parts.reservation" "One reservation by its id." [NotFound]
        |tx, p: PartReservationRef| -> PartReservation { tx.parts().reservation(p.id) };
    Read "parts.reservations" "Reservations by part, state and what they are for, page by page." [Limit]
        |tx, p: PartReservationFilter| -> Page<PartReservation> { tx.parts().reservations(&p) };
}
