/* crm: an embedded CRM for shops. Generated from crm-ffi/src by `cargo xtask generate`.
 *
 * Every function returns CRM_OK (0) or the number of an error (crm_code). The last parameter receives the error as an
 * object, or may be NULL; it is set to NULL when the call succeeds and freed with crm_error_free. Text comes in as a
 * pointer and a length in bytes, or CRM_NUL (-1) for text that ends with NUL, always UTF-8. Answers are a crm_buf that
 * the caller frees with crm_buf_free, which may be called on it any number of times. A variable for an error or an
 * answer need not be initialised, and an answer may be left out by NULL where the function says so.
 *
 * Handles are checked on every use: NULL and closed ones give CRM_MISUSE, one that came through a fork CRM_FORKED.
 * Functions may be called from any thread. Nothing here ever aborts the program or prints.
 *
 * Do not open the same file with another copy of SQLite in the same process: closing it would drop the locks of this
 * one. Use the operations host.query and host.execute for tables of your own. */

#ifndef CRM_H
#define CRM_H

#include <stddef.h>
#include <stdint.h>

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE
#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
    const char *format;
    const char *name;
    const char *metadata;
    int64_t flags;
    int64_t n_children;
    struct ArrowSchema **children;
    struct ArrowSchema *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};

struct ArrowArray {
    int64_t length;
    int64_t null_count;
    int64_t offset;
    int64_t n_buffers;
    int64_t n_children;
    const void **buffers;
    struct ArrowArray **children;
    struct ArrowArray *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};
#endif

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE
struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *);
    void *private_data;
};
#endif


/**
 * What a function returns: `CRM_OK` or the number of an error. The numbers never change.
 */
typedef enum crm_code {
    /**
     * Done.
     */
    CRM_OK = 0,
    /**
     * The named thing does not exist.
     */
    CRM_NOT_FOUND = 1,
    /**
     * The input breaks a rule; the error's path names the field.
     */
    CRM_INVALID_INPUT = 2,
    /**
     * The input contradicts what is stored.
     */
    CRM_CONFLICT = 3,
    /**
     * The state machine forbids the move; the error lists the states that may follow.
     */
    CRM_NOT_ALLOWED_TRANSITION = 4,
    /**
     * The same idempotency key came with another body.
     */
    CRM_IDEMPOTENCY_CONFLICT = 5,
    /**
     * Another writer held the file for longer than the timeout.
     */
    CRM_BUSY = 6,
    /**
     * The call was interrupted or passed its deadline; nothing was changed.
     */
    CRM_INTERRUPTED = 7,
    /**
     * The file was written by a newer library; it was not touched.
     */
    CRM_TOO_NEW = 8,
    /**
     * The file is no database, or one of another program; it was not touched.
     */
    CRM_NOT_A_DATABASE = 9,
    /**
     * The file is damaged; the handle only reads from now on.
     */
    CRM_CORRUPT = 10,
    /**
     * The disk is full; the handle works again when space returns.
     */
    CRM_DISK_FULL = 11,
    /**
     * The operating system refused access.
     */
    CRM_PERMISSION = 12,
    /**
     * The file or handle can only be read.
     */
    CRM_READ_ONLY = 13,
    /**
     * An input or output error of the operating system.
     */
    CRM_IO = 14,
    /**
     * The handle was opened before a fork; open one per process.
     */
    CRM_FORKED = 15,
    /**
     * An earlier panic or failed sync made the handle unusable; open it again.
     */
    CRM_POISONED = 16,
    /**
     * A handle or transaction is closed, stale or NULL, or a pointer or length makes no sense.
     */
    CRM_MISUSE = 17,
    /**
     * A documented limit was passed.
     */
    CRM_LIMIT = 18,
    /**
     * There is no operation of that name.
     */
    CRM_UNKNOWN_OPERATION = 19,
    /**
     * A defect of the library; please report it.
     */
    CRM_INTERNAL = 20,
    /**
     * The shop has blocked the customer, or its rules give none of this service; the message names which and why.
     */
    CRM_BLOCKED = 21,
} crm_code;

/**
 * Flags of `crm_options`, to be added up.
 */
typedef enum crm_flag {
    /**
     * Open for reading only.
     */
    CRM_OPEN_READ_ONLY = 1,
    /**
     * Do not create a missing file.
     */
    CRM_OPEN_EXISTING = 2,
    /**
     * A private customer base in memory; the path is ignored.
     */
    CRM_OPEN_IN_MEMORY = 4,
    /**
     * The clock stands at `fixed_clock_ms` until `crm_set_clock` moves it; for tests, replays and imports.
     */
    CRM_OPEN_FIXED_CLOCK = 8,
    /**
     * Random ids follow from `seed`.
     */
    CRM_OPEN_SEED = 16,
    /**
     * Do not wait for other writers: `CRM_BUSY` at once; `timeout_ms` is ignored.
     */
    CRM_OPEN_NO_WAIT = 32,
} crm_flag;

/**
 * What a commit waits for.
 */
typedef enum crm_durability {
    /**
     * Until the disk has confirmed: an acknowledged change survives a power loss.
     */
    CRM_DURABILITY_FULL = 0,
    /**
     * Until the operating system has it: a power loss may take the latest changes, a crash of the program does not.
     */
    CRM_DURABILITY_RELAXED = 1,
} crm_durability;

/**
 * What a transaction is for.
 */
typedef enum crm_mode {
    /**
     * One atomic change.
     */
    CRM_WRITE = 0,
    /**
     * One snapshot.
     */
    CRM_READ = 1,
} crm_mode;

/**
 * Lengths with a meaning.
 */
typedef enum crm_length {
    /**
     * In place of a length: the text ends with NUL.
     */
    CRM_NUL = -1,
} crm_length;

/**
 * Which fields of an order or of its lines say something, to be added up; a field without its flag is ignored.
 */
typedef enum crm_has {
    /**
     * `total_minor`, of an order or a line.
     */
    CRM_HAS_TOTAL = 1,
    /**
     * `tax_minor`, of an order or a line.
     */
    CRM_HAS_TAX = 2,
    /**
     * `discount_minor`, of an order or a line.
     */
    CRM_HAS_DISCOUNT = 4,
    /**
     * `shipping_minor` of an order.
     */
    CRM_HAS_SHIPPING = 8,
    /**
     * `placed_at_ms` of an order; now without it.
     */
    CRM_HAS_PLACED_AT = 16,
    /**
     * `updated_at_ms` of an order: when the host last changed it.
     */
    CRM_HAS_UPDATED_AT = 32,
    /**
     * `rate_nanos` of an order.
     */
    CRM_HAS_RATE = 64,
    /**
     * The order is paid in full.
     */
    CRM_PAID = 128,
    /**
     * The order is not paid.
     */
    CRM_UNPAID = 256,
    /**
     * Prices, discounts and shipping of the order include the tax.
     */
    CRM_TAX_INCLUDED = 512,
    /**
     * There is nothing to ship.
     */
    CRM_NOTHING_TO_SHIP = 1024,
    /**
     * `quantity_thousandths` of a line; one unit without it.
     */
    CRM_HAS_QUANTITY = 2048,
    /**
     * `unit_price_micros` of a line.
     */
    CRM_HAS_UNIT_PRICE = 4096,
    /**
     * `cost_minor` of a line.
     */
    CRM_HAS_COST = 8192,
} crm_has;

/**
 * An open customer base. Any number of threads may use it at once; after a fork each process opens its own.
 */
typedef struct crm crm;

/**
 * What went wrong. Freed by `crm_error_free`; the texts of its functions live as long.
 */
typedef struct crm_error crm_error;

/**
 * An open transaction. It ends with `crm_commit`, `crm_rollback`, or the closing of its handle; one thread at a time
 * is served.
 */
typedef struct crm_tx crm_tx;

/**
 * An answer of the library: UTF-8 of `len` bytes with a NUL behind it that `len` does not count. Freed by
 * `crm_buf_free`; its fields are not to be changed.
 */
typedef struct crm_buf {
    /**
     * The bytes; NULL when there are none.
     */
    char *ptr;
    /**
     * How many.
     */
    size_t len;
} crm_buf;

/**
 * How a file is opened. Set `struct_size` to `sizeof(crm_options)` and everything else that is not needed to zero.
 */
typedef struct crm_options {
    /**
     * `sizeof(crm_options)`: how much of the struct the caller knows.
     */
    uint32_t struct_size;
    /**
     * The sum of `crm_flag`s.
     */
    uint32_t flags;
    /**
     * The path of the file, UTF-8.
     */
    const char *path;
    /**
     * Its length in bytes or `CRM_NUL`.
     */
    ptrdiff_t path_len;
    /**
     * Milliseconds that a writer waits for other writers; 0 for the default of 5,000.
     */
    uint32_t timeout_ms;
    /**
     * One of `crm_durability`.
     */
    int32_t durability;
    /**
     * With `CRM_OPEN_FIXED_CLOCK`: milliseconds since 1970-01-01 UTC.
     */
    int64_t fixed_clock_ms;
    /**
     * With `CRM_OPEN_SEED`: the seed.
     */
    uint64_t seed;
    /**
     * The page cache of each connection in KiB; 0 for the default of 16,384.
     */
    uint32_t cache_kib;
    /**
     * Zero.
     */
    uint32_t reserved;
} crm_options;

/**
 * A text in a struct; all zero when there is none.
 */
typedef struct crm_text {
    /**
     * UTF-8.
     */
    const char *ptr;
    /**
     * Its length in bytes or `CRM_NUL`.
     */
    ptrdiff_t len;
} crm_text;

/**
 * One identity of a guest.
 */
typedef struct crm_identity {
    /**
     * A token such as "email" or "phone".
     */
    struct crm_text kind;
    /**
     * The address, number or name.
     */
    struct crm_text value;
} crm_identity;

/**
 * A line of an order. Set `struct_size` to `sizeof(crm_order_line)` and what is not needed to zero.
 */
typedef struct crm_order_line {
    /**
     * `sizeof(crm_order_line)`, the same in all lines of an order.
     */
    uint32_t struct_size;
    /**
     * The sum of `crm_has`.
     */
    uint32_t has;
    /**
     * The article number.
     */
    struct crm_text sku;
    /**
     * The name as sold.
     */
    struct crm_text name;
    /**
     * Thousandths of a unit.
     */
    int64_t quantity_thousandths;
    /**
     * Millionths of the currency's unit (of a dollar, not of a cent).
     */
    int64_t unit_price_micros;
    /**
     * What the line comes to after its discount, in minor units (cents).
     */
    int64_t total_minor;
    /**
     * The discount on this line, in minor units.
     */
    int64_t discount_minor;
    /**
     * The tax of this line, in minor units.
     */
    int64_t tax_minor;
    /**
     * What one unit costs the shop, in minor units.
     */
    int64_t cost_minor;
} crm_order_line;

/**
 * An order. Set `struct_size` to `sizeof(crm_order)` and what is not needed to zero. The customer is an id, or a
 * guest with a name, identities, or both.
 */
typedef struct crm_order {
    /**
     * `sizeof(crm_order)`, the same in all orders of an array.
     */
    uint32_t struct_size;
    /**
     * The sum of `crm_has`.
     */
    uint32_t has;
    /**
     * The customer's id; 0 for a guest.
     */
    int64_t customer_id;
    /**
     * A guest's name.
     */
    struct crm_text guest_name;
    /**
     * A guest's identities.
     */
    const struct crm_identity *identities;
    /**
     * How many.
     */
    size_t identity_count;
    /**
     * The system that the order comes from; needed with `external_id`.
     */
    struct crm_text source;
    /**
     * That system's key; recording the same key again updates the order.
     */
    struct crm_text external_id;
    /**
     * The number that people read.
     */
    struct crm_text number;
    /**
     * Where it was sold, a token such as "web".
     */
    struct crm_text channel;
    /**
     * Where it stands, a token such as "confirmed"; pending without it.
     */
    struct crm_text state;
    /**
     * The currency of all amounts, ISO 4217.
     */
    struct crm_text currency;
    /**
     * When it was placed, milliseconds since 1970-01-01 UTC.
     */
    int64_t placed_at_ms;
    /**
     * When the host last changed it; an older report never overwrites a newer one.
     */
    int64_t updated_at_ms;
    /**
     * A discount on the whole order, in minor units.
     */
    int64_t discount_minor;
    /**
     * The price of shipping, in minor units.
     */
    int64_t shipping_minor;
    /**
     * All taxes, in minor units.
     */
    int64_t tax_minor;
    /**
     * What is to be paid, in minor units; computed when there are lines.
     */
    int64_t total_minor;
    /**
     * Billionths of the shop's base currency for one unit; the shop's rate of the day without it.
     */
    int64_t rate_nanos;
    /**
     * What was bought.
     */
    const struct crm_order_line *lines;
    /**
     * How many.
     */
    size_t line_count;
} crm_order;

/**
 * What became of an order.
 */
typedef struct crm_recorded {
    /**
     * The order's id.
     */
    int64_t order_id;
    /**
     * Whose order it is.
     */
    int64_t customer_id;
} crm_recorded;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * Frees an answer and empties the buffer. NULL and a buffer that was freed already are ignored.
 */
void crm_buf_free(struct crm_buf *buffer);

/**
 * The code of an error; `CRM_OK` for NULL.
 */
int32_t crm_error_code(const struct crm_error *error);

/**
 * One sentence for people, and what to do next; empty for NULL. It never holds personal data.
 */
const char *crm_error_message(const struct crm_error *error);

/**
 * The whole error as JSON: code, message, path, hint, allowed, existing_id; empty for NULL.
 */
const char *crm_error_json(const struct crm_error *error);

/**
 * Frees an error. NULL and an error that was freed already are ignored.
 */
void crm_error_free(struct crm_error *error);

/**
 * The stable token of a code, `not_found` for `CRM_NOT_FOUND`; `ok` for `CRM_OK` and NULL for no code.
 */
const char *crm_code_name(int32_t code);

/**
 * Opens a file, creating it when it is missing; `*out` is the handle. Opening never changes a file that is newer,
 * damaged or of another program.
 */
int32_t crm_open(const struct crm_options *options, struct crm **out, struct crm_error **error);

/**
 * Closes a handle; transactions that are still open on it are rolled back, and later calls return `CRM_MISUSE`.
 */
int32_t crm_close(struct crm *handle, struct crm_error **error);

/**
 * Ends what other threads are running on the handle; those calls return `CRM_INTERRUPTED` and change nothing.
 */
int32_t crm_interrupt(const struct crm *handle, struct crm_error **error);

/**
 * Moves the clock of a handle that was opened with `CRM_OPEN_FIXED_CLOCK`; milliseconds since 1970-01-01 UTC.
 */
int32_t crm_set_clock(const struct crm *handle, int64_t now_ms, struct crm_error **error);

/**
 * The version of the library, for example "1.2.3".
 */
const char *crm_version(void);

/**
 * The version of the functions and structs; it changes when something is removed or changed, not when it is added.
 */
int32_t crm_abi_version(void);

/**
 * Calls an operation in a transaction of its own. `json` is its input, an object or nothing; the result is JSON in
 * `*out`, which may be NULL. Operations: `crm_describe`, or include/ops.json.
 */
int32_t crm_call(const struct crm *handle,
                 const char *op,
                 ptrdiff_t op_len,
                 const char *json,
                 ptrdiff_t json_len,
                 struct crm_buf *out,
                 struct crm_error **error);

/**
 * Calls a writing operation once per request key: the same key with the same input again gives the first answer and
 * changes nothing; with another input it is `CRM_IDEMPOTENCY_CONFLICT`.
 */
int32_t crm_call_once(const struct crm *handle,
                      const char *op,
                      ptrdiff_t op_len,
                      const char *key,
                      ptrdiff_t key_len,
                      const char *json,
                      ptrdiff_t json_len,
                      struct crm_buf *out,
                      struct crm_error **error);

/**
 * Describes an operation (one sentence, input and output schema, errors), or all of them when `op` is NULL.
 */
int32_t crm_describe(const char *op, ptrdiff_t op_len, struct crm_buf *out, struct crm_error **error);

/**
 * Begins a transaction: one atomic change (`CRM_WRITE`) or one snapshot (`CRM_READ`). A thread that writes must use
 * its transaction for all it does on this handle until it ends; another write would be `CRM_CONFLICT`.
 */
int32_t crm_begin(const struct crm *handle, int32_t mode, struct crm_tx **out, struct crm_error **error);

/**
 * Makes the change permanent. The transaction has ended whatever the answer: after an error nothing was changed.
 */
int32_t crm_commit(struct crm_tx *transaction, struct crm_error **error);

/**
 * Undoes everything that was done in the transaction and ends it.
 */
int32_t crm_rollback(struct crm_tx *transaction, struct crm_error **error);

/**
 * Calls an operation in a transaction. After an error the transaction goes on as if the call had not been made.
 */
int32_t crm_tx_call(const struct crm_tx *transaction,
                    const char *op,
                    ptrdiff_t op_len,
                    const char *json,
                    ptrdiff_t json_len,
                    struct crm_buf *out,
                    struct crm_error **error);

/**
 * Calls a writing operation once per request key in a transaction, as `crm_call_once`.
 */
int32_t crm_tx_call_once(const struct crm_tx *transaction,
                         const char *op,
                         ptrdiff_t op_len,
                         const char *key,
                         ptrdiff_t key_len,
                         const char *json,
                         ptrdiff_t json_len,
                         struct crm_buf *out,
                         struct crm_error **error);

/**
 * Ends calls of the transaction that run for longer than this from now with `CRM_INTERRUPTED`; 0 for no deadline.
 */
int32_t crm_tx_set_deadline(const struct crm_tx *transaction, uint32_t milliseconds, struct crm_error **error);

/**
 * The id of the customer that has an identity: `kind` is a token such as "email", "phone" or "external_id" (whose
 * value is "source:id"). `*id` is 0, and the answer `CRM_OK`, when nobody has it.
 */
int32_t crm_customer_id(const struct crm *handle,
                        const char *kind,
                        ptrdiff_t kind_len,
                        const char *value,
                        ptrdiff_t value_len,
                        int64_t *id,
                        struct crm_error **error);

/**
 * The same in a transaction, which also sees what it has changed itself.
 */
int32_t crm_tx_customer_id(const struct crm_tx *transaction,
                           const char *kind,
                           ptrdiff_t kind_len,
                           const char *value,
                           ptrdiff_t value_len,
                           int64_t *id,
                           struct crm_error **error);

/**
 * Records an order in a transaction of its own; an order whose source and external id are known is brought to what
 * is given. `out` may be NULL.
 */
int32_t crm_record_order(const struct crm *handle,
                         const struct crm_order *order,
                         struct crm_recorded *out,
                         struct crm_error **error);

/**
 * Records an order in a transaction, together with whatever else happens in it.
 */
int32_t crm_tx_record_order(const struct crm_tx *transaction,
                            const struct crm_order *order,
                            struct crm_recorded *out,
                            struct crm_error **error);

/**
 * Records an array of orders in one transaction, all or none; the path of an error names the order, as in
 * "/orders/3/lines/0/sku". `out` is NULL or has room for `count` answers.
 */
int32_t crm_record_orders(const struct crm *handle,
                          const struct crm_order *orders,
                          size_t count,
                          struct crm_recorded *out,
                          struct crm_error **error);

/**
 * Takes the next events of a named consumer, `limit` at the most; JSON `{events, leased_until}`. They come again
 * when they are not acknowledged within the lease.
 */
int32_t crm_events_take(const struct crm *handle,
                        const char *consumer,
                        ptrdiff_t consumer_len,
                        uint32_t limit,
                        uint32_t lease_seconds,
                        struct crm_buf *out,
                        struct crm_error **error);

/**
 * Acknowledges everything up to and including the event `seq` for a consumer.
 */
int32_t crm_events_ack(const struct crm *handle,
                       const char *consumer,
                       ptrdiff_t consumer_len,
                       int64_t seq,
                       struct crm_error **error);

/**
 * Scores all customers and gives the scores as an Arrow stream: customer_id, recency_days, frequency, monetary, r, f,
 * m, label. `json` holds the options of `rfm.score` without the page, such as `{"as_of": "2026-06-30"}`, or nothing.
 * The receiver calls `out->release(out)`; the stream is independent of the handle.
 */
int32_t crm_rfm_stream(const struct crm *handle,
                       const char *json,
                       ptrdiff_t json_len,
                       struct ArrowArrayStream *out,
                       struct crm_error **error);

/**
 * All customers with their metrics, stage and label as an Arrow stream, ascending by id. `json` is
 * `{"archived": true}` to include archived ones, or nothing. The receiver calls `out->release(out)`.
 */
int32_t crm_customers_stream(const struct crm *handle,
                             const char *json,
                             ptrdiff_t json_len,
                             struct ArrowArrayStream *out,
                             struct crm_error **error);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* CRM_H */
