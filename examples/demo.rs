//! The second half of `make demo`: the ten best customers, one 360° view, and a picture of the shop's RFM.
//!
//! ```text
//! cargo run --example demo -- SHOP.db 1998-06-30 rfm.svg
//! ```

use crm::customers::Customer;
use crm::rfm::{RfmOptions, RfmRow, RfmSummary, RfmTable};
use crm::{Crm, Date};
use plotters::prelude::*;
use std::error::Error;

/// From few customers to many.
const PALE: (f64, f64, f64) = (243.0, 246.0, 250.0);
const DEEP: (f64, f64, f64) = (20.0, 78.0, 140.0);
const INK: RGBColor = RGBColor(38, 50, 64);
const FONT: &str = "Helvetica, Arial, sans-serif";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, as_of, picture] = arguments.as_slice() else {
        return Err("usage: demo SHOP.db YYYY-MM-DD OUT.svg".into());
    };
    let crm = Crm::open(file)?;
    let options = RfmOptions::as_of(Date::parse(as_of)?);
    let (table, summary) = crm.read(|tx| Ok((tx.rfm().score(&options)?, tx.rfm().summary(&options)?)))?;
    let mut best: Vec<RfmRow> = table.rows().collect();
    best.sort_by_key(|row| (-row.monetary.minor, row.customer_id));
    print_best(&crm, &best)?;
    if let Some(row) = best.first() {
        print_view(&crm, row)?;
    }
    draw(picture, &table, &summary, as_of)?;
    println!("\nwrote {picture}");
    Ok(())
}

fn name_of(customer: &Customer) -> String {
    let key = customer.identities.first().map(|identity| identity.display.clone());
    customer.name.clone().or(key).unwrap_or_else(|| format!("customer {}", customer.id))
}

fn print_best(crm: &Crm, best: &[RfmRow]) -> crm::Result<()> {
    println!("\nthe ten best customers\n");
    println!("{:<16}{:>10}{:>8}{:>14}{:>7}  label", "customer", "recency", "orders", "revenue", "scores");
    for row in best.iter().take(10) {
        let customer = crm.read(|tx| tx.customers().get(row.customer_id))?;
        let scores = format!("{}{}{}", row.r, row.f, row.m);
        let (recency, revenue) = (format!("{} d", row.recency_days), row.monetary.amount());
        println!("{:<16}{recency:>10}{:>8}{revenue:>14}{scores:>7}  {}", name_of(&customer), row.frequency, row.label);
    }
    Ok(())
}

fn print_view(crm: &Crm, row: &RfmRow) -> crm::Result<()> {
    let view = crm.read(|tx| tx.customers().view(row.customer_id))?;
    let metrics = &view.transactional.metrics;
    let amount = |money: Option<crm::Money>| money.map_or_else(|| "–".to_owned(), |money| money.to_string());
    println!("\nthe 360° view of {}\n", name_of(&view.descriptive.customer));
    println!("  stage      {}", view.lifecycle.stage);
    println!("  label      {} ({}{}{})", row.label, row.r, row.f, row.m);
    println!("  orders     {}, units {}", metrics.orders, metrics.units);
    println!("  net        {}, refunded {}", amount(metrics.net), amount(metrics.refunded));
    println!("  timeline");
    for entry in view.timeline.iter().take(5) {
        let what = match (&entry.order, &entry.stage_change) {
            (Some(order), _) => format!("order of {}, {}", order.total, order.pay_state),
            (None, Some(change)) => format!("{} became {}", change.entity, change.to),
            _ => entry.kind.to_string(),
        };
        println!("    {}  {what}", entry.at);
    }
    Ok(())
}

fn draw(path: &str, table: &RfmTable, summary: &RfmSummary, as_of: &str) -> Result<(), Box<dyn Error>> {
    let root = SVGBackend::new(path, (1080, 480)).into_drawing_area();
    root.fill(&WHITE)?;
    let (left, right) = root.split_horizontally(470);
    draw_heat_map(&left, table)?;
    draw_labels(&right, summary, as_of)?;
    root.present()?;
    Ok(())
}

type Area<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;

/// How many customers have each pair of R and F.
fn draw_heat_map(area: &Area<'_>, table: &RfmTable) -> Result<(), Box<dyn Error>> {
    let mut cells = [[0_u32; 6]; 6];
    for row in table.rows() {
        cells[usize::from(row.r)][usize::from(row.f)] += 1;
    }
    let most = cells.iter().flatten().copied().max().unwrap_or(1).max(1);
    let title = (FONT, 19).into_font().color(&INK);
    area.draw(&Text::new("Customers by recency and frequency", (30, 24), title))?;
    let (size, at_x, at_y) = (72, 62, 70);
    let small = (FONT, 15).into_font();
    for r in 1..=5_i32 {
        for f in 1..=5_i32 {
            let count = cells[r as usize][f as usize];
            // The square root shows small cells beside large ones.
            let share = (f64::from(count) / f64::from(most)).sqrt();
            let mix = |from: f64, to: f64| (from + (to - from) * share).round() as u8;
            let color = RGBColor(mix(PALE.0, DEEP.0), mix(PALE.1, DEEP.1), mix(PALE.2, DEEP.2));
            let (x, y) = (at_x + (f - 1) * size, at_y + (5 - r) * size);
            area.draw(&Rectangle::new([(x, y), (x + size - 3, y + size - 3)], color.filled()))?;
            let ink = if share > 0.5 { WHITE } else { INK };
            let text = count.to_string();
            let style = small.clone().color(&ink);
            area.draw(&Text::new(text.clone(), (x + size / 2 - 2 - 4 * text.len() as i32, y + size / 2 - 9), style))?;
        }
    }
    let axis = small.color(&INK);
    for score in 1..=5_i32 {
        area.draw(&Text::new(format!("R{score}"), (30, at_y + (5 - score) * size + size / 2 - 10), axis.clone()))?;
        area.draw(&Text::new(
            format!("F{score}"),
            (at_x + (score - 1) * size + size / 2 - 12, at_y + 5 * size + 8),
            axis.clone(),
        ))?;
    }
    Ok(())
}

/// The share of customers and of revenue of each label.
fn draw_labels(area: &Area<'_>, summary: &RfmSummary, as_of: &str) -> Result<(), Box<dyn Error>> {
    let title = (FONT, 19).into_font().color(&INK);
    area.draw(&Text::new(format!("Labels as of {as_of}: share of customers and of revenue"), (20, 24), title))?;
    let small = (FONT, 15).into_font().color(&INK);
    let (customers, revenue) = (RGBColor(20, 78, 140), RGBColor(232, 150, 60));
    let part = |rate: Option<crm::Rate>| rate.map_or(0.0, |rate| rate.ppm() as f64 / 1e6);
    let shown: Vec<_> = summary.labels.iter().filter(|label| label.customers > 0).collect();
    let most = shown.iter().map(|label| part(label.share).max(part(label.revenue_share))).fold(0.01, f64::max);
    for (at, label) in shown.iter().enumerate() {
        let y = 66 + at as i32 * 35;
        area.draw(&Text::new(label.label.replace('_', " "), (20, y + 4), small.clone()))?;
        for (line, share, color) in [(0, part(label.share), customers), (1, part(label.revenue_share), revenue)] {
            let length = (share / most * 340.0).round() as i32;
            let top = y + line * 14;
            area.draw(&Rectangle::new([(170, top), (170 + length.max(1), top + 11)], color.filled()))?;
            let percent = (FONT, 12).into_font().color(&INK);
            area.draw(&Text::new(format!("{:.1} %", share * 100.0), (178 + length, top - 1), percent))?;
        }
    }
    Ok(())
}
