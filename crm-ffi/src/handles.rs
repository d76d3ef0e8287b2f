//! Handles: numbers that look like pointers and are never followed.
//!
//! A handle holds a slot of a table, the slot's generation, the kind of thing and the fork epoch. A closed handle's
//! generation is over, so using it again is `misuse` for as long as 2^32 other handles take to pass through the slot.
//! A fork starts a new epoch: the child finds an empty table (the parent's may be locked for ever, and closing the
//! parent's connections would drop its locks), and handles of the parent answer `forked`.

use crm_core::{Error, ErrorCode, Result};
use parking_lot::RwLock;
use std::sync::Arc;
use std::sync::atomic::{AtomicPtr, Ordering};

// A handle, from its lowest bit: slot + 1, generation, kind, epoch.
const SLOT_BITS: u32 = if usize::BITS == 64 { 22 } else { 12 };
const GENERATION_BITS: u32 = if usize::BITS == 64 { 32 } else { 14 };
const KIND_BITS: u32 = 2;
const EPOCH_BITS: u32 = usize::BITS - SLOT_BITS - GENERATION_BITS - KIND_BITS;

const fn mask(bits: u32) -> usize {
    (1 << bits) - 1
}

/// What a handle is a handle of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Crm = 1,
    Transaction = 2,
    Error = 3,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Kind::Crm => "handle",
            Kind::Transaction => "transaction",
            Kind::Error => "error",
        }
    }
}

/// Hears of forks: crm-core counts them, and the count is the epoch of handles.
#[cfg(unix)]
mod fork {
    use std::sync::Once;

    // In every libc of Unix; the prototype is POSIX's.
    unsafe extern "C" {
        fn pthread_atfork(
            prepare: Option<unsafe extern "C" fn()>,
            parent: Option<unsafe extern "C" fn()>,
            child: Option<unsafe extern "C" fn()>,
        ) -> i32;
    }

    unsafe extern "C" fn in_child() {
        crm_core::forked();
    }

    pub(crate) fn watch() {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            // SAFETY: the handler only adds to an atomic, which is allowed in a child, and the library is never unloaded.
            let failure = unsafe { pthread_atfork(None, None, Some(in_child)) };
            // Should it not be registered, crm-core goes on comparing process ids.
            if failure == 0 {
                crm_core::watch_forks();
            }
        });
    }
}

#[cfg(not(unix))]
mod fork {
    pub(crate) fn watch() {}
}
pub(crate) use fork::watch as watch_forks;

struct Slot<T> {
    generation: usize,
    value: Option<Arc<T>>,
}

struct Slots<T> {
    slots: Vec<Slot<T>>,
    free: Vec<usize>,
}

struct Table<T> {
    epoch: usize,
    slots: RwLock<Slots<T>>,
    /// The parent's table, kept and never touched.
    _inherited: *mut Table<T>,
}

/// All handles of one kind.
pub(crate) struct Handles<T: 'static> {
    kind: Kind,
    table: AtomicPtr<Table<T>>,
}

impl<T> Handles<T> {
    pub(crate) const fn new(kind: Kind) -> Self {
        Handles { kind, table: AtomicPtr::new(std::ptr::null_mut()) }
    }

    /// The table of this process.
    fn table(&self) -> &'static Table<T> {
        loop {
            let epoch = crm_core::forks();
            let current = self.table.load(Ordering::Acquire);
            // SAFETY: a table that was published is never freed.
            if let Some(table) = unsafe { current.as_ref() }
                && table.epoch == epoch
            {
                return table;
            }
            watch_forks();
            let slots = RwLock::new(Slots { slots: Vec::new(), free: Vec::new() });
            let fresh = Box::into_raw(Box::new(Table { epoch, slots, _inherited: current }));
            if self.table.compare_exchange(current, fresh, Ordering::AcqRel, Ordering::Acquire).is_err() {
                // SAFETY: nobody else has seen it. Another thread was faster.
                drop(unsafe { Box::from_raw(fresh) });
            }
        }
    }

    /// Puts a thing into the table; its handle.
    pub(crate) fn add<H>(&self, value: T) -> Result<*mut H> {
        let table = self.table();
        let mut slots = table.slots.write();
        let at = match slots.free.pop() {
            Some(at) => at,
            None if slots.slots.len() < mask(SLOT_BITS) => {
                slots.slots.push(Slot { generation: 0, value: None });
                slots.slots.len() - 1
            }
            None => return Err(Error::new(ErrorCode::Limit, format!("too many open {}s", self.kind.name()))),
        };
        let slot = &mut slots.slots[at];
        slot.value = Some(Arc::new(value));
        let head = (table.epoch & mask(EPOCH_BITS)) << KIND_BITS | self.kind as usize;
        let number = (head << GENERATION_BITS | slot.generation) << SLOT_BITS | (at + 1);
        Ok(std::ptr::without_provenance_mut(number))
    }

    /// The slot and generation of a handle of this process and kind.
    fn locate<H>(&self, handle: *const H) -> Result<(&'static Table<T>, usize, usize)> {
        let number = handle.addr();
        let (slot, rest) = (number & mask(SLOT_BITS), number >> SLOT_BITS);
        let (generation, head) = (rest & mask(GENERATION_BITS), rest >> GENERATION_BITS);
        if slot == 0 || head & mask(KIND_BITS) != self.kind as usize {
            return Err(self.misuse(if handle.is_null() { "is NULL" } else { "is none" }));
        }
        let table = self.table();
        if head >> KIND_BITS != table.epoch & mask(EPOCH_BITS) {
            return Err(Error::new(ErrorCode::Forked, format!("this {} was opened before a fork", self.kind.name()))
                .hint("open the file in each process after the fork"));
        }
        Ok((table, slot - 1, generation))
    }

    /// What a handle stands for.
    pub(crate) fn get<H>(&self, handle: *const H) -> Result<Arc<T>> {
        let (table, at, generation) = self.locate(handle)?;
        let slots = table.slots.read();
        let slot = slots.slots.get(at).filter(|slot| slot.generation == generation);
        slot.and_then(|slot| slot.value.clone()).ok_or_else(|| self.misuse("is closed"))
    }

    /// Ends a handle; what it stood for.
    pub(crate) fn take<H>(&self, handle: *const H) -> Result<Arc<T>> {
        let (table, at, generation) = self.locate(handle)?;
        let mut slots = table.slots.write();
        let slot = slots.slots.get_mut(at).filter(|slot| slot.generation == generation);
        let Some((slot, value)) = slot.and_then(|slot| slot.value.take().map(|value| (slot, value))) else {
            return Err(self.misuse("is closed"));
        };
        slot.generation = (slot.generation + 1) & mask(GENERATION_BITS);
        slots.free.push(at);
        Ok(value)
    }

    /// Ends all handles whose thing is chosen; those things.
    pub(crate) fn take_all(&self, chosen: impl Fn(&T) -> bool) -> Vec<Arc<T>> {
        let mut slots = self.table().slots.write();
        let Slots { slots, free } = &mut *slots;
        let mut taken = Vec::new();
        for (at, slot) in slots.iter_mut().enumerate() {
            if let Some(value) = slot.value.take_if(|value| chosen(value)) {
                slot.generation = (slot.generation + 1) & mask(GENERATION_BITS);
                free.push(at);
                taken.push(value);
            }
        }
        taken
    }

    fn misuse(&self, what: &str) -> Error {
        Error::new(ErrorCode::Misuse, format!("the {} {what}", self.kind.name()))
            .hint("use what crm_open or crm_begin returned, and nothing after it was closed")
    }
}
