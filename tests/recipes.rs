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

#[test]
fn a_web_backend_records_orders_and_shows_customers() {
    let folder = tempfile::tempdir().unwrap();
    let crm = Crm::open(folder.path().join("shop.db")).unwrap();
    let id = crm.write(|tx| tx.customers().create(NewCustomer::person("Wei"))).unwrap().id;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = listener.local_addr().unwrap();
    let shop = axum_shop::router(crm);
    runtime.spawn(async move { axum::serve(listener, shop).await });
    let order =
        format!("{{\"customer\": {id}, \"total\": {{\"amount\": \"9.90\", \"currency\": \"EUR\"}}, \"paid\": true}}");
    let (status, recorded) = ask(address, "POST /orders", &order);
    assert_eq!((status, recorded["pay_state"].as_str()), (200, Some("paid")), "{recorded}");
    let (status, view) = ask(address, &format!("GET /customers/{id}"), "");
    assert_eq!((status, view["transactional"]["metrics"]["orders"].as_u64()), (200, Some(1)), "{view}");
    assert_eq!(ask(address, "GET /customers/99", "").0, 404);
    assert_eq!(ask(address, "POST /orders", "{\"customer\": \"me\"}").0, 400);
}
