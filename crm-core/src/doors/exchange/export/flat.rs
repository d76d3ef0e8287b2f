//! One entity as flat rows: the columns are the fields of an import, so that it takes the file back as it is.
//!
//! Flat rows are for people, spreadsheets and other programs. They hold one address and one key of another system per
//! customer and say of an order whether it is paid, not how; what is left out is in the complete export.

use super::rows::{FlatRow, RowWriter};
use super::who::{OWN_SOURCE, identify, set_key, who};
use super::{ExportCount, ExportFile, create};
use crate::Crm;
use crate::db::ReadTransaction;
use crate::doors::exchange::{Entity, Field, custom};
use crate::records::catalog::{Product, ProductFilter};
use crate::records::customers::{Address, Archived, Customer, CustomerFilter, Gender};
use crate::records::interactions::{Interaction, InteractionFilter};
use crate::records::orders::{self, Order, OrderFilter, OrderLine, Refund};
use crate::vocabulary::{Money, Page, PageRequest, RefundId, Result};
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

/// Rows of one page of a list.
const PAGE: u32 = 1_000;

type Writer = RowWriter<BufWriter<File>>;

/// Writes one entity into a new file, in one snapshot.
///
/// # Errors
/// `conflict` when the file exists; `io`, `disk_full`, `permission`.
pub fn export_file(crm: &Crm, request: &ExportFile) -> Result<ExportCount> {
    let file = create(Path::new(&request.path), "/path")?;
    crm.read(|tx| {
        let fields = if request.entity == Entity::Customers { tx.customers().fields()? } else { Vec::new() };
        let custom = fields.into_iter().map(|field| field.key).collect();
        let mut writer = RowWriter::new(file, request.format, request.entity.fields(), custom)?;
        match request.entity {
            Entity::Customers => customers(tx, &mut writer)?,
            Entity::Products => products(tx, &mut writer)?,
            Entity::Orders => orders(tx, &mut writer)?,
            Entity::Refunds => refunds(tx, &mut writer)?,
            Entity::Interactions => interactions(tx, &mut writer)?,
        }
        Ok(ExportCount { rows: writer.finish()? })
    })
}

/// Calls `visit` for every row of a paged list.
fn each<T>(mut list: impl FnMut(PageRequest) -> Result<Page<T>>, mut visit: impl FnMut(T) -> Result<()>) -> Result<()> {
    let mut request = PageRequest::first(PAGE);
    loop {
        let page = list(request)?;
        page.items.into_iter().try_for_each(&mut visit)?;
        let Some(next) = page.next else { return Ok(()) };
        request = PageRequest { limit: Some(PAGE), after: Some(next) };
    }
}

fn customers(tx: &ReadTransaction, writer: &mut Writer) -> Result<()> {
    let list =
        |page| tx.customers().list(&CustomerFilter { page, archived: Archived::Include, ..CustomerFilter::default() });
    each(list, |customer: Customer| {
        let mut row = identify(&customer);
        customer_columns(&mut row, &customer);
        row.set(Field::Tags, Some(tx.customers().tags_of(customer.id)?.join(",")).filter(|tags| !tags.is_empty()));
        let addresses = tx.customers().addresses(customer.id)?;
        if let Some(address) = addresses.iter().find(|address| address.is_default).or(addresses.first()) {
            address_columns(&mut row, address);
        }
        let values = tx.customers().field_values(customer.id)?;
        let cells: Vec<Option<String>> = writer.custom.iter().map(|key| values.get(key).map(custom::text)).collect();
        writer.write(&row, &cells)
    })
}

fn customer_columns(row: &mut FlatRow, customer: &Customer) {
    row.set(Field::Kind, Some(customer.kind));
    row.set(Field::Name, customer.name.as_ref());
    row.set(Field::GivenName, customer.given_name.as_ref());
    row.set(Field::FamilyName, customer.family_name.as_ref());
    row.set(Field::NameOrder, customer.name_order);
    row.set(Field::Gender, Some(customer.gender).filter(|gender| *gender != Gender::Unknown));
    row.set(Field::BirthDate, customer.birth_date);
    row.set(Field::Language, customer.language.as_ref());
    row.set(Field::Country, customer.country.as_ref());
    row.set(Field::TimeZone, customer.time_zone);
    row.set(Field::Note, customer.note.as_ref());
    row.set(Field::FirstSeenAt, Some(customer.first_seen_at));
    if let Some(company) = &customer.company {
        row.set(Field::LegalName, company.legal_name.as_ref());
        row.set(Field::TaxId, company.tax_id.as_ref());
        row.set(Field::Industry, company.industry.as_ref());
    }
}

fn address_columns(row: &mut FlatRow, address: &Address) {
    row.set(Field::AddressKind, Some(address.kind));
    row.set(Field::Recipient, address.recipient.as_ref());
    row.set(Field::AddressLines, Some(address.lines.join("\n")).filter(|lines| !lines.is_empty()));
    row.set(Field::City, address.city.as_ref());
    row.set(Field::Region, address.region.as_ref());
    row.set(Field::Postcode, address.postcode.as_ref());
    row.set(Field::AddressCountry, address.country.as_ref());
}

fn products(tx: &ReadTransaction, writer: &mut Writer) -> Result<()> {
    let list = |page| tx.catalog().list(&ProductFilter { page, ..ProductFilter::default() });
    each(list, |product: Product| {
        let mut row = FlatRow::default();
        row.set(Field::Sku, Some(product.sku));
        row.set(Field::Name, Some(product.name));
        row.set(Field::Category, product.category);
        row.set(Field::Brand, product.brand);
        row.set(Field::Currency, product.price.or(product.cost).map(|amount| amount.currency));
        row.set(Field::Price, product.price.map(|price| price.amount()));
        // A flat row has one currency.
        let cost = product.cost.filter(|cost| product.price.is_none_or(|price| price.currency == cost.currency));
        row.set(Field::Cost, cost.map(|cost| cost.amount()));
        row.set(Field::Serialised, Some(product.serialised));
        row.set(Field::WarrantyDays, product.warranty_days);
        row.set(Field::Substitutes, Some(product.substitutes.join(",")).filter(|list| !list.is_empty()));
        row.set(Field::State, Some(product.state));
        writer.write(&row, &[])
    })
}

fn orders(tx: &ReadTransaction, writer: &mut Writer) -> Result<()> {
    let list = |page| tx.orders().list(&OrderFilter { page, ..OrderFilter::default() });
    each(list, |order: Order| {
        let lines = order.lines.len().max(1);
        for at in 0..lines {
            let mut row = who(tx, order.customer_id)?;
            order_columns(&mut row, &order);
            if let Some(line) = order.lines.get(at) {
                line_columns(&mut row, line, &order);
            }
            writer.write(&row, &[])?;
        }
        Ok(())
    })
}

/// The columns that all rows of an order share.
fn order_columns(row: &mut FlatRow, order: &Order) {
    set_key(row, Field::Order, order.source.clone(), order.external_id.clone(), order.id.0);
    row.set(Field::Number, order.number.as_ref());
    row.set(Field::PlacedAt, Some(order.placed_at));
    row.set(Field::UpdatedAt, order.updated_at);
    row.set(Field::State, Some(order.state));
    row.set(Field::Channel, order.channel.as_ref());
    row.set(Field::Currency, Some(order.currency));
    row.set(Field::Rate, Some(order.rate));
    let some = |amount: Money| Some(amount.amount()).filter(|_| amount.minor != 0);
    row.set(Field::Discount, some(order.discount));
    row.set(Field::Shipping, some(order.shipping));
    row.set(Field::Tax, some(order.tax));
    row.set(Field::TaxIncluded, Some(order.tax_included));
    row.set(Field::Total, Some(order.total.amount()));
    row.set(Field::Paid, Some(order.paid_at.is_some()));
    row.set(Field::CancelReason, order.cancel_reason);
}

fn line_columns(row: &mut FlatRow, line: &OrderLine, order: &Order) {
    row.set(Field::Sku, Some(&line.sku));
    row.set(Field::LineName, line.name.as_ref());
    row.set(Field::Quantity, Some(line.quantity));
    row.set(Field::UnitPrice, line.unit_price);
    let some = |amount: Money| Some(amount.amount()).filter(|_| amount.minor != 0);
    row.set(Field::LineDiscount, some(line.discount));
    row.set(Field::LineTax, some(line.tax));
    row.set(Field::LineTotal, Some(line.total.amount()));
    // A flat row has one currency.
    let cost = line.cost.filter(|cost| cost.currency == order.currency);
    row.set(Field::LineCost, cost.map(Money::amount));
}

fn refunds(tx: &ReadTransaction, writer: &mut Writer) -> Result<()> {
    let mut last = RefundId(0);
    loop {
        let found = orders::refunds_after(tx, last, PAGE as usize)?;
        let Some(end) = found.last() else { return Ok(()) };
        last = end.id;
        for refund in found {
            let mut row = who(tx, refund.customer_id)?;
            let order = refund.order_id.map(|id| tx.orders().get(id)).transpose()?;
            refund_columns(&mut row, refund, order.as_ref());
            writer.write(&row, &[])?;
        }
    }
}

/// A refund is looked up by the keys of one system: where it has none, that of its order.
fn refund_columns(row: &mut FlatRow, refund: Refund, order: Option<&Order>) {
    let of_order = order.and_then(|order| Some((order.source.clone()?, order.external_id.clone()?)));
    match (&refund.external_id, &of_order) {
        (None, Some((source, _))) => {
            set_key(row, Field::Refund, Some(source.clone()), Some(format!("{OWN_SOURCE}-{}", refund.id)), 0);
        }
        _ => set_key(row, Field::Refund, refund.source.clone(), refund.external_id.clone(), refund.id.0),
    }
    let key = match (order, of_order) {
        (Some(_), Some((source, key))) if refund.source.as_ref().is_none_or(|own| *own == source) => Some(key),
        (Some(order), None) if refund.source.is_none() => Some(order.id.to_string()),
        _ => None,
    };
    row.set(Field::Order, key);
    row.set(Field::RefundedAt, Some(refund.refunded_at));
    row.set(Field::Total, Some(refund.amount.amount()));
    row.set(Field::Shipping, Some(refund.shipping.amount()).filter(|_| refund.shipping.minor != 0));
    row.set(Field::Tax, Some(refund.tax.amount()).filter(|_| refund.tax.minor != 0));
    row.set(Field::Currency, Some(refund.amount.currency));
    row.set(Field::Reason, refund.reason);
}

fn interactions(tx: &ReadTransaction, writer: &mut Writer) -> Result<()> {
    let list = |page| tx.interactions().list(&InteractionFilter { page, ..InteractionFilter::default() });
    each(list, |contact: Interaction| {
        let mut row = match contact.customer_id {
            Some(customer) => who(tx, customer)?,
            None => FlatRow::default(),
        };
        set_key(&mut row, Field::Interaction, contact.source, contact.external_id, contact.id.0);
        row.set(Field::Channel, Some(contact.channel));
        row.set(Field::Direction, Some(contact.direction));
        row.set(Field::Kind, Some(contact.kind));
        row.set(Field::At, Some(contact.at));
        row.set(Field::UpdatedAt, contact.host_updated_at);
        row.set(Field::DurationS, contact.duration_s);
        row.set(Field::StaffId, contact.staff_id);
        row.set(Field::Subject, contact.subject);
        row.set(Field::Body, contact.body);
        row.set(Field::Outcome, Some(contact.outcome));
        row.set(Field::ThreadId, contact.thread_id);
        row.set(Field::Sentiment, contact.sentiment);
        writer.write(&row, &[])
    })
}
