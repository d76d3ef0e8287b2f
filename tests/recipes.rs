//! The recipe of a web backend, run as a client would: over a socket on this machine.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "../examples/axum_shop.rs"]
mod axum_shop;

use crm::Crm;
use crm::customers::NewCustomer;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

fn ask(address: SocketAddr, request: &str, body: &str) -> (u16, serde_json::Value) {
    let mut stream = TcpStream::connect(address).unwrap();
    let length = body.len();
    write!(stream, "{request} HTTP/1.1\r\nHost: shop\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}")
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let status = answer[9..12].parse().unwrap();
    let body = answer.split_once("\r\n\r\n").unwrap().1;
    (status, serde_json::from_str(body).unwrap())
}

/// The shop, listening until the runtime ends.
fn serve(crm: &Crm) -> (tokio::runtime::Runtime, SocketAddr) {
    axum_shop::prepare(crm).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = listener.local_addr().unwrap();
    let shop = axum_shop::router(crm.clone());
    runtime.spawn(async move { axum::serve(listener, shop).await });
    (runtime, address)
}

#[test]
fn a_web_backend_records_orders_and_shows_customers() {
    let folder = tempfile::tempdir().unwrap();
    let crm = Crm::open(folder.path().join("shop.db")).unwrap();
    let id = crm.write(|tx| tx.customers().create(NewCustomer::person("Wei"))).unwrap().id;
    let (_runtime, address) = serve(&crm);
    let order =
        format!("{{\"customer\": {id}, \"total\": {{\"amount\": \"9.90\", \"currency\": \"EUR\"}}, \"paid\": true}}");
    let (status, recorded) = ask(address, "POST /orders", &order);
    assert_eq!((status, recorded["pay_state"].as_str()), (200, Some("paid")), "{recorded}");
    let (status, view) = ask(address, &format!("GET /customers/{id}"), "");
    assert_eq!((status, view["transactional"]["metrics"]["orders"].as_u64()), (200, Some(1)), "{view}");
    assert_eq!(ask(address, "GET /customers/99", "").0, 404);
    assert_eq!(ask(address, "POST /orders", "{\"customer\": \"me\"}").0, 400);
}

#[test]
fn a_checkout_is_one_transaction_that_happens_once() {
    let folder = tempfile::tempdir().unwrap();
    let crm = Crm::open(folder.path().join("shop.db")).unwrap();
    let set_up = |op: &str, input: &str| crm.call_json(op, input.as_bytes()).unwrap();
    set_up("shop.configure", r#"{"base_currency": "EUR"}"#);
    set_up(
        "loyalty.configure",
        r#"{"active": true, "points": 1, "per_amount": {"amount": "1.00", "currency": "EUR"}}"#,
    );
    set_up("coupons.create_program", r#"{"name": "Spring", "kind": "percent", "rate": "0.2"}"#);
    set_up("coupons.issue", r#"{"program_id": 1, "codes": ["SPRING"]}"#);
    set_up("partners.create_plan", r#"{"name": "Sales", "terms": {"basis": "revenue", "rate": "0.05"}}"#);
    let (_runtime, address) = serve(&crm);
    let cart = r#"{"visitor": {"kind": "cookie_id", "value": "c1"}, "currency": "EUR",
        "lines": [{"sku": "MUG", "quantity": 2, "unit_price": "12.50"}]}"#;
    let (status, put) = ask(address, "POST /cart", cart);
    assert_eq!((status, put["cart"]["value"]["amount"].as_str()), (200, Some("25.00")), "{put}");

    // A coupon that nobody issued: nothing of the purchase stays, not even the customer.
    let wrong = r#"{"key": "k1", "cart": 1, "name": "Wei", "email": "wei@example.com", "coupon": "WINTER"}"#;
    assert_eq!(ask(address, "POST /checkout", wrong).0, 404);
    assert_eq!(ask(address, "GET /customers/1", "").0, 404);

    let right =
        r#"{"key": "k1", "cart": 1, "name": "Wei", "email": "wei@example.com", "coupon": "SPRING", "advised_by": 7}"#;
    for _ in 0..2 {
        let (status, order) = ask(address, "POST /checkout", right);
        assert_eq!((status, order["id"].as_i64(), order["total"]["amount"].as_str()), (200, Some(1), Some("20.00")));
    }
    let (_, view) = ask(address, "GET /customers/1", "");
    assert_eq!(view["transactional"]["metrics"]["orders"], 1, "{view}");
    assert_eq!(view["promotional"]["loyalty"]["points"], 20, "{view}");
    let commissions: serde_json::Value = serde_json::from_slice(&set_up("partners.commissions", "{}")).unwrap();
    assert_eq!(commissions["items"][0]["amount"]["amount"], "1.00", "{commissions}");
    let rows = crm.read(|tx| tx.host().query("SELECT key, crm_order FROM shop_order", &[])).unwrap();
    assert_eq!(serde_json::to_value(&rows.rows).unwrap(), serde_json::json!([["k1", 1]]));
}
