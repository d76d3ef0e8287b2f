//! Boards, and how the community works.

use super::model::{Board, BoardPatch, CommunityPatch, CommunitySettings, NewBoard};
use super::{Community, rules, store};
use crate::db::{Reading, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::shop::{self, require_language};
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{BoardId, ClubId, Error, Result, text};
use serde_json::{Value, json};

impl<T: Reading> Community<'_, T> {
    /// How the community works.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn settings(&self) -> Result<CommunitySettings> {
        store::settings(self.tx.reader())
    }

    /// One board.
    ///
    /// # Errors
    /// `not_found`.
    pub fn board(&self, id: BoardId) -> Result<Board> {
        Board::by_id(self.tx.reader(), id)?.or_not_found(BoardId::WHAT, id)
    }

    /// All boards, in their order.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn boards(&self) -> Result<Vec<Board>> {
        store::boards(self.tx.reader())
    }
}

impl Community<'_, WriteTransaction> {
    /// Changes how the community works.
    ///
    /// # Errors
    /// `limit` and `invalid_input` for a number out of its bounds.
    pub fn configure(&self, patch: &CommunityPatch) -> Result<CommunitySettings> {
        let tx = self.tx;
        let known = self.settings()?;
        let after = rules::configured(&known, patch)?;
        if after != known {
            tx.step(|| {
                store::save_settings_of(tx, &after, journal::next_seq(tx)?)?;
                journal::append(tx, Entry::new("community.configured"))
            })?;
        }
        Ok(after)
    }

    /// Makes a board.
    ///
    /// # Errors
    /// `invalid_input` and `limit` for a bad field; `conflict` with its id for a key that is taken; `not_found` for an
    /// unknown club.
    pub fn create_board(&self, new: NewBoard) -> Result<Board> {
        let tx = self.tx;
        let language = match new.language {
            Some(language) => language,
            None => shop::settings(tx)?.language.clone(),
        };
        require_language(&language)?;
        let mut board = Board {
            id: BoardId(0),
            key: text::token("/key", &new.key)?,
            name: text::name("/name", &new.name)?,
            language,
            position: new.position,
            staff_only: new.staff_only,
            club_id: new.club_id,
            active: true,
            created_at: tx.now(),
        };
        self.require_club(board.club_id)?;
        if let Some(known) = store::board_by_key(tx, &board.key)? {
            return Err(Error::conflict("there is a board with this key").at("/key").existing(known));
        }
        tx.step(|| {
            board.id = board.insert(tx, journal::next_seq(tx)?)?;
            tell(tx, "community.board_created", &board, json!({ "key": board.key, "language": board.language }))
        })?;
        Ok(board)
    }

    /// Changes a board.
    ///
    /// # Errors
    /// `not_found` for an unknown board or club; `invalid_input` and `limit` for a bad field.
    pub fn update_board(&self, id: BoardId, patch: BoardPatch) -> Result<Board> {
        let tx = self.tx;
        let known = self.board(id)?;
        let mut after = known.clone();
        if let Some(name) = patch.name {
            after.name = text::name("/name", &name)?;
        }
        after.position = patch.position.unwrap_or(after.position);
        after.staff_only = patch.staff_only.unwrap_or(after.staff_only);
        after.active = patch.active.unwrap_or(after.active);
        patch.club_id.apply(&mut after.club_id);
        self.require_club(after.club_id)?;
        if after != known {
            tx.step(|| {
                after.update(tx, journal::next_seq(tx)?)?;
                tell(tx, "community.board_updated", &after, json!({ "active": after.active }))
            })?;
        }
        Ok(after)
    }

    fn require_club(&self, club: Option<ClubId>) -> Result<()> {
        match club {
            Some(club) => self.club(club).map(drop).map_err(|error| error.at("/club_id")),
            None => Ok(()),
        }
    }
}

fn tell(tx: &WriteTransaction, name: &'static str, board: &Board, payload: Value) -> Result<()> {
    journal::append(tx, Entry::new(name).entity("board", board.id).payload(payload)).map(drop)
}
