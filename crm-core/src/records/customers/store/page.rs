//! One page of customers by a filter: the SQL is put together from fixed pieces, every value is bound.
//!
//! The most selective condition that an index holds in the order of customer ids drives the query (a tag, a list, an
//! indexed custom field, an owner); the others are looked up per row. Without one the customers are read in order.

use super::customer;
use crate::db::ReadTransaction;
use crate::records::customers::list::StoredCondition;
use crate::records::customers::values::FieldType;
use crate::records::customers::{Archived, Customer, CustomerFilter};
use crate::vocabulary::{CustomerId, Result};
use rusqlite::ToSql;

/// SQL with its parameters, in the order of their numbers.
#[derive(Default)]
struct Conditions {
    sql: Vec<String>,
    params: Vec<Box<dyn ToSql>>,
}

impl Conditions {
    /// Binds a value; its number.
    fn bind(&mut self, value: impl ToSql + 'static) -> usize {
        self.params.push(Box::new(value));
        self.params.len()
    }

    /// `column operator value`, when there is a value.
    fn compare<T: ToSql + 'static>(&mut self, left: &str, value: Option<T>) {
        if let Some(value) = value {
            let number = self.bind(value);
            self.sql.push(format!("{left} ?{number}"));
        }
    }
}

pub(crate) fn customers(
    tx: &ReadTransaction,
    filter: &CustomerFilter,
    custom: &[StoredCondition],
    after: CustomerId,
    rows: usize,
) -> Result<Vec<Customer>> {
    let mut conditions = Conditions::default();
    let driver = driver(&mut conditions, filter, custom);
    let id = if driver.is_some() { "d.customer_id" } else { "c.id" };
    conditions.compare(&format!("{id} >"), Some(after));
    conditions.sql.push("c.merged_into IS NULL".to_owned());
    match filter.archived {
        Archived::Include => {}
        Archived::Only => conditions.sql.push("c.archived_at IS NOT NULL".to_owned()),
        Archived::Exclude => conditions.sql.push("c.archived_at IS NULL".to_owned()),
    }
    conditions.compare("c.kind =", filter.kind);
    conditions.compare("c.owner_id =", filter.owner_id);
    conditions.compare("c.blocked =", filter.blocked);
    conditions.compare("c.country =", filter.country.clone());
    conditions.compare("c.created_at >=", filter.created_from);
    conditions.compare("c.created_at <", filter.created_to);
    let limit = conditions.bind(rows as i64);

    let columns: Vec<String> = customer::COLUMNS.split(',').map(|column| format!("c.{}", column.trim())).collect();
    // CROSS JOIN keeps the driver outside: its index is in the order of the page.
    let from = driver.map_or("crm_customer c".to_owned(), |driver| {
        format!("{driver} d CROSS JOIN crm_customer c ON c.id = d.customer_id")
    });
    let sql = format!(
        "SELECT {} FROM {from} WHERE {} ORDER BY {id} LIMIT ?{limit}",
        columns.join(", "),
        conditions.sql.join(" AND ")
    );
    let params: Vec<&dyn ToSql> = conditions.params.iter().map(|value| &**value).collect();
    tx.all(&sql, params.as_slice(), customer::from_row)
}

/// The table whose index drives the query; every other condition becomes a look-up.
fn driver(conditions: &mut Conditions, filter: &CustomerFilter, custom: &[StoredCondition]) -> Option<String> {
    let mut driver = None;
    if let Some(tag) = &filter.tag {
        let number = conditions.bind(tag.clone());
        drive_or_probe(
            conditions,
            &mut driver,
            "crm_customer_tag",
            &format!("#.tag_id = (SELECT id FROM crm_tag WHERE name = ?{number})"),
        );
    }
    if let Some(list) = filter.list_id {
        let number = conditions.bind(list);
        let condition = format!("#.list_id = ?{number} AND #.removed_at IS NULL");
        drive_or_probe(conditions, &mut driver, "crm_list_member", &condition);
    }
    for condition in custom {
        custom_condition(conditions, &mut driver, condition);
    }
    driver
}

fn drive_or_probe(conditions: &mut Conditions, driver: &mut Option<String>, table: &str, condition: &str) {
    if driver.is_none() {
        *driver = Some(table.to_owned());
        conditions.sql.push(condition.replace('#', "d"));
        return;
    }
    let condition = condition.replace('#', "p");
    conditions.sql.push(format!("EXISTS (SELECT 1 FROM {table} p WHERE p.customer_id = c.id AND {condition})"));
}

fn custom_condition(conditions: &mut Conditions, driver: &mut Option<String>, condition: &StoredCondition) {
    let field = conditions.bind(condition.field);
    let Some(value) = &condition.value else {
        conditions.sql.push(format!(
            "NOT EXISTS (SELECT 1 FROM crm_custom_value p WHERE p.customer_id = c.id AND p.field_id = ?{field})"
        ));
        return;
    };
    let mut sql = format!("#.field_id = ?{field}");
    if let Some(number) = value.number {
        let bound = conditions.bind(number);
        sql.push_str(&format!(" AND #.number = ?{bound}"));
    }
    if let Some(text) = &value.text {
        if condition.kind == FieldType::MultiEnum {
            for option in text.split('|').filter(|option| !option.is_empty()) {
                let bound = conditions.bind(format!("|{option}|"));
                sql.push_str(&format!(" AND instr(#.text, ?{bound}) > 0"));
            }
        } else {
            let bound = conditions.bind(text.clone());
            sql.push_str(&format!(" AND #.text = ?{bound}"));
        }
    }
    if condition.indexed && condition.kind != FieldType::MultiEnum {
        drive_or_probe(conditions, driver, "crm_custom_value", &format!("{sql} AND #.indexed = 1"));
    } else {
        let sql = sql.replace('#', "p");
        conditions.sql.push(format!("EXISTS (SELECT 1 FROM crm_custom_value p WHERE p.customer_id = c.id AND {sql})"));
    }
}
