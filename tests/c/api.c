/* Every function of crm.h, used rightly and wrongly. */
#define _POSIX_C_SOURCE 200809L

#include "check.h"

#include <pthread.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[] = "/tmp/crm-c-XXXXXX";

/* A path in the folder of this run, good until the next call but three. */
static const char *path_of(const char *name) {
    static char paths[4][256];
    static int next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static crm *open_file(const char *name) {
    crm_options options = options_of(path_of(name));
    crm *shop;
    EXPECT(CRM_OK, crm_open(&options, &shop, &error));
    return shop;
}

static const char *upsert(int number) {
    static char json[128];
    snprintf(json, sizeof json, "{\"sku\":\"S%d\",\"name\":\"Thing %d\"}", number, number);
    return json;
}

static void versions_and_codes(void) {
    int32_t code;
    CHECK(strlen(crm_version()) >= 5);
    CHECK(crm_abi_version() == 1);
    CHECK(strcmp(crm_code_name(CRM_OK), "ok") == 0);
    CHECK(strcmp(crm_code_name(CRM_NOT_FOUND), "not_found") == 0);
    CHECK(strcmp(crm_code_name(CRM_INTERNAL), "internal") == 0);
    CHECK(strcmp(crm_code_name(CRM_BLOCKED), "blocked") == 0);
    for (code = CRM_OK; code <= CRM_BLOCKED; code++) CHECK(crm_code_name(code) != NULL);
    CHECK(crm_code_name(CRM_BLOCKED + 1) == NULL);
    CHECK(crm_code_name(-1) == NULL);
}

static void options_are_checked(void) {
    struct {
        crm_options known;
        uint64_t later;
    } newer;
    crm_options options = options_of(path_of("options.db"));
    crm *shop = (crm *)&options;

    EXPECT(CRM_MISUSE, crm_open(NULL, &shop, &error));
    CHECK(shop == NULL);
    EXPECT(CRM_MISUSE, crm_open(&options, NULL, &error));
    options.struct_size = 0;
    EXPECT(CRM_MISUSE, crm_open(&options, &shop, &error));
    options.struct_size = 1u << 30;
    EXPECT(CRM_MISUSE, crm_open(&options, &shop, &error));
    options.struct_size = sizeof options;
    options.flags = 1u << 20;
    EXPECT(CRM_INVALID_INPUT, crm_open(&options, &shop, &error));
    options.flags = 0;
    options.durability = 9;
    EXPECT(CRM_INVALID_INPUT, crm_open(&options, &shop, &error));
    options.durability = 0;
    options.path = "";
    EXPECT(CRM_INVALID_INPUT, crm_open(&options, &shop, &error));
    options.path = NULL;
    EXPECT(CRM_INVALID_INPUT, crm_open(&options, &shop, &error));
    options.path_len = 4;
    EXPECT(CRM_MISUSE, crm_open(&options, &shop, &error));
    options.path = "a\0b";
    options.path_len = 3;
    EXPECT(CRM_INVALID_INPUT, crm_open(&options, &shop, &error));
    options.path = "\xff\xfe.db";
    options.path_len = CRM_NUL;
    EXPECT(CRM_INVALID_INPUT, crm_open(&options, &shop, &error));
    options.path_len = -7;
    EXPECT(CRM_MISUSE, crm_open(&options, &shop, &error));
    CHECK(shop == NULL);

    /* A program built with an older header knows less, one with a newer header may leave the rest zero. */
    options = options_of(path_of("options.db"));
    options.struct_size = (uint32_t)offsetof(crm_options, timeout_ms);
    options.durability = 77;
    EXPECT(CRM_OK, crm_open(&options, &shop, &error));
    EXPECT(CRM_OK, crm_close(shop, &error));
    memset(&newer, 0, sizeof newer);
    newer.known = options_of(path_of("options.db"));
    newer.known.struct_size = sizeof newer;
    EXPECT(CRM_OK, crm_open(&newer.known, &shop, &error));
    EXPECT(CRM_OK, crm_close(shop, &error));
    newer.later = 1;
    EXPECT(CRM_INVALID_INPUT, crm_open(&newer.known, &shop, &error));

    options = options_of(path_of("options.db"));
    options.flags = CRM_OPEN_FIXED_CLOCK;
    options.fixed_clock_ms = INT64_MAX;
    EXPECT(CRM_INVALID_INPUT, crm_open(&options, &shop, &error));
}

static void files_are_opened_safely(void) {
    static const char garbage[] = "this is a letter and no database, and it must stay as it is, whatever happens";
    crm_options options = options_of(path_of("missing.db"));
    struct stat status;
    char read_back[sizeof garbage];
    FILE *file;
    crm *shop;

    options.flags = CRM_OPEN_EXISTING;
    EXPECT(CRM_NOT_FOUND, crm_open(&options, &shop, &error));
    CHECK(access(options.path, F_OK) != 0);
    options = options_of(folder);
    EXPECT(CRM_NOT_A_DATABASE, crm_open(&options, &shop, &error));
    options = options_of(path_of("no/such/folder/shop.db"));
    EXPECT(CRM_NOT_FOUND, crm_open(&options, &shop, &error));

    file = fopen(path_of("letter.txt"), "wb");
    CHECK(file != NULL && fwrite(garbage, 1, sizeof garbage, file) == sizeof garbage && fclose(file) == 0);
    options = options_of(path_of("letter.txt"));
    EXPECT(CRM_NOT_A_DATABASE, crm_open(&options, &shop, &error));
    file = fopen(path_of("letter.txt"), "rb");
    CHECK(file != NULL && fread(read_back, 1, sizeof read_back, file) == sizeof garbage && fclose(file) == 0);
    CHECK(memcmp(garbage, read_back, sizeof garbage) == 0);

    shop = open_file("private.db");
    CHECK(stat(path_of("private.db"), &status) == 0 && (status.st_mode & 0777) == 0600);
    EXPECT(CRM_OK, call(shop, "catalog.upsert", upsert(1), NULL, &error));
    EXPECT(CRM_OK, crm_close(shop, &error));

    options = options_of(path_of("private.db"));
    options.flags = CRM_OPEN_READ_ONLY;
    EXPECT(CRM_OK, crm_open(&options, &shop, &error));
    CHECK(answers(shop, "catalog.find", "{\"sku\":\"S1\"}", "Thing 1"));
    EXPECT(CRM_READ_ONLY, call(shop, "catalog.upsert", upsert(2), NULL, &error));
    EXPECT(CRM_OK, crm_close(shop, &error));
}

static void handles_are_checked(void) {
    crm *shop = in_memory(), *other;
    crm_tx *tx;
    int at;
    EXPECT(CRM_MISUSE, call(NULL, "shop.settings", NULL, NULL, &error));
    EXPECT(CRM_MISUSE, call((crm *)(uintptr_t)0xdeadbeef, "shop.settings", NULL, NULL, &error));
    EXPECT(CRM_MISUSE, call((crm *)(uintptr_t)UINTPTR_MAX, "shop.settings", NULL, NULL, &error));
    EXPECT(CRM_MISUSE, crm_close(NULL, &error));
    EXPECT(CRM_MISUSE, crm_interrupt(NULL, &error));
    EXPECT(CRM_MISUSE, crm_begin(NULL, CRM_WRITE, &tx, &error));
    EXPECT(CRM_MISUSE, crm_begin(shop, CRM_WRITE, NULL, &error));
    EXPECT(CRM_MISUSE, crm_begin(shop, 7, &tx, &error));
    CHECK(tx == NULL);
    EXPECT(CRM_MISUSE, crm_commit(NULL, &error));
    EXPECT(CRM_MISUSE, crm_rollback(NULL, &error));
    EXPECT(CRM_MISUSE, crm_tx_call(NULL, "shop.settings", CRM_NUL, NULL, 0, NULL, &error));
    EXPECT(CRM_MISUSE, crm_tx_call((crm_tx *)shop, "shop.settings", CRM_NUL, NULL, 0, NULL, &error));
    EXPECT(CRM_MISUSE, crm_tx_call_once(NULL, "catalog.upsert", CRM_NUL, "k", CRM_NUL, NULL, 0, NULL, &error));
    EXPECT(CRM_MISUSE, crm_tx_set_deadline(NULL, 5, &error));
    EXPECT(CRM_MISUSE, crm_events_take(NULL, "c", CRM_NUL, 1, 1, NULL, &error));
    EXPECT(CRM_MISUSE, crm_events_ack(NULL, "c", CRM_NUL, 1, &error));
    EXPECT(CRM_MISUSE, crm_call_once(NULL, "catalog.upsert", CRM_NUL, "k", CRM_NUL, NULL, 0, NULL, &error));
    EXPECT(CRM_MISUSE, crm_set_clock(NULL, 0, &error));

    EXPECT(CRM_OK, crm_begin(shop, CRM_READ, &tx, &error));
    EXPECT(CRM_MISUSE, call((crm *)tx, "shop.settings", NULL, NULL, &error));
    EXPECT(CRM_OK, crm_rollback(tx, &error));

    EXPECT(CRM_OK, crm_close(shop, &error));
    EXPECT(CRM_MISUSE, crm_close(shop, &error));
    EXPECT(CRM_MISUSE, call(shop, "shop.settings", NULL, NULL, &error));
    /* The place of a closed handle is used again, and the old handle is not the new one. */
    for (at = 0; at < 50; at++) {
        other = in_memory();
        CHECK(other != shop);
        EXPECT(CRM_MISUSE, call(shop, "shop.settings", NULL, NULL, &error));
        EXPECT(CRM_OK, crm_close(other, &error));
    }
    /* Without a place for the error. */
    CHECK(call(shop, "shop.settings", NULL, NULL, NULL) == CRM_MISUSE);
    CHECK(crm_close(NULL, NULL) == CRM_MISUSE);
}

static void texts_are_checked(void) {
    static const char bad[] = "catalog.\xff";
    crm *shop = in_memory();
    crm_buf out;
    EXPECT(CRM_MISUSE, crm_call(shop, NULL, 5, "{}", 2, &out, &error));
    EXPECT(CRM_MISUSE, crm_call(shop, "shop.settings", -2, "{}", 2, &out, &error));
    EXPECT(CRM_MISUSE, crm_call(shop, "shop.settings", PTRDIFF_MIN, "{}", 2, &out, &error));
    EXPECT(CRM_MISUSE, crm_call(shop, "shop.settings", CRM_NUL, NULL, 3, &out, &error));
    EXPECT(CRM_MISUSE, crm_call(shop, "shop.settings", CRM_NUL, "{}", -9, &out, &error));
    EXPECT(CRM_UNKNOWN_OPERATION, crm_call(shop, NULL, 0, "{}", 2, &out, &error));
    EXPECT(CRM_UNKNOWN_OPERATION, crm_call(shop, "shop.settings!", 14, "{}", 2, &out, &error));
    EXPECT(CRM_UNKNOWN_OPERATION, crm_call(shop, "shop\0settings", 13, "{}", 2, &out, &error));
    EXPECT(CRM_INVALID_INPUT, crm_call(shop, bad, CRM_NUL, "{}", 2, &out, &error));
    EXPECT(CRM_INVALID_INPUT, call(shop, "catalog.upsert", "{\"sku\":\"\xc3\x28\",\"name\":\"n\"}", &out, &error));
    EXPECT(CRM_INVALID_INPUT, crm_call(shop, "catalog.find", CRM_NUL, "{\"sku\":\"a\0b\"}", 13, &out, &error));
    EXPECT(CRM_INVALID_INPUT, call(shop, "catalog.find", "{\"sku\":", &out, &error));
    EXPECT(CRM_INVALID_INPUT, crm_call_once(shop, "catalog.upsert", CRM_NUL, bad, CRM_NUL, upsert(1), CRM_NUL, &out, &error));
    EXPECT(CRM_INVALID_INPUT, crm_events_take(shop, bad, CRM_NUL, 1, 1, &out, &error));
    EXPECT(CRM_INVALID_INPUT, crm_events_ack(shop, bad, CRM_NUL, 1, &error));
    EXPECT(CRM_INVALID_INPUT, crm_describe(bad, CRM_NUL, &out, &error));
    /* A length shorter than the text, and no input at all. */
    EXPECT(CRM_OK, crm_call(shop, "shop.settings and more", 13, "{} and more", 2, &out, &error));
    crm_buf_free(&out);
    EXPECT(CRM_OK, crm_call(shop, "shop.settings", CRM_NUL, NULL, 0, &out, &error));
    crm_buf_free(&out);
    EXPECT(CRM_OK, crm_call(shop, "shop.settings", CRM_NUL, NULL, CRM_NUL, NULL, NULL));
    EXPECT(CRM_OK, crm_close(shop, &error));
}

static void answers_and_errors_are_owned(void) {
    crm *shop = in_memory();
    crm_buf out;
    crm_error *error;
    memset(&out, 0x5a, sizeof out);
    memset(&error, 0x5a, sizeof error);
    CHECK(call(shop, "shop.settings", NULL, &out, &error) == CRM_OK);
    CHECK(error == NULL && out.ptr != NULL && out.len > 2 && out.ptr[0] == '{' && out.ptr[out.len] == 0);
    crm_buf_free(&out);
    CHECK(out.ptr == NULL && out.len == 0);
    crm_buf_free(&out);
    crm_buf_free(NULL);

    memset(&out, 0x5a, sizeof out);
    memset(&error, 0x5a, sizeof error);
    CHECK(call(shop, "catalog.upsert", "{\"sku\":\"A\",\"name\":\"n\",\"state\":\"secret\"}", &out, &error) == CRM_INVALID_INPUT);
    CHECK(out.ptr == NULL && out.len == 0);
    crm_buf_free(&out);
    CHECK(crm_error_code(error) == CRM_INVALID_INPUT);
    CHECK(strlen(crm_error_message(error)) > 0);
    CHECK(strstr(crm_error_json(error), "\"code\":\"invalid_input\"") != NULL);
    CHECK(strstr(crm_error_json(error), "\"path\":\"/state\"") != NULL);
    CHECK(strstr(crm_error_json(error), "\"allowed\":[\"active\",\"discontinued\"]") != NULL);
    CHECK(strstr(crm_error_json(error), "secret") == NULL);
    crm_error_free(error);
    crm_error_free(error);
    CHECK(crm_error_code(error) == CRM_MISUSE);
    CHECK(crm_error_message(error)[0] == 0 && crm_error_json(error)[0] == 0);
    crm_error_free(NULL);
    CHECK(crm_error_code(NULL) == CRM_OK);
    CHECK(crm_error_message(NULL)[0] == 0 && crm_error_json(NULL)[0] == 0);
    EXPECT(CRM_OK, crm_close(shop, &error));
}

static int32_t in(const crm_tx *tx, const char *op, const char *json, crm_error **error) {
    return crm_tx_call(tx, op, CRM_NUL, json, CRM_NUL, NULL, error);
}

/* The host's own order and what the library knows of it commit together, or neither does. */
static void transactions_hold_the_hosts_tables(void) {
    crm *shop = open_file("transactions.db");
    crm_tx *tx, *second;
    crm_buf out;
    EXPECT(CRM_OK, call(shop, "host.execute", "{\"sql\":\"CREATE TABLE shop_order (id INTEGER PRIMARY KEY, note TEXT)\"}", NULL, &error));

    EXPECT(CRM_OK, crm_begin(shop, CRM_WRITE, &tx, &error));
    EXPECT(CRM_OK, in(tx, "host.execute", "{\"sql\":\"INSERT INTO shop_order VALUES (1, 'lost')\"}", &error));
    EXPECT(CRM_OK, in(tx, "catalog.upsert", upsert(1), &error));
    EXPECT(CRM_OK, crm_rollback(tx, &error));
    CHECK(answers(shop, "host.query", "{\"sql\":\"SELECT note FROM shop_order\"}", "\"rows\":[]"));
    CHECK(answers(shop, "catalog.find", "{\"sku\":\"S1\"}", "null"));

    EXPECT(CRM_OK, crm_begin(shop, CRM_WRITE, &tx, &error));
    EXPECT(CRM_OK, in(tx, "host.execute", "{\"sql\":\"INSERT INTO shop_order VALUES (1, 'kept')\"}", &error));
    EXPECT(CRM_OK, in(tx, "catalog.upsert", upsert(1), &error));
    /* An error leaves the transaction as it was before the call. */
    EXPECT(CRM_CONFLICT, in(tx, "host.execute", "{\"sql\":\"INSERT INTO shop_order VALUES (1, 'again')\"}", &error));
    EXPECT(CRM_PERMISSION, in(tx, "host.execute", "{\"sql\":\"DELETE FROM crm_event\"}", &error));
    EXPECT(CRM_INVALID_INPUT, in(tx, "catalog.upsert", "{\"sku\":\"\",\"name\":\"n\"}", &error));
    /* One transaction a thread. */
    EXPECT(CRM_CONFLICT, crm_begin(shop, CRM_WRITE, &second, &error));
    EXPECT(CRM_CONFLICT, call(shop, "catalog.upsert", upsert(2), NULL, &error));
    EXPECT(CRM_CONFLICT, in(tx, "system.check", NULL, &error));
    /* A request key has effect once. */
    EXPECT(CRM_OK, crm_tx_call_once(tx, "catalog.upsert", CRM_NUL, "key", CRM_NUL, upsert(3), CRM_NUL, &out, &error));
    crm_buf_free(&out);
    EXPECT(CRM_IDEMPOTENCY_CONFLICT, crm_tx_call_once(tx, "catalog.upsert", CRM_NUL, "key", CRM_NUL, upsert(4), CRM_NUL, &out, &error));
    /* Others see nothing before the commit. */
    CHECK(answers(shop, "catalog.find", "{\"sku\":\"S1\"}", "null"));
    EXPECT(CRM_OK, crm_commit(tx, &error));
    EXPECT(CRM_MISUSE, crm_commit(tx, &error));
    EXPECT(CRM_MISUSE, crm_rollback(tx, &error));
    EXPECT(CRM_MISUSE, in(tx, "shop.settings", NULL, &error));
    CHECK(answers(shop, "host.query", "{\"sql\":\"SELECT note FROM shop_order\"}", "[[\"kept\"]]"));
    CHECK(answers(shop, "catalog.find", "{\"sku\":\"S1\"}", "Thing 1"));
    CHECK(answers(shop, "catalog.find", "{\"sku\":\"S3\"}", "Thing 3"));

    /* A snapshot does not move and does not write. */
    EXPECT(CRM_OK, crm_begin(shop, CRM_READ, &tx, &error));
    EXPECT(CRM_OK, in(tx, "catalog.find", "{\"sku\":\"S9\"}", &error));
    EXPECT(CRM_OK, call(shop, "catalog.upsert", upsert(9), NULL, &error));
    EXPECT(CRM_OK, crm_tx_call(tx, "catalog.find", CRM_NUL, "{\"sku\":\"S9\"}", CRM_NUL, &out, &error));
    CHECK(strcmp(out.ptr, "null") == 0);
    crm_buf_free(&out);
    EXPECT(CRM_CONFLICT, in(tx, "catalog.upsert", upsert(9), &error));
    EXPECT(CRM_CONFLICT, crm_tx_call_once(tx, "catalog.upsert", CRM_NUL, "k", CRM_NUL, upsert(9), CRM_NUL, NULL, &error));
    EXPECT(CRM_OK, crm_commit(tx, &error));

    /* Closing a handle rolls back what is open on it. */
    EXPECT(CRM_OK, crm_begin(shop, CRM_WRITE, &tx, &error));
    EXPECT(CRM_OK, in(tx, "catalog.upsert", upsert(5), &error));
    EXPECT(CRM_OK, crm_close(shop, &error));
    EXPECT(CRM_MISUSE, crm_commit(tx, &error));
    shop = open_file("transactions.db");
    CHECK(answers(shop, "catalog.find", "{\"sku\":\"S5\"}", "null"));
    EXPECT(CRM_OK, call(shop, "catalog.upsert", upsert(5), NULL, &error));
    CHECK(answers(shop, "system.check", NULL, "\"ok\":true"));
    EXPECT(CRM_OK, crm_close(shop, &error));
}

static void a_request_key_has_effect_once(void) {
    crm *shop = in_memory();
    crm_buf first, again;
    EXPECT(CRM_OK, crm_call_once(shop, "catalog.upsert", CRM_NUL, "k1", CRM_NUL, upsert(1), CRM_NUL, &first, &error));
    EXPECT(CRM_OK, crm_call_once(shop, "catalog.upsert", CRM_NUL, "k1", 2, upsert(1), CRM_NUL, &again, &error));
    CHECK(first.len == again.len && memcmp(first.ptr, again.ptr, first.len) == 0);
    EXPECT(CRM_IDEMPOTENCY_CONFLICT, crm_call_once(shop, "catalog.upsert", CRM_NUL, "k1", CRM_NUL, upsert(2), CRM_NUL, NULL, &error));
    EXPECT(CRM_INVALID_INPUT, crm_call_once(shop, "catalog.find", CRM_NUL, "k2", CRM_NUL, "{\"sku\":\"S1\"}", CRM_NUL, NULL, &error));
    crm_buf_free(&first);
    crm_buf_free(&again);
    EXPECT(CRM_OK, crm_close(shop, &error));
}

static void a_writer_that_does_not_wait_is_told_so(void) {
    crm *shop = open_file("busy.db"), *other;
    crm_options options = options_of(path_of("busy.db"));
    crm_tx *tx;
    options.flags = CRM_OPEN_NO_WAIT | CRM_OPEN_EXISTING;
    EXPECT(CRM_OK, crm_open(&options, &other, &error));
    EXPECT(CRM_OK, crm_begin(shop, CRM_WRITE, &tx, &error));
    EXPECT(CRM_BUSY, call(other, "catalog.upsert", upsert(1), NULL, &error));
    CHECK(answers(other, "catalog.find", "{\"sku\":\"S1\"}", "null"));
    EXPECT(CRM_OK, crm_commit(tx, &error));
    EXPECT(CRM_OK, call(other, "catalog.upsert", upsert(1), NULL, &error));
    EXPECT(CRM_OK, crm_close(other, &error));
    EXPECT(CRM_OK, crm_close(shop, &error));
}

static void events_are_taken_and_acknowledged(void) {
    crm *shop = in_memory();
    crm_buf out;
    EXPECT(CRM_OK, call(shop, "catalog.upsert", upsert(1), NULL, &error));
    EXPECT(CRM_OK, call(shop, "catalog.upsert", upsert(2), NULL, &error));
    EXPECT(CRM_OK, crm_events_take(shop, "mail", CRM_NUL, 1, 60, &out, &error));
    CHECK(strstr(out.ptr, "\"seq\":1") != NULL && strstr(out.ptr, "\"seq\":2") == NULL);
    crm_buf_free(&out);
    EXPECT(CRM_OK, crm_events_ack(shop, "mail", CRM_NUL, 1, &error));
    EXPECT(CRM_OK, crm_events_take(shop, "mail", 4, 10, 60, &out, &error));
    CHECK(strstr(out.ptr, "\"seq\":1,") == NULL && strstr(out.ptr, "\"seq\":2") != NULL);
    crm_buf_free(&out);
    EXPECT(CRM_NOT_FOUND, crm_events_ack(shop, "nobody", CRM_NUL, 1, &error));
    EXPECT(CRM_INVALID_INPUT, crm_events_take(shop, "mail", CRM_NUL, 0, 60, &out, &error));
    EXPECT(CRM_OK, crm_close(shop, &error));
}

static void customers_are_found_by_identity(void) {
    crm *shop = open_file("customers.db");
    crm_tx *tx;
    int64_t id = 77, other = 77;
    EXPECT(CRM_OK, call(shop, "customers.create",
                        "{\"name\":\"\xe7\x8e\x8b\xe4\xbc\x9f\",\"identities\":[{\"kind\":\"email\",\"value\":\"Wei@Example.com\"}]}",
                        NULL, &error));
    EXPECT(CRM_OK, crm_customer_id(shop, "email", CRM_NUL, "wei@example.com", CRM_NUL, &id, &error));
    CHECK(id == 1);
    EXPECT(CRM_OK, crm_customer_id(shop, "email", 5, "nobody@example.com and more", 18, &id, &error));
    CHECK(id == 0);
    EXPECT(CRM_INVALID_INPUT, crm_customer_id(shop, "pigeon", CRM_NUL, "7", CRM_NUL, &id, &error));
    EXPECT(CRM_INVALID_INPUT, crm_customer_id(shop, "email", CRM_NUL, "\xff@example.com", CRM_NUL, &id, &error));
    EXPECT(CRM_INVALID_INPUT, crm_customer_id(shop, "email", CRM_NUL, "no address", CRM_NUL, &id, &error));
    EXPECT(CRM_MISUSE, crm_customer_id(shop, "email", CRM_NUL, NULL, 4, &id, &error));
    EXPECT(CRM_MISUSE, crm_customer_id(shop, "email", CRM_NUL, "a@b.com", CRM_NUL, NULL, &error));
    EXPECT(CRM_MISUSE, crm_customer_id(NULL, "email", CRM_NUL, "a@b.com", CRM_NUL, &id, &error));
    EXPECT(CRM_MISUSE, crm_tx_customer_id(NULL, "email", CRM_NUL, "a@b.com", CRM_NUL, &id, &error));

    EXPECT(CRM_OK, crm_begin(shop, CRM_WRITE, &tx, &error));
    EXPECT(CRM_OK, in(tx, "customers.create", "{\"identities\":[{\"kind\":\"email\",\"value\":\"li@example.com\"}]}", &error));
    EXPECT(CRM_OK, crm_tx_customer_id(tx, "email", CRM_NUL, "li@example.com", CRM_NUL, &id, &error));
    CHECK(id == 2);
    EXPECT(CRM_OK, crm_customer_id(shop, "email", CRM_NUL, "li@example.com", CRM_NUL, &other, &error));
    CHECK(other == 0);
    EXPECT(CRM_OK, crm_rollback(tx, &error));
    EXPECT(CRM_OK, crm_close(shop, &error));
}

static crm_text text_of(const char *text) {
    crm_text made;
    made.ptr = text;
    made.len = CRM_NUL;
    return made;
}

static const char *const COUNTS = "{\"sql\":\"SELECT count(*), sum(total_minor) FROM crm_orders\"}";

/* An order of two mugs at 12.50 and a lid at .80, less 1.00, that a guest has paid. */
static crm_order order_of(crm_order_line lines[2], crm_identity *guest, const char *key) {
    crm_order order;
    memset(lines, 0, 2 * sizeof *lines);
    lines[0].struct_size = lines[1].struct_size = sizeof *lines;
    lines[0].sku = text_of("MUG");
    lines[0].has = CRM_HAS_QUANTITY | CRM_HAS_UNIT_PRICE;
    lines[0].quantity_thousandths = 2000;
    lines[0].unit_price_micros = 12500000;
    lines[1].sku = text_of("LID");
    lines[1].name = text_of("A lid");
    lines[1].has = CRM_HAS_TOTAL;
    lines[1].total_minor = 80;
    guest->kind = text_of("email");
    guest->value = text_of("guest@example.com");
    memset(&order, 0, sizeof order);
    order.struct_size = sizeof order;
    order.has = CRM_HAS_PLACED_AT | CRM_HAS_DISCOUNT | CRM_PAID;
    order.guest_name = text_of("A guest");
    order.identities = guest;
    order.identity_count = 1;
    order.source = text_of("till");
    order.external_id = text_of(key);
    order.currency = text_of("USD");
    order.placed_at_ms = 1767225600000;
    order.discount_minor = 100;
    order.lines = lines;
    order.line_count = 2;
    return order;
}

static void orders_are_recorded_from_structs(void) {
    crm *shop = open_file("orders.db");
    crm_order_line lines[2];
    crm_identity guest;
    crm_order order = order_of(lines, &guest, "1"), many[3];
    crm_recorded recorded, all[3];
    crm_tx *tx;
    int at;
    EXPECT(CRM_OK, call(shop, "shop.configure", "{\"base_currency\":\"USD\"}", NULL, &error));
    EXPECT(CRM_OK, crm_record_order(shop, &order, &recorded, &error));
    CHECK(recorded.order_id == 1 && recorded.customer_id == 1);
    CHECK(answers(shop, "host.query_views", COUNTS, "[[1,2480]]"));
    /* The same key again is the same order. */
    EXPECT(CRM_OK, crm_record_order(shop, &order, NULL, &error));
    CHECK(answers(shop, "host.query_views", COUNTS, "[[1,2480]]"));

    /* In a transaction, for the customer that the guest became. */
    order = order_of(lines, &guest, "2");
    order.identities = NULL;
    order.identity_count = 0;
    order.guest_name.ptr = NULL;
    order.guest_name.len = 0;
    order.customer_id = recorded.customer_id;
    EXPECT(CRM_OK, crm_begin(shop, CRM_WRITE, &tx, &error));
    EXPECT(CRM_OK, crm_tx_record_order(tx, &order, &recorded, &error));
    CHECK(recorded.order_id == 2 && recorded.customer_id == 1);
    EXPECT(CRM_OK, crm_rollback(tx, &error));
    CHECK(answers(shop, "host.query_views", COUNTS, "[[1,2480]]"));

    /* Many at once: all or none, and the error says which. */
    for (at = 0; at < 3; at++) many[at] = order_of(lines, &guest, at == 0 ? "a" : at == 1 ? "b" : "c");
    many[1].currency = text_of("ZZZ");
    {
        crm_error *error;
        CHECK(crm_record_orders(shop, many, 3, all, &error) == CRM_INVALID_INPUT);
        CHECK(strstr(crm_error_json(error), "\"path\":\"/orders/1/currency\"") != NULL);
        crm_error_free(error);
    }
    CHECK(answers(shop, "host.query_views", COUNTS, "[[1,2480]]"));
    many[1].currency = text_of("USD");
    EXPECT(CRM_OK, crm_record_orders(shop, many, 3, all, &error));
    CHECK(all[0].order_id + 1 == all[1].order_id && all[2].customer_id == 1);
    EXPECT(CRM_OK, crm_record_orders(shop, many, 3, NULL, &error));
    EXPECT(CRM_OK, crm_record_orders(shop, NULL, 0, NULL, &error));
    CHECK(answers(shop, "host.query_views", COUNTS, "[[4,9920]]"));

    /* What makes no sense. */
    EXPECT(CRM_MISUSE, crm_record_order(NULL, &order, &recorded, &error));
    EXPECT(CRM_MISUSE, crm_record_order(shop, NULL, &recorded, &error));
    EXPECT(CRM_MISUSE, crm_tx_record_order(NULL, &order, &recorded, &error));
    EXPECT(CRM_MISUSE, crm_record_orders(NULL, many, 3, NULL, &error));
    EXPECT(CRM_MISUSE, crm_record_orders(shop, NULL, 3, NULL, &error));
    many[2].struct_size = 8;
    EXPECT(CRM_MISUSE, crm_record_orders(shop, many, 3, NULL, &error));
    order = order_of(lines, &guest, "3");
    order.has |= CRM_UNPAID;
    EXPECT(CRM_MISUSE, crm_record_order(shop, &order, NULL, &error));
    order = order_of(lines, &guest, "3");
    order.has |= 1u << 30;
    EXPECT(CRM_MISUSE, crm_record_order(shop, &order, NULL, &error));
    order = order_of(lines, &guest, "3");
    order.lines = NULL;
    EXPECT(CRM_MISUSE, crm_record_order(shop, &order, NULL, &error));
    order = order_of(lines, &guest, "3");
    order.identities = NULL;
    EXPECT(CRM_MISUSE, crm_record_order(shop, &order, NULL, &error));
    order = order_of(lines, &guest, "3");
    guest.kind = text_of("pigeon");
    EXPECT(CRM_INVALID_INPUT, crm_record_order(shop, &order, NULL, &error));
    order = order_of(lines, &guest, "3");
    lines[0].quantity_thousandths = -1;
    EXPECT(CRM_INVALID_INPUT, crm_record_order(shop, &order, NULL, &error));
    order = order_of(lines, &guest, "3");
    lines[0].unit_price_micros = lines[0].quantity_thousandths = INT64_MAX;
    EXPECT(CRM_INVALID_INPUT, crm_record_order(shop, &order, NULL, &error));
    order = order_of(lines, &guest, "3");
    order.placed_at_ms = INT64_MAX;
    EXPECT(CRM_INVALID_INPUT, crm_record_order(shop, &order, NULL, &error));
    order = order_of(lines, &guest, "3");
    order.state = text_of("lost");
    EXPECT(CRM_INVALID_INPUT, crm_record_order(shop, &order, NULL, &error));
    order = order_of(lines, &guest, "3");
    order.external_id = text_of("\xff");
    EXPECT(CRM_INVALID_INPUT, crm_record_order(shop, &order, NULL, &error));
    order = order_of(lines, &guest, "3");
    order.customer_id = 999;
    order.identity_count = 0;
    order.guest_name.ptr = NULL;
    order.guest_name.len = 0;
    EXPECT(CRM_NOT_FOUND, crm_record_order(shop, &order, NULL, &error));
    CHECK(answers(shop, "host.query_views", COUNTS, "[[4,9920]]"));
    CHECK(answers(shop, "system.check", NULL, "\"ok\":true"));
    EXPECT(CRM_OK, crm_close(shop, &error));
}

/* The rows of all batches of a stream, which ends with it. */
static int64_t rows_of(struct ArrowArrayStream *stream, int64_t columns) {
    struct ArrowSchema schema;
    struct ArrowArray batch;
    int64_t rows = 0;
    CHECK(stream->release != NULL);
    CHECK(stream->get_schema(stream, &schema) == 0 && schema.n_children == columns);
    CHECK(strcmp(schema.children[0]->name, "customer_id") == 0 && strcmp(schema.children[0]->format, "l") == 0);
    schema.release(&schema);
    for (;;) {
        CHECK(stream->get_next(stream, &batch) == 0);
        if (batch.release == NULL) break;
        CHECK(batch.n_children == columns && batch.children[0]->length == batch.length);
        CHECK(batch.length == 0 || ((const int64_t *)batch.children[0]->buffers[1])[0] == rows + 1);
        rows += batch.length;
        batch.release(&batch);
    }
    stream->release(stream);
    CHECK(stream->release == NULL);
    return rows;
}

static void tables_leave_as_arrow_streams(void) {
    crm *shop = open_file("arrow.db");
    struct ArrowArrayStream scores, customers;
    crm_order_line lines[2];
    crm_identity guest;
    crm_order order = order_of(lines, &guest, "1");
    EXPECT(CRM_OK, crm_record_order(shop, &order, NULL, &error));
    EXPECT(CRM_OK, call(shop, "customers.create", "{\"name\":\"Nobody yet\"}", NULL, &error));

    EXPECT(CRM_OK, crm_rfm_stream(shop, "{\"as_of\":\"2026-06-30\"}", CRM_NUL, &scores, &error));
    EXPECT(CRM_OK, crm_customers_stream(shop, NULL, 0, &customers, &error));
    /* A stream needs the handle no more. */
    EXPECT(CRM_OK, crm_close(shop, &error));
    CHECK(rows_of(&scores, 8) == 1);
    CHECK(rows_of(&customers, 16) == 2);

    shop = open_file("arrow.db");
    EXPECT(CRM_OK, crm_rfm_stream(shop, "{\"as_of\":\"2020-06-30\"}", CRM_NUL, &scores, &error));
    CHECK(rows_of(&scores, 8) == 0);
    /* A stream that nobody reads. */
    EXPECT(CRM_OK, crm_customers_stream(shop, "{\"archived\":true}", CRM_NUL, &customers, &error));
    customers.release(&customers);
    /* After an error there is nothing to release. */
    memset(&scores, 0x5a, sizeof scores);
    EXPECT(CRM_INVALID_INPUT, crm_rfm_stream(shop, "{\"as_of\":\"yesterday\"}", CRM_NUL, &scores, &error));
    CHECK(scores.release == NULL);
    EXPECT(CRM_INVALID_INPUT, crm_customers_stream(shop, "{} {}", CRM_NUL, &customers, &error));
    EXPECT(CRM_INVALID_INPUT, crm_customers_stream(shop, "{\"\xff\":1}", CRM_NUL, &customers, &error));
    EXPECT(CRM_MISUSE, crm_rfm_stream(shop, NULL, 3, &scores, &error));
    EXPECT(CRM_MISUSE, crm_rfm_stream(shop, NULL, 0, NULL, &error));
    EXPECT(CRM_MISUSE, crm_customers_stream(shop, NULL, 0, NULL, &error));
    EXPECT(CRM_MISUSE, crm_rfm_stream(NULL, NULL, 0, &scores, &error));
    EXPECT(CRM_MISUSE, crm_customers_stream(NULL, NULL, 0, &customers, &error));
    EXPECT(CRM_OK, crm_close(shop, &error));
}

static void descriptions(void) {
    crm_buf out;
    EXPECT(CRM_OK, crm_describe("catalog.upsert", CRM_NUL, &out, &error));
    CHECK(strstr(out.ptr, "\"sku\"") != NULL);
    crm_buf_free(&out);
    EXPECT(CRM_OK, crm_describe(NULL, 0, &out, &error));
    CHECK(strstr(out.ptr, "\"shop.configure\"") != NULL && strstr(out.ptr, "\"errors\"") != NULL);
    crm_buf_free(&out);
    EXPECT(CRM_UNKNOWN_OPERATION, crm_describe("shop.close", CRM_NUL, &out, &error));
    EXPECT(CRM_OK, crm_describe(NULL, 0, NULL, &error));
}

static void the_clock_moves_only_by_hand(void) {
    crm_options options = options_of(NULL);
    crm *shop;
    options.flags = CRM_OPEN_IN_MEMORY | CRM_OPEN_FIXED_CLOCK | CRM_OPEN_SEED;
    options.seed = 7;
    options.durability = CRM_DURABILITY_RELAXED;
    EXPECT(CRM_OK, crm_open(&options, &shop, &error));
    EXPECT(CRM_OK, call(shop, "catalog.upsert", upsert(1), NULL, &error));
    CHECK(answers(shop, "events.list", NULL, "\"at\":\"1970-01-01T00:00:00Z\""));
    EXPECT(CRM_OK, crm_set_clock(shop, 86400000, &error));
    EXPECT(CRM_OK, call(shop, "catalog.upsert", upsert(2), NULL, &error));
    CHECK(answers(shop, "events.list", NULL, "\"at\":\"1970-01-02T00:00:00Z\""));
    EXPECT(CRM_INVALID_INPUT, crm_set_clock(shop, INT64_MIN, &error));
    EXPECT(CRM_OK, crm_close(shop, &error));
    shop = in_memory();
    EXPECT(CRM_MISUSE, crm_set_clock(shop, 0, &error));
    EXPECT(CRM_OK, crm_close(shop, &error));
}

static const char *const ENDLESS =
    "{\"sql\":\"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n\"}";

static void deadlines_end_long_calls(void) {
    crm *shop = open_file("deadline.db");
    crm_tx *tx;
    EXPECT(CRM_OK, crm_begin(shop, CRM_READ, &tx, &error));
    EXPECT(CRM_OK, crm_tx_set_deadline(tx, 20, &error));
    EXPECT(CRM_INTERRUPTED, in(tx, "host.query", ENDLESS, &error));
    EXPECT(CRM_OK, crm_tx_set_deadline(tx, 0, &error));
    EXPECT(CRM_OK, in(tx, "shop.settings", NULL, &error));
    EXPECT(CRM_OK, crm_rollback(tx, &error));
    EXPECT(CRM_OK, crm_close(shop, &error));
}

struct endless {
    crm *shop;
    pthread_mutex_t lock;
    int ended;
};

static void *run_endless(void *argument) {
    struct endless *endless = argument;
    EXPECT(CRM_INTERRUPTED, call(endless->shop, "host.query", ENDLESS, NULL, &error));
    pthread_mutex_lock(&endless->lock);
    endless->ended = 1;
    pthread_mutex_unlock(&endless->lock);
    return NULL;
}

static void other_threads_interrupt(void) {
    struct endless endless;
    struct timespec pause = {0, 2000000};
    pthread_t thread;
    int ended = 0;
    endless.shop = open_file("interrupt.db");
    endless.ended = 0;
    CHECK(pthread_mutex_init(&endless.lock, NULL) == 0);
    CHECK(pthread_create(&thread, NULL, run_endless, &endless) == 0);
    /* The call may not have begun yet, so it is interrupted until it has ended. */
    while (!ended) {
        EXPECT(CRM_OK, crm_interrupt(endless.shop, &error));
        nanosleep(&pause, NULL);
        pthread_mutex_lock(&endless.lock);
        ended = endless.ended;
        pthread_mutex_unlock(&endless.lock);
    }
    CHECK(pthread_join(thread, NULL) == 0);
    EXPECT(CRM_OK, call(endless.shop, "shop.settings", NULL, NULL, &error));
    EXPECT(CRM_OK, crm_close(endless.shop, &error));
}

struct worker {
    crm *shop;
    int number;
};

static void *write_fifty(void *argument) {
    const struct worker *worker = argument;
    char json[128];
    int at;
    for (at = 0; at < 50; at++) {
        snprintf(json, sizeof json, "{\"sku\":\"T%d-%d\",\"name\":\"n\"}", worker->number, at);
        EXPECT(CRM_OK, call(worker->shop, "catalog.upsert", json, NULL, &error));
        snprintf(json, sizeof json, "{\"sku\":\"T%d-%d\"}", worker->number, at);
        CHECK(answers(worker->shop, "catalog.find", json, "\"name\":\"n\""));
    }
    return NULL;
}

static void *call_until_closed(void *argument) {
    for (;;) {
        crm_error *error;
        int32_t code = call((crm *)argument, "shop.settings", NULL, NULL, &error);
        crm_error_free(error);
        if (code == CRM_MISUSE) return NULL;
        CHECK(code == CRM_OK);
    }
}

static void threads_share_a_handle(void) {
    crm_options options = options_of(path_of("threads.db"));
    pthread_t threads[4];
    struct worker workers[4];
    crm *shop;
    int at;
    options.durability = CRM_DURABILITY_RELAXED;
    options.timeout_ms = 60000;
    EXPECT(CRM_OK, crm_open(&options, &shop, &error));
    for (at = 0; at < 4; at++) {
        workers[at].shop = shop;
        workers[at].number = at;
        CHECK(pthread_create(&threads[at], NULL, write_fifty, &workers[at]) == 0);
    }
    for (at = 0; at < 4; at++) CHECK(pthread_join(threads[at], NULL) == 0);
    CHECK(answers(shop, "host.query_views", "{\"sql\":\"SELECT count(*) FROM crm_products\"}", "[[200]]"));
    for (at = 0; at < 4; at++) CHECK(pthread_create(&threads[at], NULL, call_until_closed, shop) == 0);
    EXPECT(CRM_OK, crm_close(shop, &error));
    for (at = 0; at < 4; at++) CHECK(pthread_join(threads[at], NULL) == 0);
}

/* One thread may begin and another end. */
static void *commit_it(void *transaction) {
    EXPECT(CRM_OK, crm_commit((crm_tx *)transaction, &error));
    return NULL;
}

static void a_transaction_moves_between_threads(void) {
    crm *shop = open_file("moves.db");
    pthread_t thread;
    crm_tx *tx;
    EXPECT(CRM_OK, crm_begin(shop, CRM_WRITE, &tx, &error));
    EXPECT(CRM_OK, in(tx, "catalog.upsert", upsert(1), &error));
    CHECK(pthread_create(&thread, NULL, commit_it, tx) == 0);
    CHECK(pthread_join(thread, NULL) == 0);
    EXPECT(CRM_OK, call(shop, "catalog.upsert", upsert(2), NULL, &error));
    CHECK(answers(shop, "catalog.find", "{\"sku\":\"S1\"}", "Thing 1"));
    EXPECT(CRM_OK, crm_close(shop, &error));
}

static void a_fork_needs_a_handle_of_its_own(void) {
    crm *shop = open_file("fork.db"), *own;
    crm_tx *tx, *other;
    crm_error *before;
    pid_t child;
    int status;
    EXPECT(CRM_OK, crm_begin(shop, CRM_WRITE, &tx, &error));
    EXPECT(CRM_OK, in(tx, "catalog.upsert", upsert(1), &error));
    CHECK(call(shop, "no.such", NULL, NULL, &before) == CRM_UNKNOWN_OPERATION);
    child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        EXPECT(CRM_FORKED, call(shop, "shop.settings", NULL, NULL, &error));
        EXPECT(CRM_FORKED, crm_begin(shop, CRM_READ, &other, &error));
        EXPECT(CRM_FORKED, in(tx, "shop.settings", NULL, &error));
        EXPECT(CRM_FORKED, crm_commit(tx, &error));
        EXPECT(CRM_FORKED, crm_close(shop, &error));
        CHECK(crm_error_message(before)[0] == 0);
        own = open_file("fork-child.db");
        EXPECT(CRM_OK, call(own, "catalog.upsert", upsert(2), NULL, &error));
        EXPECT(CRM_OK, crm_close(own, &error));
        _exit(0);
    }
    CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0);
    CHECK(crm_error_code(before) == CRM_UNKNOWN_OPERATION);
    crm_error_free(before);
    EXPECT(CRM_OK, crm_commit(tx, &error));
    CHECK(answers(shop, "catalog.find", "{\"sku\":\"S1\"}", "Thing 1"));
    CHECK(answers(shop, "system.check", NULL, "\"ok\":true"));
    EXPECT(CRM_OK, crm_close(shop, &error));
}

#ifdef CRM_FAULT
int32_t crm_test_panic(const crm *handle, crm_error **error);

/* A defect of the library ends neither the program nor a transaction half way, prints nothing, and is remembered. */
static void a_defect_poisons_the_handle(void) {
    crm *shop = open_file("fault.db");
    crm_tx *tx, *other;
    crm_error *error;
    struct stat printed;
    int saved = dup(2);
    EXPECT(CRM_OK, crm_begin(shop, CRM_WRITE, &tx, &error));
    EXPECT(CRM_OK, in(tx, "catalog.upsert", upsert(1), &error));
    CHECK(saved >= 0 && freopen(path_of("printed"), "w", stderr) != NULL);
    CHECK(crm_test_panic(shop, &error) == CRM_INTERNAL);
    CHECK(crm_test_panic(shop, NULL) == CRM_INTERNAL);
    fflush(stderr);
    CHECK(dup2(saved, 2) == 2 && close(saved) == 0);
    CHECK(stat(path_of("printed"), &printed) == 0 && printed.st_size == 0);
    CHECK(strstr(crm_error_json(error), "secret") == NULL);
    CHECK(strstr(crm_error_message(error), "fault.rs") != NULL);
    crm_error_free(error);
    EXPECT(CRM_POISONED, call(shop, "shop.settings", NULL, NULL, &error));
    EXPECT(CRM_POISONED, crm_begin(shop, CRM_READ, &other, &error));
    EXPECT(CRM_POISONED, in(tx, "catalog.upsert", upsert(2), &error));
    EXPECT(CRM_POISONED, crm_commit(tx, &error));
    EXPECT(CRM_OK, crm_close(shop, &error));
    shop = open_file("fault.db");
    CHECK(answers(shop, "catalog.find", "{\"sku\":\"S1\"}", "null"));
    EXPECT(CRM_OK, crm_close(shop, &error));
}
#endif

static void remove_folder(void) {
    char command[64];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    CHECK(system(command) == 0);
}

int main(void) {
    CHECK(mkdtemp(folder) != NULL);
    versions_and_codes();
    options_are_checked();
    files_are_opened_safely();
    handles_are_checked();
    texts_are_checked();
    answers_and_errors_are_owned();
    transactions_hold_the_hosts_tables();
    a_request_key_has_effect_once();
    a_writer_that_does_not_wait_is_told_so();
    events_are_taken_and_acknowledged();
    customers_are_found_by_identity();
    orders_are_recorded_from_structs();
    tables_leave_as_arrow_streams();
    descriptions();
    the_clock_moves_only_by_hand();
    deadlines_end_long_calls();
    other_threads_interrupt();
    threads_share_a_handle();
    a_transaction_moves_between_threads();
    a_fork_needs_a_handle_of_its_own();
#ifdef CRM_FAULT
    a_defect_poisons_the_handle();
#endif
    remove_folder();
    puts("the C interface holds");
    return 0;
}
