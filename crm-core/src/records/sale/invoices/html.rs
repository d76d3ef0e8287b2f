//! A printable invoice: one HTML page that needs nothing beside itself. Every text is escaped.

use super::{Invoice, InvoiceKind, InvoiceState};
use crate::vocabulary::html::{Percent, Text};
use crate::vocabulary::time::Zone;
use std::fmt::Write;

const STYLE: &str = "body{font:14px/1.5 system-ui,sans-serif;max-width:48em;margin:2em auto;color:#222}\
h1{font-size:1.5em}pre{font:inherit;margin:0 0 1.5em;white-space:pre-wrap}table{width:100%;border-collapse:collapse}\
th,td{padding:.3em .5em;text-align:left;border-bottom:1px solid #ddd}.n{text-align:right}tfoot td{border:0}\
.total td{font-weight:bold;border-top:2px solid #222}.void{color:#b00020}@media print{body{margin:0}}";

/// The page. `seller` is printed at its top; `credited` is the number of the invoice that a credit note credits.
pub(super) fn page(
    invoice: &Invoice,
    seller: Option<&str>,
    credited: Option<&str>,
    zone: Zone,
    language: &str,
) -> String {
    let title = match invoice.kind {
        InvoiceKind::Sale | InvoiceKind::Service => "Invoice",
        InvoiceKind::CreditNote => "Credit note",
    };
    let number = Text(invoice.number.as_deref().unwrap_or("(draft)"));
    let mut html = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head><meta charset=\"utf-8\"><title>{title} {number}</title><style>{STYLE}\
         </style></head>\n<body>\n",
        Text(language)
    );
    if let Some(seller) = seller {
        paragraph(&mut html, seller);
    }
    line(&mut html, &format!("<h1>{title} {number}</h1>"));
    if invoice.state == InvoiceState::Void {
        line(&mut html, "<p class=\"void\">Void</p>");
    }
    if let Some(bill_to) = &invoice.bill_to {
        paragraph(&mut html, bill_to);
    }
    let date = invoice.issued_at.map(|at| ("Date", zone.date_of(at).to_string()));
    let due = invoice.due_on.map(|day| ("Due", day.to_string()));
    let credits = credited.map(|number| ("Credits", Text(number).to_string()));
    for (name, value) in [date, due, credits].into_iter().flatten() {
        line(&mut html, &format!("<div>{name}: {value}</div>"));
    }
    rows(&mut html, invoice);
    if let Some(note) = &invoice.note {
        paragraph(&mut html, note);
    }
    html.push_str("</body>\n</html>\n");
    html
}

fn rows(html: &mut String, invoice: &Invoice) {
    line(
        html,
        "<table><thead><tr><th>#</th><th>Article</th><th>Description</th><th class=\"n\">Quantity</th>\
         <th class=\"n\">Net</th><th class=\"n\">Tax</th><th class=\"n\">Gross</th></tr></thead><tbody>",
    );
    for one in &invoice.lines {
        let row = format!(
            "<tr><td>{}</td><td>{}</td><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td>\
             <td class=\"n\">{}</td><td class=\"n\">{}</td></tr>",
            one.position,
            Text(one.sku.as_deref().unwrap_or_default()),
            Text(&one.description),
            one.quantity,
            one.net.amount(),
            Percent(one.tax_rate),
            one.gross.amount(),
        );
        line(html, &row);
    }
    html.push_str("</tbody><tfoot>\n");
    let mut sum = |class: &str, name: &str, value: String| {
        let cells = "<td colspan=\"6\" class=\"n\">";
        line(html, &format!("<tr{class}>{cells}{name}</td><td class=\"n\">{value}</td></tr>"));
    };
    sum("", "Net", invoice.net.amount());
    if invoice.discount.minor != 0 {
        sum("", "Discount", format!("-{}", invoice.discount.amount()));
    }
    if invoice.shipping.minor != 0 {
        sum("", "Shipping", invoice.shipping.amount());
    }
    sum("", "Tax", invoice.tax.amount());
    sum(" class=\"total\"", "Total", invoice.total.to_string());
    html.push_str("</tfoot></table>\n");
}

fn paragraph(html: &mut String, text: &str) {
    line(html, &format!("<pre>{}</pre>", Text(text)));
}

fn line(html: &mut String, text: &str) {
    // Writing into a string cannot fail.
    let _ = writeln!(html, "{text}");
}
