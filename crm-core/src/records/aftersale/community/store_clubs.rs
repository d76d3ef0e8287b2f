//! The SQL of clubs.

use super::clubs::{Club, ClubMember};
use crate::db::{ReadTransaction, WriteTransaction};
use crate::vocabulary::page::Listing;
use crate::vocabulary::{ClubId, CustomerId, Result};
use rusqlite::params;
use std::collections::BTreeMap;

stored! {
    Club in "crm_club" by ClubId { key, name, about, created_at }
    besides { members: 0 }
}

pub(super) fn clubs(tx: &ReadTransaction) -> Result<Vec<Club>> {
    let mut found = tx.all(&format!("{} ORDER BY id", Club::SELECT), [], Club::from_row)?;
    let counts: Vec<(ClubId, i64)> = tx.all(
        "SELECT club_id, count(DISTINCT customer_id) FROM crm_club_member WHERE left_at IS NULL GROUP BY club_id",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let counts: BTreeMap<ClubId, i64> = counts.into_iter().collect();
    for club in &mut found {
        club.members = counts.get(&club.id).map_or(0, |count| count.unsigned_abs());
    }
    Ok(found)
}

pub(super) fn by_key(tx: &ReadTransaction, key: &str) -> Result<Option<ClubId>> {
    tx.one("SELECT id FROM crm_club WHERE key = ?1", [key], |row| row.get(0))
}

/// How many customers are in a club.
pub(super) fn count(tx: &ReadTransaction, club: ClubId) -> Result<u64> {
    let count: i64 = tx.value(
        "SELECT count(DISTINCT customer_id) FROM crm_club_member WHERE club_id = ?1 AND left_at IS NULL",
        [club],
    )?;
    Ok(count.unsigned_abs())
}

pub(super) fn is_member(tx: &ReadTransaction, club: ClubId, customer: CustomerId) -> Result<bool> {
    tx.value(
        "SELECT EXISTS (SELECT 1 FROM crm_club_member WHERE club_id = ?1 AND customer_id = ?2 AND left_at IS NULL)",
        params![club, customer],
    )
}

pub(super) fn join(tx: &WriteTransaction, club: ClubId, customer: CustomerId, rev: i64) -> Result<()> {
    tx.insert(
        "INSERT INTO crm_club_member (club_id, customer_id, joined_at, rev) VALUES (?1, ?2, ?3, ?4)",
        params![club, customer, tx.now(), rev],
    )
    .map(drop)
}

pub(super) fn leave(tx: &WriteTransaction, club: ClubId, customer: CustomerId, rev: i64) -> Result<()> {
    tx.run(
        "UPDATE crm_club_member SET left_at = ?3, rev = ?4 WHERE club_id = ?1 AND customer_id = ?2 AND left_at IS NULL",
        params![club, customer, tx.now(), rev],
    )
    .map(drop)
}

pub(super) fn members(tx: &ReadTransaction, club: ClubId, listing: &Listing<1>) -> Result<Vec<ClubMember>> {
    tx.all(
        "SELECT customer_id, min(joined_at) FROM crm_club_member
         WHERE club_id = ?1 AND left_at IS NULL AND customer_id > ?2 GROUP BY customer_id ORDER BY customer_id LIMIT ?3",
        params![club, listing.start.map_or(0, |[last]| last), listing.limit()],
        |row| Ok(ClubMember { customer_id: row.get(0)?, joined_at: row.get(1)? }),
    )
}
