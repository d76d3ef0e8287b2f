//! The operations of the catalog.

use crate::records::catalog::{NewProduct, Product, ProductFilter, UpsertCount};
use crate::vocabulary::{Page, ProductId};

input! {
    /// A product by its id.
    ProductRef {
        /// The id.
        id: ProductId,
    }
}

input! {
    /// A product by its article number.
    ProductSku {
        /// The article number.
        sku: String,
    }
}

input! {
    /// Many products.
    ProductsUpsert {
        /// The products.
        products: Vec<NewProduct>,
    }
}

ops! { pub(super) OPS:
    Read "catalog.get" "One product by its id." [NotFound]
        |tx, p: ProductRef| -> Product { tx.catalog().get(p.id) };
    Read "catalog.find" "One product by its article number, or null." []
        |tx, p: ProductSku| -> Option<Product> { tx.catalog().find(&p.sku) };
    Read "catalog.list" "Products in the order of their ids, page by page." [Limit]
        |tx, p: ProductFilter| -> Page<Product> { tx.catalog().list(&p) };
    Write "catalog.upsert" "Creates a product or brings it to what is given." []
        |tx, p: NewProduct| -> Product { tx.catalog().upsert(p) };
    Write "catalog.upsert_many" "Creates or updates many products, all or nothing." []
        |tx, p: ProductsUpsert| -> UpsertCount { tx.catalog().upsert_many(p.products) };
}
