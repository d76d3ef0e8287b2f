//! What both transactions can do, [`Reading`]: a verb that only reads takes either of them.

use crate::db::{ReadTransaction, WriteTransaction};
use crate::vocabulary::{Error, Result};

/// How often reactions may cause further reactions before a commit.
const REACTION_DEPTH: usize = 8;

mod sealed {
    pub trait Sealed {}
    impl Sealed for crate::db::ReadTransaction {}
    impl Sealed for crate::db::WriteTransaction {}
}

/// What both transactions can do: read. Sealed.
pub trait Reading: sealed::Sealed {
    /// The transaction as a reader.
    #[doc(hidden)]
    fn reader(&self) -> &ReadTransaction;

    /// Brings derived values up to date before they are read inside a write transaction.
    #[doc(hidden)]
    fn settle(&self) -> Result<()>;
}

impl Reading for ReadTransaction {
    fn reader(&self) -> &ReadTransaction {
        self
    }
    fn settle(&self) -> Result<()> {
        Ok(())
    }
}

impl Reading for WriteTransaction {
    fn reader(&self) -> &ReadTransaction {
        self
    }

    fn settle(&self) -> Result<()> {
        for _ in 0..REACTION_DEPTH {
            let round = std::mem::take(&mut self.changes().pending);
            if round.is_empty() {
                return Ok(());
            }
            for reaction in self.database().wiring.reactions {
                reaction(self, &round)?;
            }
        }
        Err(Error::internal(format!("reactions did not come to rest after {REACTION_DEPTH} rounds")))
    }
}
