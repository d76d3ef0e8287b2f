/* A till: sells two mugs to a customer who is known by a telephone number, gives a point for every dollar, prints the
 * receipt, and keeps its own table of receipts in the same file. The receipt, the points and what the CRM knows of the
 * sale commit together, or none of them does.
 *
 * Everything in one program, nothing to install on the till:
 *
 *     cc -std=c99 -I include examples/c/pos.c target/release/libcrm.a -lpthread -ldl -lm -o pos
 *     ./pos till.db +14155550123
 *
 * The static library holds its own SQLite (symbols sqlite3_*): do not link another one into the same program. With the
 * shared library: cc examples/c/pos.c $(pkg-config --cflags --libs crm) -o pos
 */
#include <crm.h>

#include <stdio.h>
#include <string.h>

static crm_text text(const char *content) {
    crm_text made;
    made.ptr = content;
    made.len = CRM_NUL;
    return made;
}

/* Calls an operation in a transaction; its answer is not needed. */
static int32_t run(crm_tx *tx, const char *op, const char *json, crm_error **error) {
    return crm_tx_call(tx, op, CRM_NUL, json, CRM_NUL, NULL, error);
}

/* What the till needs once, before its first sale; again it changes nothing. */
static int32_t set_up(crm *till, crm_error **error) {
    static const struct {
        const char *op, *json;
    } steps[] = {
        {"shop.configure", "{\"base_currency\": \"USD\"}"},
        {"loyalty.configure",
         "{\"active\": true, \"points\": 1, \"per_amount\": {\"amount\": \"1.00\", \"currency\": \"USD\"}}"},
        {"host.execute",
         "{\"sql\": \"CREATE TABLE IF NOT EXISTS till_receipt "
         "(number INTEGER PRIMARY KEY, crm_order INTEGER NOT NULL, cents INTEGER NOT NULL)\"}"},
    };
    int32_t code = CRM_OK;
    size_t at;
    for (at = 0; at < sizeof steps / sizeof steps[0] && code == CRM_OK; at++) {
        code = crm_call(till, steps[at].op, CRM_NUL, steps[at].json, CRM_NUL, NULL, error);
    }
    return code;
}

/* Sells two mugs; the receipt is the till's own table. */
static int32_t sell(crm *till, const char *phone, crm_error **error) {
    crm_identity guest;
    crm_order_line line;
    crm_order order;
    crm_recorded sale;
    crm_tx *tx;
    char receipt[200];
    int32_t code;

    memset(&line, 0, sizeof line);
    line.struct_size = sizeof line;
    line.sku = text("MUG");
    line.name = text("Mug, blue");
    line.has = CRM_HAS_QUANTITY | CRM_HAS_UNIT_PRICE;
    line.quantity_thousandths = 2000;
    line.unit_price_micros = 12500000;

    guest.kind = text("phone");
    guest.value = text(phone);
    memset(&order, 0, sizeof order);
    order.struct_size = sizeof order;
    order.has = CRM_PAID | CRM_NOTHING_TO_SHIP;
    order.identities = &guest;
    order.identity_count = 1;
    order.channel = text("store");
    order.currency = text("USD");
    order.lines = &line;
    order.line_count = 1;

    if ((code = crm_begin(till, CRM_WRITE, &tx, error)) != CRM_OK) return code;
    if ((code = crm_tx_record_order(tx, &order, &sale, error)) == CRM_OK) {
        snprintf(receipt, sizeof receipt,
                 "{\"sql\": \"INSERT INTO till_receipt (crm_order, cents) VALUES (?1, ?2)\", \"params\": [%lld, 2500]}",
                 (long long)sale.order_id);
        code = run(tx, "host.execute", receipt, error);
    }
    if (code == CRM_OK) {
        char earning[60];
        snprintf(earning, sizeof earning, "{\"order_id\": %lld}", (long long)sale.order_id);
        code = run(tx, "loyalty.earn_for_order", earning, error);
    }
    if (code != CRM_OK) {
        crm_rollback(tx, NULL);
        return code;
    }
    if ((code = crm_commit(tx, error)) != CRM_OK) return code;
    printf("order %lld of customer %lld: 25.00 USD\n", (long long)sale.order_id, (long long)sale.customer_id);
    return CRM_OK;
}

int main(int count, char **arguments) {
    crm_options options;
    crm *till = NULL;
    crm_error *error = NULL;
    crm_buf answer = {NULL, 0};
    int64_t customer = 0;
    int32_t code;

    if (count != 3) {
        fprintf(stderr, "usage: pos FILE PHONE\n");
        return 2;
    }
    memset(&options, 0, sizeof options);
    options.struct_size = sizeof options;
    options.path = arguments[1];
    options.path_len = CRM_NUL;
    options.timeout_ms = 500; /* a queue of people is waiting */

    code = crm_open(&options, &till, &error);
    if (code == CRM_OK) code = set_up(till, &error);
    if (code == CRM_OK) code = sell(till, arguments[2], &error);
    if (code == CRM_OK) {
        code = crm_call(till, "host.query", CRM_NUL, "{\"sql\": \"SELECT count(*), sum(cents) FROM till_receipt\"}",
                        CRM_NUL, &answer, &error);
    }
    if (code == CRM_OK) {
        printf("receipts so far: %s\n", answer.ptr);
        code = crm_customer_id(till, "phone", CRM_NUL, arguments[2], CRM_NUL, &customer, &error);
    }
    if (code == CRM_OK) {
        char whose[60];
        printf("the number belongs to customer %lld\n", (long long)customer);
        snprintf(whose, sizeof whose, "{\"customer_id\": %lld}", (long long)customer);
        crm_buf_free(&answer);
        code = crm_call(till, "loyalty.balance", CRM_NUL, whose, CRM_NUL, &answer, &error);
    }
    if (code == CRM_OK) printf("points: %s\n", answer.ptr);

    /* Busy is the one error that a till meets on a normal day: try again, or keep the sale for later. */
    if (code != CRM_OK) fprintf(stderr, "%s: %s\n", crm_code_name(code), crm_error_message(error));
    crm_error_free(error);
    crm_buf_free(&answer);
    if (till != NULL) crm_close(till, NULL);
    return code == CRM_OK ? 0 : 1;
}
