//! The constants of the ABI. They are enums, because PHP's parser sees no `#define`; functions take and return
//! `int32_t`, because an enum's width is the compiler's choice.

use crm_core::ErrorCode;

/// What a function returns: `CRM_OK` or the number of an error. The numbers never change.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum crm_code {
    /// Done.
    CRM_OK = 0,
    /// The named thing does not exist.
    CRM_NOT_FOUND = 1,
    /// The input breaks a rule; the error's path names the field.
    CRM_INVALID_INPUT = 2,
    /// The input contradicts what is stored.
    CRM_CONFLICT = 3,
    /// The state machine forbids the move; the error lists the states that may follow.
    CRM_NOT_ALLOWED_TRANSITION = 4,
    /// The same idempotency key came with another body.
    CRM_IDEMPOTENCY_CONFLICT = 5,
    /// Another writer held the file for longer than the timeout.
    CRM_BUSY = 6,
    /// The call was interrupted or passed its deadline; nothing was changed.
    CRM_INTERRUPTED = 7,
    /// The file was written by a newer library; it was not touched.
    CRM_TOO_NEW = 8,
    /// The file is no database, or one of another program; it was not touched.
    CRM_NOT_A_DATABASE = 9,
    /// The file is damaged; the handle only reads from now on.
    CRM_CORRUPT = 10,
    /// The disk is full; the handle works again when space returns.
    CRM_DISK_FULL = 11,
    /// The operating system refused access.
    CRM_PERMISSION = 12,
    /// The file or handle can only be read.
    CRM_READ_ONLY = 13,
    /// An input or output error of the operating system.
    CRM_IO = 14,
    /// The handle was opened before a fork; open one per process.
    CRM_FORKED = 15,
    /// An earlier panic or failed sync made the handle unusable; open it again.
    CRM_POISONED = 16,
    /// A handle or transaction is closed, stale or NULL, or a pointer or length makes no sense.
    CRM_MISUSE = 17,
    /// A documented limit was passed.
    CRM_LIMIT = 18,
    /// There is no operation of that name.
    CRM_UNKNOWN_OPERATION = 19,
    /// A defect of the library; please report it.
    CRM_INTERNAL = 20,
    /// The shop has blocked the customer, or its rules give none of this service; the message names which and why.
    CRM_BLOCKED = 21,
}

/// Flags of `crm_options`, to be added up.
#[repr(C)]
#[derive(Clone, Copy)]
pub enum crm_flag {
    /// Open for reading only.
    CRM_OPEN_READ_ONLY = 1,
    /// Do not create a missing file.
    CRM_OPEN_EXISTING = 2,
    /// A private customer base in memory; the path is ignored.
    CRM_OPEN_IN_MEMORY = 4,
    /// The clock stands at `fixed_clock_ms` until `crm_set_clock` moves it; for tests, replays and imports.
    CRM_OPEN_FIXED_CLOCK = 8,
    /// Random ids follow from `seed`.
    CRM_OPEN_SEED = 16,
    /// Do not wait for other writers: `CRM_BUSY` at once; `timeout_ms` is ignored.
    CRM_OPEN_NO_WAIT = 32,
}

/// What a commit waits for.
#[repr(C)]
#[derive(Clone, Copy)]
pub enum crm_durability {
    /// Until the disk has confirmed: an acknowledged change survives a power loss.
    CRM_DURABILITY_FULL = 0,
    /// Until the operating system has it: a power loss may take the latest changes, a crash of the program does not.
    CRM_DURABILITY_RELAXED = 1,
}

/// What a transaction is for.
#[repr(C)]
#[derive(Clone, Copy)]
pub enum crm_mode {
    /// One atomic change.
    CRM_WRITE = 0,
    /// One snapshot.
    CRM_READ = 1,
}

/// Lengths with a meaning.
#[repr(C)]
#[derive(Clone, Copy)]
pub enum crm_length {
    /// In place of a length: the text ends with NUL.
    CRM_NUL = -1,
}

/// Which fields of an order or of its lines say something, to be added up; a field without its flag is ignored.
#[repr(C)]
#[derive(Clone, Copy)]
pub enum crm_has {
    /// `total_minor`, of an order or a line.
    CRM_HAS_TOTAL = 1,
    /// `tax_minor`, of an order or a line.
    CRM_HAS_TAX = 2,
    /// `discount_minor`, of an order or a line.
    CRM_HAS_DISCOUNT = 4,
    /// `shipping_minor` of an order.
    CRM_HAS_SHIPPING = 8,
    /// `placed_at_ms` of an order; now without it.
    CRM_HAS_PLACED_AT = 16,
    /// `updated_at_ms` of an order: when the host last changed it.
    CRM_HAS_UPDATED_AT = 32,
    /// `rate_nanos` of an order.
    CRM_HAS_RATE = 64,
    /// The order is paid in full.
    CRM_PAID = 128,
    /// The order is not paid.
    CRM_UNPAID = 256,
    /// Prices, discounts and shipping of the order include the tax.
    CRM_TAX_INCLUDED = 512,
    /// There is nothing to ship.
    CRM_NOTHING_TO_SHIP = 1024,
    /// `quantity_thousandths` of a line; one unit without it.
    CRM_HAS_QUANTITY = 2048,
    /// `unit_price_micros` of a line.
    CRM_HAS_UNIT_PRICE = 4096,
    /// `cost_minor` of a line.
    CRM_HAS_COST = 8192,
}

/// The version of the functions and structs of this header.
pub(crate) const ABI_VERSION: i32 = 1;

// The numbers are the library's own; one that is missing or differs here does not compile.
const _: () = {
    use crm_code as c;
    let here = [
        c::CRM_NOT_FOUND,
        c::CRM_INVALID_INPUT,
        c::CRM_CONFLICT,
        c::CRM_NOT_ALLOWED_TRANSITION,
        c::CRM_IDEMPOTENCY_CONFLICT,
        c::CRM_BUSY,
        c::CRM_INTERRUPTED,
        c::CRM_TOO_NEW,
        c::CRM_NOT_A_DATABASE,
        c::CRM_CORRUPT,
        c::CRM_DISK_FULL,
        c::CRM_PERMISSION,
        c::CRM_READ_ONLY,
        c::CRM_IO,
        c::CRM_FORKED,
        c::CRM_POISONED,
        c::CRM_MISUSE,
        c::CRM_LIMIT,
        c::CRM_UNKNOWN_OPERATION,
        c::CRM_INTERNAL,
        c::CRM_BLOCKED,
    ];
    assert!(here.len() == ErrorCode::ALL.len());
    let mut at = 0;
    while at < here.len() {
        assert!(here[at] as i32 == ErrorCode::ALL[at].number());
        at += 1;
    }
};
