//! A made-up shop of any size, for benchmarks: the same seed gives the same shop
//! on every machine.
//!
//! It owns the shape of the data and promises exact counts, bounded memory and
//! determinism: everything is drawn from integers and from IEEE operations that
//! round alike everywhere, never from the platform's `ln` or `pow`. It refuses to
//! be a model of any real shop; what it imitates is the skew that decides how fast
//! a customer base can be read and written.
//!
//! # Distribution
//!
//! - **Orders per customer.** Every customer buys once; 62 % never again. The
//!   others buy a second time and share the remaining orders by weights of a Lomax
//!   law (tail exponent 4/3, cut at 250), so the total is exact and a few resellers
//!   have hundreds of orders. Below 1.38 orders a customer the share of one-time
//!   buyers rises; below one order a customer, some customers have none.
//! - **Dates.** 2020-01-01 to 2024-12-31, UTC. A customer has a first day and a
//!   lifetime, and buys at uniform moments in it, which is how a Poisson buyer
//!   looks once the number of purchases is known. Months and weekends carry
//!   weights (November highest), hours peak in the evening.
//! - **Amounts.** 5,000 products with log-normal-like prices (median 25.00,
//!   sigma 0.8), in cents; popularity falls with the square root of the rank. An
//!   order has two lines of different products, mostly one piece each.
//! - **Refunds.** 3 % of the orders, 1 to 30 days later and never after the last
//!   day; half of them return everything, half the first line.
//! - **Interactions.** One for each order, within two days of it.
//! - **People.** Half Chinese names (one in six has two characters), half Latin
//!   ones; surnames by their known frequency, so that a search for a common name
//!   has many answers and one for a rare name few. E-mail, phone and external id
//!   are unique.
//!
//! # Memory
//!
//! A customer's facts follow from the seed and the customer's number, and the
//! number of orders from one running sum. Orders in date order are made in spans of
//! days of about 400,000 orders each; only one span is in memory.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "every benchmark includes this file as a module and uses its own part of it"
)]

#[path = "shop/calendar.rs"]
mod calendar;
#[path = "shop/draw.rs"]
mod draw;
#[path = "shop/people.rs"]
mod people;
#[path = "shop/records.rs"]
mod records;

use std::io::{self, Write};

pub use calendar::{DAY_MS, DAYS, FIRST_DAY, iso_day};
use calendar::{HOURS, SLOTS, calendar, first_moment, last_moment};
use draw::{Draw, Stream, exp, scale};
pub use records::{Customer, Interaction, Line, Order, Product, Refund};

/// Number of products.
pub const PRODUCTS: u32 = 5_000;
/// Orders that a span of days aims at, the size of the one buffer in memory.
const SPAN_ORDERS: u64 = 400_000;
const ONE_TIME_PERMILLE: u64 = 620;
const REFUND_PERMILLE: u64 = 30;

/// A made-up shop; see the head of the file for what it looks like.
pub struct Shop {
    seed: u64,
    customers: u64,
    orders: u64,
    share: Share,
    prices: Vec<i64>,
    day_of_slot: Vec<u16>,
}

/// How the orders beyond each customer's first are divided.
enum Share {
    /// Fewer orders than customers: dealt out evenly.
    Sparse,
    /// Too few further orders for a second one each: even among repeaters.
    Even { further: u64, repeaters: u64 },
    /// A second order each, the rest by weight.
    Weighted { rest: u64, weights: u64 },
}

/// What is known of a customer before names and orders are drawn.
#[derive(Clone, Copy)]
struct Buyer {
    number: u64,
    /// Orders of all customers before this one.
    before: u64,
    orders: u64,
    first_slot: u32,
    last_slot: u32,
}

impl Shop {
    /// Describes a shop; costs one pass over the customers' weights.
    ///
    /// # Panics
    /// When there are orders without customers, or more than 50 million customers.
    pub fn new(seed: u64, customers: u64, orders: u64) -> Self {
        assert!(customers > 0 || orders == 0, "orders need customers");
        assert!(customers <= people::MOST_CUSTOMERS, "phone numbers would repeat");
        let mut shop = Self {
            seed,
            customers,
            orders,
            share: Share::Sparse,
            prices: (1..=PRODUCTS).map(|number| price_cents(seed, number)).collect(),
            day_of_slot: calendar(),
        };
        shop.share = shop.divide();
        shop
    }

    /// All customers, by number.
    pub fn customers(&self) -> impl Iterator<Item = Customer> + '_ {
        self.buyers().map(|buyer| self.customer(buyer))
    }

    /// All products, by number.
    pub fn products(&self) -> impl Iterator<Item = Product> + '_ {
        (1..=PRODUCTS).map(|number| self.product(number))
    }

    /// All orders by date, ties by number.
    pub fn orders(&self) -> impl Iterator<Item = Order> + '_ {
        let spans = self.orders.div_ceil(SPAN_ORDERS).clamp(1, 256);
        let edge = move |span: u64| (span * DAYS as u64 / spans) as u16;
        (0..spans).flat_map(move |span| self.orders_within(edge(span), edge(span + 1)))
    }

    /// All orders, customer by customer, each customer's by date.
    pub fn orders_by_customer(&self) -> impl Iterator<Item = Order> + '_ {
        self.buyers().flat_map(move |buyer| {
            let mut orders: Vec<Order> = (0..buyer.orders)
                .map(|nth| self.order(buyer.number, buyer.before + nth + 1, self.day(buyer, nth)))
                .collect();
            orders.sort_unstable_by_key(|order| (order.placed_at, order.number));
            orders
        })
    }

    /// One interaction for each order, by the order's date.
    pub fn interactions(&self) -> impl Iterator<Item = Interaction> + '_ {
        self.orders().map(|order| self.interaction(&order))
    }

    /// The interaction that belongs to an order.
    pub fn interaction(&self, order: &Order) -> Interaction {
        let mut draw = Draw::new(self.seed, Stream::Contact, order.number);
        let (channel, direction, kind, subject, after) = draw.pick(&CONTACTS);
        let shift = draw.below(2 * DAY_MS as u64) as i64;
        let at = if after { order.placed_at + shift } else { order.placed_at - shift };
        Interaction {
            customer: order.customer,
            order: order.number,
            at: at.clamp(first_moment(), last_moment()),
            channel,
            direction,
            kind,
            subject,
        }
    }

    /// Writes the signed, dated entries of all customers as CSV, customer by
    /// customer: `customer_id,day,amount_cents,is_order`, a refund as an entry of
    /// its own day with a negative amount. This is what the peers load.
    pub fn write_entries(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "customer_id,day,amount_cents,is_order")?;
        for order in self.orders_by_customer() {
            let (customer, day) = (order.customer, iso_day(order.placed_at));
            writeln!(out, "{customer},{day},{},true", order.total_cents())?;
            if let Some(refund) = order.refund {
                let day = iso_day(refund.at);
                writeln!(out, "{customer},{day},-{},false", refund.amount_cents)?;
            }
        }
        Ok(())
    }

    fn divide(&self) -> Share {
        if self.orders < self.customers {
            return Share::Sparse;
        }
        let further = self.orders - self.customers;
        let all = (1..=self.customers).map(|number| self.weight(number));
        let (repeaters, weights) =
            all.fold((0, 0), |(repeaters, sum), weight| (repeaters + u64::from(weight > 0), sum + weight));
        if repeaters == 0 {
            // A handful of customers can all be one-time buyers: then all share.
            Share::Even { further, repeaters: 0 }
        } else if further < repeaters {
            Share::Even { further, repeaters }
        } else {
            Share::Weighted { rest: further - repeaters, weights }
        }
    }

    /// Share in the further orders, 0 for a one-time buyer: a Lomax law.
    fn weight(&self, customer: u64) -> u64 {
        let mut draw = Draw::new(self.seed, Stream::Weight, customer);
        if draw.below(1_000) < ONE_TIME_PERMILLE {
            return 0;
        }
        let unit = draw.unit();
        let lomax = 1.0 / (unit * unit.sqrt()).sqrt() - 1.0;
        (lomax.min(250.0) * 1_000.0) as u64 + 1
    }

    /// Walks the customers; the running sums make the total of orders exact.
    fn buyers(&self) -> impl Iterator<Item = Buyer> + '_ {
        let (mut before, mut sum) = (0, 0);
        (1..=self.customers).map(move |number| {
            let orders = self.orders_of(number, &mut sum);
            let buyer = self.buyer(number, before, orders);
            before += orders;
            buyer
        })
    }

    fn orders_of(&self, number: u64, sum: &mut u64) -> u64 {
        let mut part = |weight: u64, amount: u64, whole: u64| {
            let start = scale(*sum, amount, whole);
            *sum += weight;
            scale(*sum, amount, whole) - start
        };
        match self.share {
            Share::Sparse => part(1, self.orders, self.customers),
            Share::Even { further, repeaters: 0 } => 1 + part(1, further, self.customers),
            Share::Even { further, repeaters } => 1 + part(u64::from(self.weight(number) > 0), further, repeaters),
            Share::Weighted { rest, weights } => match self.weight(number) {
                0 => 1,
                weight => 2 + part(weight, rest, weights),
            },
        }
    }

    fn buyer(&self, number: u64, before: u64, orders: u64) -> Buyer {
        let mut draw = Draw::new(self.seed, Stream::Life, number);
        // Nobody orders more than about every other day for long: a busy customer
        // needs a long life.
        let least = (orders * u64::from(SLOTS) * 2 / DAYS as u64).min(u64::from(SLOTS) * 15 / 16);
        let first_slot = draw.below(u64::from(SLOTS) - least);
        let room = u64::from(SLOTS) - 1 - first_slot;
        // Two in five still buy at the end; the others left at some time.
        let life = if draw.below(5) < 2 { room } else { least + draw.below(room - least + 1) };
        Buyer { number, before, orders, first_slot: first_slot as u32, last_slot: (first_slot + life.min(room)) as u32 }
    }

    /// Day of a customer's nth order, counted from the shop's first day.
    fn day(&self, buyer: Buyer, nth: u64) -> u16 {
        let slot = if nth == 0 {
            buyer.first_slot
        } else {
            let slots = u64::from(buyer.last_slot - buyer.first_slot) + 1;
            let mut draw = Draw::new(self.seed, Stream::When, buyer.before + nth + 1);
            buyer.first_slot + draw.below(slots) as u32
        };
        self.day_of_slot[slot as usize]
    }

    /// Orders of the days from `start` up to and without `end`, by date.
    fn orders_within(&self, start: u16, end: u16) -> impl Iterator<Item = Order> + '_ {
        let mut found: Vec<(i64, u64, u32, u16)> = Vec::new();
        for buyer in self.buyers() {
            let first = self.day_of_slot[buyer.first_slot as usize];
            let last = self.day_of_slot[buyer.last_slot as usize];
            if last < start || first >= end {
                continue;
            }
            for nth in 0..buyer.orders {
                let day = self.day(buyer, nth);
                if (start..end).contains(&day) {
                    let number = buyer.before + nth + 1;
                    let customer = buyer.number as u32;
                    found.push((self.moment(number, day), number, customer, day));
                }
            }
        }
        found.sort_unstable();
        let order = move |(_, number, customer, day)| self.order(u64::from(customer), number, day);
        found.into_iter().map(order)
    }

    fn moment(&self, order: u64, day: u16) -> i64 {
        let mut draw = Draw::new(self.seed ^ 1, Stream::When, order);
        let hour = i64::from(HOURS[draw.below(HOURS.len() as u64) as usize]);
        let within = draw.below(3_600_000) as i64;
        (FIRST_DAY + i64::from(day)) * DAY_MS + hour * 3_600_000 + within
    }

    fn order(&self, customer: u64, number: u64, day: u16) -> Order {
        let placed_at = self.moment(number, day);
        let mut draw = Draw::new(self.seed, Stream::Basket, number);
        let first = popular(&mut draw);
        let mut second = popular(&mut draw);
        if second == first {
            second = first % PRODUCTS + 1;
        }
        let lines = [self.line(first, &mut draw), self.line(second, &mut draw)];
        let refund = (draw.below(1_000) < REFUND_PERMILLE).then(|| {
            let delay = DAY_MS + draw.below(29 * DAY_MS as u64) as i64;
            let whole = draw.below(2) == 0;
            let amount = lines[0].total_cents() + if whole { lines[1].total_cents() } else { 0 };
            Refund { at: (placed_at + delay).min(last_moment()), amount_cents: amount }
        });
        Order { number, customer, placed_at, lines, refund }
    }

    fn line(&self, product: u32, draw: &mut Draw) -> Line {
        let quantity = match draw.below(20) {
            0..=14 => 1,
            15..=17 => 2,
            18 => 3,
            _ => 5,
        };
        Line { product, quantity, unit_price_cents: self.prices[product as usize - 1] }
    }

    fn product(&self, number: u32) -> Product {
        let price_cents = self.prices[number as usize - 1];
        let category = CATEGORIES[number as usize % CATEGORIES.len()];
        Product {
            number,
            sku: format!("SKU-{number:05}"),
            name: format!("{} {number}", category.rsplit('/').next().unwrap_or(category)),
            category: category.to_owned(),
            price_cents,
            cost_cents: price_cents * 6 / 10,
        }
    }

    fn customer(&self, buyer: Buyer) -> Customer {
        let number = buyer.number;
        let person = people::person(number, &mut Draw::new(self.seed, Stream::Person, number));
        let first_day = self.day_of_slot[buyer.first_slot as usize];
        let created_at = if buyer.orders == 0 {
            (FIRST_DAY + i64::from(first_day)) * DAY_MS
        } else {
            // Other orders of that day may be earlier than the first drawn.
            (0..buyer.orders)
                .filter(|&nth| self.day(buyer, nth) == first_day)
                .map(|nth| self.moment(buyer.before + nth + 1, first_day))
                .fold(i64::MAX, i64::min)
        };
        Customer {
            number,
            external_id: format!("C{number:08}"),
            name: person.name,
            given_name: person.given_name,
            family_name: person.family_name,
            gender: person.gender,
            language: person.language,
            country: person.country,
            email: person.email,
            phone: person.phone,
            created_at,
            orders: buyer.orders,
        }
    }
}

fn popular(draw: &mut Draw) -> u32 {
    let unit = draw.unit();
    ((unit * unit * f64::from(PRODUCTS)) as u32).min(PRODUCTS - 1) + 1
}

fn price_cents(seed: u64, product: u32) -> i64 {
    let mut draw = Draw::new(seed, Stream::Price, u64::from(product));
    (2_500.0 * exp(0.8 * draw.normal())).round().max(50.0) as i64
}

/// Channel, direction, kind, subject, and whether it follows the order.
const CONTACTS: [(&str, &str, &str, &str, bool); 9] = [
    ("web", "in", "enquiry", "Question about a product", false),
    ("chat", "in", "consult", "Which one fits?", false),
    ("email", "out", "follow_up", "How do you like it?", true),
    ("wechat", "in", "order_help", "Where is my parcel?", true),
    ("phone_in", "in", "order_help", "Change of the address", true),
    ("app", "in", "feedback", "Praise", true),
    ("sms", "out", "notice", "On its way", true),
    ("email", "in", "complaint", "Arrived damaged", true),
    ("store", "internal", "note", "Visited the store", false),
];

#[rustfmt::skip]
const CATEGORIES: [&str; 10] = [
    "Bags/Backpack", "Bags/Handbag", "Home/Lamp", "Home/Blanket", "Kitchen/Teapot",
    "Kitchen/Knife", "Office/Notebook", "Sport/Bottle", "Toys/Puzzle", "Garden/Planter",
];

#[cfg(test)]
#[path = "shop/tests.rs"]
mod tests;
