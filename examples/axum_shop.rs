//! A shop backend on axum: visitors fill carts, a checkout makes orders of them, the 360° view goes out.
//!
//! A checkout is one transaction: the shop's own row, the order, the coupon, the commission and the points are all there
//! or none of them. Sent again with its key, it answers with the order that it made.
//!
//! Calls of the library block for microseconds to milliseconds (a durable commit waits for the disk), so they run on
//! the blocking pool, and a transaction is never held over an await. `Crm` is cheap to clone; every handler has one.
//!
//! ```text
//! cargo run --example axum_shop -- shop.db 127.0.0.1:8080
//! curl -d '{"visitor": {"kind": "cookie_id", "value": "c1"}, "currency": "EUR",
//!           "lines": [{"sku": "MUG", "quantity": 2, "unit_price": "12.50"}]}' http://127.0.0.1:8080/cart
//! curl -d '{"key": "k1", "cart": 1, "name": "Wei", "email": "wei@example.com"}' http://127.0.0.1:8080/checkout
//! curl http://127.0.0.1:8080/customers/1
//! ```

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use crm::carts::CartOrder;
use crm::coupons::{Basket, NewReservation};
use crm::customers::{MatchPolicy, NewCustomer};
use crm::orders::{NewOrder, Order};
use crm::partners::{Beneficiary, BeneficiaryKind, CommissionShare};
use crm::{CartId, Crm, Error, ErrorCode, HostValue, Result, WriteTransaction};
use serde::Deserialize;

/// What a visitor sends who buys what is in a cart.
#[derive(Deserialize)]
struct Checkout {
    /// The page's key of this purchase, so that a second click buys nothing twice.
    key: String,
    cart: CartId,
    name: String,
    email: String,
    coupon: Option<String>,
    /// The member of the staff who advised, and gets the commission.
    advised_by: Option<i64>,
}

/// The shop's own table.
pub(crate) fn prepare(crm: &Crm) -> Result<()> {
    let table = "CREATE TABLE IF NOT EXISTS shop_order (key TEXT PRIMARY KEY, crm_order INTEGER NOT NULL) STRICT";
    crm.write(|tx| tx.host().execute(table, &[]).map(|_| ()))
}

/// The routes of the shop.
pub(crate) fn router(crm: Crm) -> Router {
    Router::new()
        .route("/cart", post(put_cart))
        .route("/checkout", post(check_out))
        .route("/orders", post(record_order))
        .route("/customers/{id}", get(view_customer))
        .with_state(crm)
}

async fn put_cart(State(crm): State<Crm>, body: Bytes) -> Response {
    call(crm, "carts.put", body.to_vec()).await
}

async fn check_out(State(crm): State<Crm>, body: Bytes) -> Response {
    let checkout: Checkout = match serde_json::from_slice(&body) {
        Ok(checkout) => checkout,
        Err(error) => return (StatusCode::BAD_REQUEST, error.to_string()).into_response(),
    };
    blocking(move || crm.write(|tx| buy(tx, &checkout)), |order| Json(order).into_response()).await
}

/// One purchase, with all that follows from it.
fn buy(tx: &WriteTransaction, checkout: &Checkout) -> Result<Order> {
    if let Some(known) = tx.orders().find("shop", &checkout.key)? {
        return Ok(known);
    }
    let person = NewCustomer::person(&checkout.name).email(&checkout.email);
    let customer = tx.customers().upsert(person, MatchPolicy::Merge)?.customer.id;
    let cart = tx.carts().get(checkout.cart)?;
    if let Some(visitor) = &cart.visitor {
        tx.carts().identify(visitor, customer)?;
    }
    let discount = match &checkout.coupon {
        Some(code) => {
            let basket = Basket::of(cart.value);
            let (code, key) = (code.clone(), checkout.key.clone());
            let held = NewReservation { code, customer_id: Some(customer), basket, key, minutes: None };
            Some(tx.coupons().reserve(&held)?.amount)
        }
        None => None,
    };
    let order = NewOrder {
        customer: Some(customer),
        source: Some("shop".to_owned()),
        external_id: Some(checkout.key.clone()),
        discount,
        paid: Some(true),
        ..NewOrder::default()
    };
    let order = tx.carts().order(CartOrder { id: cart.id, order })?.order;
    if let Some(code) = &checkout.coupon {
        tx.coupons().redeem(code, order.id, Some(&checkout.key))?;
    }
    if let Some(id) = checkout.advised_by {
        let adviser = Beneficiary { kind: BeneficiaryKind::Staff, id };
        tx.partners().attribute(order.id, &[CommissionShare::of(adviser)], None)?;
    }
    if tx.loyalty().program()?.active {
        tx.loyalty().earn_for_order(order.id)?;
    }
    let row = [HostValue::Text(checkout.key.clone()), HostValue::Integer(order.id.0)];
    tx.host().execute("INSERT INTO shop_order (key, crm_order) VALUES (?1, ?2)", &row)?;
    Ok(order)
}

async fn record_order(State(crm): State<Crm>, body: Bytes) -> Response {
    call(crm, "orders.record", body.to_vec()).await
}

async fn view_customer(State(crm): State<Crm>, Path(id): Path<i64>) -> Response {
    call(crm, "customers.view", format!("{{\"id\": {id}}}").into_bytes()).await
}

/// Calls one operation on the blocking pool.
async fn call(crm: Crm, operation: &'static str, input: Vec<u8>) -> Response {
    let json = |json| ([(header::CONTENT_TYPE, "application/json")], json).into_response();
    blocking(move || crm.call_json(operation, &input), json).await
}

/// Runs work on the blocking pool and shows what came of it.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
    show: impl FnOnce(T) -> Response,
) -> Response {
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(found)) => show(found),
        Ok(Err(error)) => (status(&error), Json(error.to_json())).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn status(error: &Error) -> StatusCode {
    match error.code() {
        ErrorCode::NotFound => StatusCode::NOT_FOUND,
        ErrorCode::InvalidInput | ErrorCode::Limit => StatusCode::BAD_REQUEST,
        ErrorCode::Conflict | ErrorCode::IdempotencyConflict | ErrorCode::NotAllowedTransition => StatusCode::CONFLICT,
        // A checkout must not fail because the CRM is busy: the host queues the order and reports it later.
        ErrorCode::Busy => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

#[tokio::main]
#[allow(dead_code, reason = "the test of the recipe brings its own main")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().unwrap_or_else(|| "shop.db".to_owned());
    let address = arguments.next().unwrap_or_else(|| "127.0.0.1:8080".to_owned());
    let listener = tokio::net::TcpListener::bind(&address).await?;
    println!("listening on {}", listener.local_addr()?);
    let crm = Crm::open(file)?;
    prepare(&crm)?;
    axum::serve(listener, router(crm)).await?;
    Ok(())
}
