//! A quote as a page: one HTML string without anything outside it, every text escaped.

use super::{Quote, QuoteLine};
use crate::vocabulary::html::{Percent, Text};
use crate::vocabulary::{Error, Money, Rate, Result};
use std::fmt::{self, Write};

const STYLE: &str = "body{font:11pt/1.4 sans-serif;margin:2cm;color:#111}\
h1{font-size:16pt;margin:1.5em 0 .2em}p{margin:.2em 0}.text{white-space:pre-line}\
table{border-collapse:collapse;width:100%;margin:1em 0}th,td{padding:.3em .5em;border-bottom:1px solid #ccc;text-align:left;\
vertical-align:top}.n{text-align:right;white-space:nowrap}tfoot td{border:0}.total td{font-weight:bold;\
border-top:2px solid #111}@page{margin:2cm}@media print{body{margin:0}tr{break-inside:avoid}}";

/// The page of a quote.
pub(super) fn page(quote: &Quote, customer: Option<&str>, letterhead: Option<&str>) -> Result<String> {
    let mut html = String::with_capacity(4_096);
    write_page(&mut html, quote, customer, letterhead).map_err(|_| Error::internal("a quote cannot be written"))?;
    Ok(html)
}

fn write_page(html: &mut String, quote: &Quote, customer: Option<&str>, letterhead: Option<&str>) -> fmt::Result {
    let number = Text(&quote.number);
    write!(
        html,
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Quote {number}, version {}</title>\
         <style>{STYLE}</style></head>\n<body>\n",
        quote.version
    )?;
    if let Some(letterhead) = letterhead {
        writeln!(html, "<p class=\"text\" dir=\"auto\">{}</p>", Text(letterhead))?;
    }
    writeln!(html, "<h1>Quote {number}</h1>")?;
    writeln!(html, "<p>Version {}, {}. Valid until {}.</p>", quote.version, quote.state, quote.valid_until)?;
    if let Some(customer) = customer {
        writeln!(html, "<p dir=\"auto\">For {}</p>", Text(customer))?;
    }
    if let Some(title) = &quote.title {
        writeln!(html, "<p dir=\"auto\"><strong>{}</strong></p>", Text(title))?;
    }
    write_lines(html, quote)?;
    if let Some(note) = &quote.note {
        writeln!(html, "<p class=\"text\" dir=\"auto\">{}</p>", Text(note))?;
    }
    html.push_str("</body></html>\n");
    Ok(())
}

fn write_lines(html: &mut String, quote: &Quote) -> fmt::Result {
    writeln!(
        html,
        "<table><thead><tr><th>Article</th><th class=\"n\">Quantity</th><th class=\"n\">Unit price, {0}</th>\
         <th class=\"n\">Discount</th><th class=\"n\">Tax</th><th class=\"n\">Total, {0}</th></tr></thead>\n<tbody>",
        quote.total.currency
    )?;
    for line in &quote.lines {
        write_line(html, line)?;
    }
    html.push_str("</tbody>\n<tfoot>\n");
    write_sum(html, "", "Subtotal", quote.subtotal)?;
    if quote.discount.minor != 0 {
        let label = format!("Discount {}", Percent(quote.discount_rate));
        write_sum(html, "", &label, Money::new(-quote.discount.minor, quote.discount.currency))?;
    }
    if quote.tax.minor != 0 && !quote.tax_included {
        write_sum(html, "", "Tax", quote.tax)?;
    }
    write_sum(html, " class=\"total\"", "Total", quote.total)?;
    if quote.tax.minor != 0 && quote.tax_included {
        write_sum(html, "", "Tax included", quote.tax)?;
    }
    html.push_str("</tfoot></table>\n");
    Ok(())
}

fn write_line(html: &mut String, line: &QuoteLine) -> fmt::Result {
    let rate = |rate: Rate| if rate.ppm() == 0 { String::new() } else { Percent(rate).to_string() };
    write!(html, "<tr><td dir=\"auto\">{}", Text(line.name.as_deref().unwrap_or(&line.sku)))?;
    if line.name.is_some() {
        write!(html, "<br><small>{}</small>", Text(&line.sku))?;
    }
    writeln!(
        html,
        "</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td>\
         <td class=\"n\">{}</td></tr>",
        line.quantity,
        line.unit_price,
        rate(line.discount_rate),
        rate(line.tax_rate),
        line.total.amount()
    )
}

fn write_sum(html: &mut String, class: &str, label: &str, sum: Money) -> fmt::Result {
    writeln!(html, "<tr{class}><td colspan=\"5\" class=\"n\">{label}</td><td class=\"n\">{sum}</td></tr>")
}
