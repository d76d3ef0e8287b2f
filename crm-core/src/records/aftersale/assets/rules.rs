//! Pure decisions about assets.

use super::{Asset, AssetState, NewAsset};
use crate::vocabulary::machine::Machine;
use crate::vocabulary::{Error, Result, Timestamp, text};

const MAX_SERIAL: usize = 128;
const MAX_SKU: usize = 128;
/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// The moves of an asset. What came back goes to stock or is scrapped; what is scrapped stays so.
pub(crate) static MACHINE: Machine<AssetState> = {
    use AssetState::{InRepair, InStock, InUse, Returned, Scrapped, Sold, Transferred};
    Machine::new(
        "asset",
        &[
            (InStock, &[Sold, InUse, Scrapped]),
            (Sold, &[InUse, InRepair, Returned, Scrapped, Transferred]),
            (InUse, &[InRepair, Returned, Scrapped, Transferred]),
            (InRepair, &[InUse, Returned, Scrapped, Transferred]),
            (Transferred, &[Transferred, InUse, InRepair, Returned, Scrapped]),
            (Returned, &[InStock, Scrapped]),
            (Scrapped, &[]),
        ],
    )
};

/// A piece as it is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) serial: String,
    pub(crate) key: String,
    pub(crate) sku: Option<String>,
    pub(crate) maker: Option<String>,
}

/// A serial as it is looked up: in capitals, without spaces and dashes.
pub(crate) fn key(path: &str, serial: &str) -> Result<String> {
    let written = text::key(path, serial, MAX_SERIAL)?;
    let is_kept = |character: &char| !character.is_whitespace() && !is_dash(*character);
    let key: String = written.chars().filter(is_kept).flat_map(char::to_uppercase).collect();
    if key.is_empty() {
        return Err(Error::invalid(path, "a serial number has letters or digits"));
    }
    Ok(key)
}

fn is_dash(character: char) -> bool {
    matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}')
}

/// An article number as it is stored.
pub(crate) fn sku(path: &str, sku: &str) -> Result<String> {
    text::key(path, sku, MAX_SKU)
}

/// The piece that is given, and the rest of it with clean text.
pub(crate) fn clean(new: NewAsset, now: Timestamp) -> Result<(Piece, NewAsset)> {
    let piece = Piece {
        key: key("/serial", &new.serial)?,
        serial: text::key("/serial", &new.serial, MAX_SERIAL)?,
        sku: new.sku.as_deref().map(|given| sku("/sku", given)).transpose()?,
        maker: text::optional_name("/maker", new.maker.as_deref())?,
    };
    require_past(new.installed_at, now)?;
    if new.order_line_id.is_some() && new.customer_id.is_none() {
        return Err(Error::invalid("/customer_id", "a piece that was bought has an owner"));
    }
    let location = text::optional_name("/location", new.location.as_deref())?;
    Ok((piece, NewAsset { location, ..new }))
}

/// An installation has happened.
pub(crate) fn require_past(at: Option<Timestamp>, now: Timestamp) -> Result<()> {
    if at.is_some_and(|at| at > now.plus_millis(DAY)) {
        return Err(Error::invalid("/installed_at", "an installation lies at most a day ahead"));
    }
    Ok(())
}

/// Which of the pieces that bear a serial is meant: that of the maker, or, where a maker is not known, that of the
/// article.
pub(crate) fn pick<'a>(live: &'a [Asset], piece: &Piece) -> Result<Option<&'a Asset>> {
    let Some(sku) = &piece.sku else {
        let mut found = live.iter().filter(|one| piece.maker.is_none() || is_of(one, piece));
        let first = found.next();
        if found.next().is_some() {
            return Err(Error::conflict("several makers have given this serial")
                .at("/maker")
                .hint("name the maker or the article"));
        }
        return Ok(first);
    };
    if let Some(same) = live.iter().find(|one| is_of(one, piece)) {
        if same.sku != *sku {
            return Err(Error::conflict("the maker has given this serial to a piece of another article").at("/sku"));
        }
        return Ok(Some(same));
    }
    let is_vague = |one: &Asset| one.maker.is_none() || piece.maker.is_none();
    Ok(live.iter().find(|one| one.sku == *sku && is_vague(one)))
}

fn is_of(asset: &Asset, piece: &Piece) -> bool {
    match (&asset.maker, &piece.maker) {
        (Some(known), Some(given)) => known.eq_ignore_ascii_case(given),
        (None, None) => true,
        _ => false,
    }
}

/// What of an asset goes when it leaves its owner for the shop.
pub(crate) fn give_back(asset: &mut Asset) {
    (asset.customer_id, asset.location) = (None, None);
}

/// What of an asset goes when it stands in stock again: it is sold anew.
pub(crate) fn restock(asset: &mut Asset) {
    (asset.order_id, asset.order_line_id, asset.order_number) = (None, None, None);
    (asset.delivered_at, asset.registered_at, asset.installed_at) = (None, None, None);
}
