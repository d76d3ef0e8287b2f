//! The operations of the host's own tables.

use super::shapes::Count;
use crate::db::{HostRows, HostValue};

input! {
    /// A statement on the host's own tables.
    HostSql {
        /// One SQL statement.
        sql: String,
        /// The values of its parameters `?1`, `?2` ….
        #[serde(default)]
        params: Vec<HostValue>,
    }
}

ops! { pub(super) OPS:
    Read "host.query" "Runs a query on the host's own tables in this file." [Permission, Limit]
        |tx, p: HostSql| -> HostRows { tx.host().query(&p.sql, &p.params) };
    Write "host.execute" "Runs one statement on the host's own tables in this file." [Permission, Conflict]
        |tx, p: HostSql| -> Count { tx.host().execute(&p.sql, &p.params).map(|rows| Count { count: rows as u64 }) };
    Read "host.query_views" "Runs a read-only query over the documented views." [Permission, Limit]
        |tx, p: HostSql| -> HostRows { tx.host().query_views(&p.sql, &p.params) };
}
