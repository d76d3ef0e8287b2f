//! Reviews of products, service, staff and shop.
