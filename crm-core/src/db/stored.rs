//! Structs that lie in one table: their columns are listed once, and the SQL is made from the list.

use crate::db::Columns;
use crate::vocabulary::{Currency, Money};
use rusqlite::types::{Null, ToSqlOutput};
use rusqlite::{Result, ToSql};

/// A value that lies in two columns.
pub(crate) trait Pair: Sized {
    /// Takes its two columns.
    fn read(columns: &mut Columns<'_, '_>) -> Result<Self>;
    /// What is written into them.
    fn split(&self) -> Result<[ToSqlOutput<'_>; 2]>;
}

/// Minor units and the currency.
impl Pair for Money {
    fn read(columns: &mut Columns<'_, '_>) -> Result<Self> {
        Ok(Money::new(columns.next()?, columns.next()?))
    }
    fn split(&self) -> Result<[ToSqlOutput<'_>; 2]> {
        Ok([self.minor.to_sql()?, self.currency.to_sql()?])
    }
}

impl Pair for Option<Money> {
    fn read(columns: &mut Columns<'_, '_>) -> Result<Self> {
        let (minor, currency): (Option<i64>, Option<Currency>) = (columns.next()?, columns.next()?);
        Ok(minor.zip(currency).map(|(minor, currency)| Money::new(minor, currency)))
    }
    fn split(&self) -> Result<[ToSqlOutput<'_>; 2]> {
        match self {
            Some(money) => money.split(),
            None => Ok([Null.to_sql()?, Null.to_sql()?]),
        }
    }
}

/// Says in which columns the fields of a struct lie, in a STRICT table with `id` and `rev`: a column of the same name, or
/// two columns for a [`Pair`] such as `Money`. Fields of other tables stand behind `besides` with what they are until
/// they are read.
///
/// ```ignore
/// stored! {
///     Task in "crm_task" by TaskId { title, due_at, budget => (budget_minor, budget_currency) }
///     besides { notes: Vec::new() }
/// }
/// ```
///
/// gives `Task::SELECT`, `Task::from_row`, `Task::by_id`, `task.insert` and `task.update`.
macro_rules! stored {
    (@columns $field:ident) => { stringify!($field) };
    (@columns $field:ident $a:ident $b:ident) => { concat!(stringify!($a), ", ", stringify!($b)) };
    (@marks $field:ident) => { "?" };
    (@marks $field:ident $a:ident $b:ident) => { "?, ?" };
    (@sets $field:ident) => { concat!(stringify!($field), " = ?") };
    (@sets $field:ident $a:ident $b:ident) => { concat!(stringify!($a), " = ?, ", stringify!($b), " = ?") };
    (@read $columns:ident) => { $columns.next()? };
    (@read $columns:ident $a:ident $b:ident) => { $crate::db::Pair::read(&mut $columns)? };
    (@write $values:ident $value:expr) => { $values.push(rusqlite::ToSql::to_sql(&$value)?) };
    (@write $values:ident $value:expr, $a:ident $b:ident) => { $values.extend($crate::db::Pair::split(&$value)?) };
    (
        $type:ident in $table:literal by $id:ident { $($field:ident $(=> ($a:ident, $b:ident))?),* $(,)? }
        $(besides { $($other:ident: $unread:expr),* $(,)? })?
    ) => {
        // A room that only inserts needs no update, and the other way round.
        #[allow(dead_code)]
        impl $type {
            /// Reads rows as [`from_row`](Self::from_row) takes them; a condition is appended.
            pub(crate) const SELECT: &'static str =
                concat!("SELECT id", $(", ", stored!(@columns $field $($a $b)?),)* " FROM ", $table);

            pub(crate) fn from_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
                let mut columns = $crate::db::Columns::new(row);
                Ok($type {
                    id: columns.next()?,
                    $($field: stored!(@read columns $($a $b)?),)*
                    $($($other: $unread,)*)?
                })
            }

            /// One row.
            pub(crate) fn by_id(
                tx: &$crate::db::ReadTransaction,
                id: $id,
            ) -> $crate::vocabulary::Result<Option<Self>> {
                let sql = concat!(
                    "SELECT id", $(", ", stored!(@columns $field $($a $b)?),)* " FROM ", $table, " WHERE id = ?1"
                );
                tx.one(sql, [id], Self::from_row)
            }

            /// The values of all columns but the id, in their order.
            // A room with nothing but plain columns pushes one after the other.
            #[allow(clippy::vec_init_then_push)]
            fn values(&self) -> rusqlite::Result<Vec<rusqlite::types::ToSqlOutput<'_>>> {
                let mut values = Vec::with_capacity(40);
                $(stored!(@write values self.$field $(, $a $b)?);)*
                Ok(values)
            }

            /// Writes a new row, under a new id when its own is 0; the id.
            pub(crate) fn insert(
                &self,
                tx: &$crate::db::WriteTransaction,
                rev: i64,
            ) -> $crate::vocabulary::Result<$id> {
                let sql = concat!(
                    "INSERT INTO ", $table, " (", $(stored!(@columns $field $($a $b)?), ", ",)* "rev, id) VALUES (",
                    $(stored!(@marks $field $($a $b)?), ", ",)* "?, nullif(?, 0))"
                );
                let mut values = self.values().map_err(|error| tx.note(error))?;
                values.extend([rev.into(), self.id.0.into()]);
                tx.insert(sql, rusqlite::params_from_iter(values)).map($id)
            }

            /// Writes all fields of a row that exists.
            pub(crate) fn update(
                &self,
                tx: &$crate::db::WriteTransaction,
                rev: i64,
            ) -> $crate::vocabulary::Result<()> {
                let sql = concat!(
                    "UPDATE ", $table, " SET ", $(stored!(@sets $field $($a $b)?), ", ",)* "rev = ? WHERE id = ?"
                );
                let mut values = self.values().map_err(|error| tx.note(error))?;
                values.extend([rev.into(), self.id.0.into()]);
                tx.run(sql, rusqlite::params_from_iter(values)).map(drop)
            }
        }
    };
}
