/* Generated: the declarations of crm.h for PHP. */
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

struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *);
    void *private_data;
};

typedef enum crm_code {
    CRM_OK = 0,
    CRM_NOT_FOUND = 1,
    CRM_INVALID_INPUT = 2,
    CRM_CONFLICT = 3,
    CRM_NOT_ALLOWED_TRANSITION = 4,
    CRM_IDEMPOTENCY_CONFLICT = 5,
    CRM_BUSY = 6,
    CRM_INTERRUPTED = 7,
    CRM_TOO_NEW = 8,
    CRM_NOT_A_DATABASE = 9,
    CRM_CORRUPT = 10,
    CRM_DISK_FULL = 11,
    CRM_PERMISSION = 12,
    CRM_READ_ONLY = 13,
    CRM_IO = 14,
    CRM_FORKED = 15,
    CRM_POISONED = 16,
    CRM_MISUSE = 17,
    CRM_LIMIT = 18,
    CRM_UNKNOWN_OPERATION = 19,
    CRM_INTERNAL = 20,
    CRM_BLOCKED = 21,
} crm_code;

typedef enum crm_flag {
    CRM_OPEN_READ_ONLY = 1,
    CRM_OPEN_EXISTING = 2,
    CRM_OPEN_IN_MEMORY = 4,
    CRM_OPEN_FIXED_CLOCK = 8,
    CRM_OPEN_SEED = 16,
    CRM_OPEN_NO_WAIT = 32,
} crm_flag;

typedef enum crm_durability {
    CRM_DURABILITY_FULL = 0,
    CRM_DURABILITY_RELAXED = 1,
} crm_durability;

typedef enum crm_mode {
    CRM_WRITE = 0,
    CRM_READ = 1,
} crm_mode;

typedef enum crm_length {
    CRM_NUL = -1,
} crm_length;

typedef enum crm_has {
    CRM_HAS_TOTAL = 1,
    CRM_HAS_TAX = 2,
    CRM_HAS_DISCOUNT = 4,
    CRM_HAS_SHIPPING = 8,
    CRM_HAS_PLACED_AT = 16,
    CRM_HAS_UPDATED_AT = 32,
    CRM_HAS_RATE = 64,
    CRM_PAID = 128,
    CRM_UNPAID = 256,
    CRM_TAX_INCLUDED = 512,
    CRM_NOTHING_TO_SHIP = 1024,
    CRM_HAS_QUANTITY = 2048,
    CRM_HAS_UNIT_PRICE = 4096,
    CRM_HAS_COST = 8192,
} crm_has;

typedef struct crm crm;

typedef struct crm_error crm_error;

typedef struct crm_tx crm_tx;

typedef struct crm_buf {
    char *ptr;
    size_t len;
} crm_buf;

typedef struct crm_options {
    uint32_t struct_size;
    uint32_t flags;
    const char *path;
    ptrdiff_t path_len;
    uint32_t timeout_ms;
    int32_t durability;
    int64_t fixed_clock_ms;
    uint64_t seed;
    uint32_t cache_kib;
    uint32_t reserved;
} crm_options;

typedef struct crm_text {
    const char *ptr;
    ptrdiff_t len;
} crm_text;

typedef struct crm_identity {
    struct crm_text kind;
    struct crm_text value;
} crm_identity;

typedef struct crm_order_line {
    uint32_t struct_size;
    uint32_t has;
    struct crm_text sku;
    struct crm_text name;
    int64_t quantity_thousandths;
    int64_t unit_price_micros;
    int64_t total_minor;
    int64_t discount_minor;
    int64_t tax_minor;
    int64_t cost_minor;
} crm_order_line;

typedef struct crm_order {
    uint32_t struct_size;
    uint32_t has;
    int64_t customer_id;
    struct crm_text guest_name;
    const struct crm_identity *identities;
    size_t identity_count;
    struct crm_text source;
    struct crm_text external_id;
    struct crm_text number;
    struct crm_text channel;
    struct crm_text state;
    struct crm_text currency;
    int64_t placed_at_ms;
    int64_t updated_at_ms;
    int64_t discount_minor;
    int64_t shipping_minor;
    int64_t tax_minor;
    int64_t total_minor;
    int64_t rate_nanos;
    const struct crm_order_line *lines;
    size_t line_count;
} crm_order;

typedef struct crm_recorded {
    int64_t order_id;
    int64_t customer_id;
} crm_recorded;

void crm_buf_free(struct crm_buf *buffer);

int32_t crm_error_code(const struct crm_error *error);

const char *crm_error_message(const struct crm_error *error);

const char *crm_error_json(const struct crm_error *error);

void crm_error_free(struct crm_error *error);

const char *crm_code_name(int32_t code);

int32_t crm_open(const struct crm_options *options, struct crm **out, struct crm_error **error);

int32_t crm_close(struct crm *handle, struct crm_error **error);

int32_t crm_interrupt(const struct crm *handle, struct crm_error **error);

int32_t crm_set_clock(const struct crm *handle, int64_t now_ms, struct crm_error **error);

const char *crm_version(void);

int32_t crm_abi_version(void);

int32_t crm_call(const struct crm *handle,
                 const char *op,
                 ptrdiff_t op_len,
                 const char *json,
                 ptrdiff_t json_len,
                 struct crm_buf *out,
                 struct crm_error **error);

int32_t crm_call_once(const struct crm *handle,
                      const char *op,
                      ptrdiff_t op_len,
                      const char *key,
                      ptrdiff_t key_len,
                      const char *json,
                      ptrdiff_t json_len,
                      struct crm_buf *out,
                      struct crm_error **error);

int32_t crm_describe(const char *op, ptrdiff_t op_len, struct crm_buf *out, struct crm_error **error);

int32_t crm_begin(const struct crm *handle, int32_t mode, struct crm_tx **out, struct crm_error **error);

int32_t crm_commit(struct crm_tx *transaction, struct crm_error **error);

int32_t crm_rollback(struct crm_tx *transaction, struct crm_error **error);

int32_t crm_tx_call(const struct crm_tx *transaction,
                    const char *op,
                    ptrdiff_t op_len,
                    const char *json,
                    ptrdiff_t json_len,
                    struct crm_buf *out,
                    struct crm_error **error);

int32_t crm_tx_call_once(const struct crm_tx *transaction,
                         const char *op,
                         ptrdiff_t op_len,
                         const char *key,
                         ptrdiff_t key_len,
                         const char *json,
                         ptrdiff_t json_len,
                         struct crm_buf *out,
                         struct crm_error **error);

int32_t crm_tx_set_deadline(const struct crm_tx *transaction, uint32_t milliseconds, struct crm_error **error);

int32_t crm_customer_id(const struct crm *handle,
                        const char *kind,
                        ptrdiff_t kind_len,
                        const char *value,
                        ptrdiff_t value_len,
                        int64_t *id,
                        struct crm_error **error);

int32_t crm_tx_customer_id(const struct crm_tx *transaction,
                           const char *kind,
                           ptrdiff_t kind_len,
                           const char *value,
                           ptrdiff_t value_len,
                           int64_t *id,
                           struct crm_error **error);

int32_t crm_record_order(const struct crm *handle,
                         const struct crm_order *order,
                         struct crm_recorded *out,
                         struct crm_error **error);

int32_t crm_tx_record_order(const struct crm_tx *transaction,
                            const struct crm_order *order,
                            struct crm_recorded *out,
                            struct crm_error **error);

int32_t crm_record_orders(const struct crm *handle,
                          const struct crm_order *orders,
                          size_t count,
                          struct crm_recorded *out,
                          struct crm_error **error);

int32_t crm_events_take(const struct crm *handle,
                        const char *consumer,
                        ptrdiff_t consumer_len,
                        uint32_t limit,
                        uint32_t lease_seconds,
                        struct crm_buf *out,
                        struct crm_error **error);

int32_t crm_events_ack(const struct crm *handle,
                       const char *consumer,
                       ptrdiff_t consumer_len,
                       int64_t seq,
                       struct crm_error **error);

int32_t crm_rfm_stream(const struct crm *handle,
                       const char *json,
                       ptrdiff_t json_len,
                       struct ArrowArrayStream *out,
                       struct crm_error **error);

int32_t crm_customers_stream(const struct crm *handle,
                             const char *json,
                             ptrdiff_t json_len,
                             struct ArrowArrayStream *out,
                             struct crm_error **error);
