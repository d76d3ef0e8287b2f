//! A shop backend on axum: orders come in, the 360° view goes out.
//!
//! Calls of the library block for microseconds to milliseconds (a durable commit waits for the disk), so they run on
//! the blocking pool, and a transaction is never held over an await. `Crm` is cheap to clone; every handler has one.
//!
//! ```text
//! cargo run --example axum_shop -- shop.db 127.0.0.1:8080
//! curl -d '{"customer": 1, "total": {"amount": "9.90", "currency": "EUR"}}' http://127.0.0.1:8080/orders
//! curl http://127.0.0.1:8080/customers/1
//! ```

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use crm::{Crm, Error, ErrorCode};

/// The routes of the shop.
pub(crate) fn router(crm: Crm) -> Router {
    Router::new().route("/orders", post(record_order)).route("/customers/{id}", get(view_customer)).with_state(crm)
}

async fn record_order(State(crm): State<Crm>, body: Bytes) -> Response {
    call(crm, "orders.record", body.to_vec()).await
}

async fn view_customer(State(crm): State<Crm>, Path(id): Path<i64>) -> Response {
    call(crm, "customers.view", format!("{{\"id\": {id}}}").into_bytes()).await
}

/// Calls one operation on the blocking pool.
async fn call(crm: Crm, operation: &'static str, input: Vec<u8>) -> Response {
    match tokio::task::spawn_blocking(move || crm.call_json(operation, &input)).await {
        Ok(Ok(json)) => ([(header::CONTENT_TYPE, "application/json")], json).into_response(),
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
    axum::serve(listener, router(Crm::open(file)?)).await?;
    Ok(())
}
