/* kill -9 in the middle of writing, through the C interface: what was acknowledged is there; of the shop's own row and
 * the order of the CRM both are there, or neither. Usage: crash FOLDER ROUNDS
 */
#define _POSIX_C_SOURCE 200809L

#include "check.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WRITERS = 2, KEY = 32 };

static crm *open_shop(const char *path) {
    crm_options options = options_of(path);
    crm *shop = NULL;
    options.timeout_ms = 60000;
    EXPECT(CRM_OK, crm_open(&options, &shop, &error));
    return shop;
}

/* One sale: the shop's row and the order in one transaction. */
static void sell(const crm *shop, long long customer, const char *key) {
    char json[512];
    crm_tx *tx = NULL;
    EXPECT(CRM_OK, crm_begin(shop, CRM_WRITE, &tx, &error));
    snprintf(json, sizeof json, "{\"sql\": \"INSERT INTO shop_order (key) VALUES (?1)\", \"params\": [\"%s\"]}", key);
    EXPECT(CRM_OK, crm_tx_call(tx, "host.execute", CRM_NUL, json, CRM_NUL, NULL, &error));
    snprintf(json, sizeof json,
             "{\"customer\": %lld, \"source\": \"shop\", \"external_id\": \"%s\", \"paid\": true,"
             " \"total\": {\"amount\": \"0.01\", \"currency\": \"EUR\"}}",
             customer, key);
    EXPECT(CRM_OK, crm_tx_call(tx, "orders.record", CRM_NUL, json, CRM_NUL, NULL, &error));
    EXPECT(CRM_OK, crm_commit(tx, &error));
}

/* Sells until it is killed, and tells of each sale in a line of fixed length. */
static void be_writer(const char *path, int writer, int out) {
    crm *shop = open_shop(path);
    char json[256];
    int64_t customer = 0;
    snprintf(json, sizeof json,
             "{\"name\": \"x\", \"identities\": [{\"kind\": \"external_id\", \"value\": \"shop:%d\"}]}", writer);
    EXPECT(CRM_OK, call(shop, "customers.create", json, NULL, &error));
    snprintf(json, sizeof json, "shop:%d", writer);
    EXPECT(CRM_OK, crm_customer_id(shop, "external_id", CRM_NUL, json, CRM_NUL, &customer, &error));
    for (long number = 0;; number++) {
        char key[KEY] = {0};
        snprintf(key, sizeof key, ",%d-%ld,", writer, number);
        sell(shop, (long long)customer, key);
        if (write(out, key, sizeof key) != (ssize_t)sizeof key) exit(1);
    }
}

/* All keys in one text, sorted. */
static char *keys(const crm *shop, const char *op, const char *column, const char *table) {
    char json[256];
    crm_buf answer = {NULL, 0};
    char *copy;
    snprintf(json, sizeof json, "{\"sql\": \"SELECT group_concat(k, '') FROM (SELECT %s AS k FROM %s ORDER BY 1)\"}", column,
             table);
    EXPECT(CRM_OK, call(shop, op, json, &answer, &error));
    copy = malloc(answer.len + 1);
    CHECK(copy != NULL);
    memcpy(copy, answer.ptr, answer.len);
    copy[answer.len] = '\0';
    crm_buf_free(&answer);
    return copy;
}

/* The part of an answer that holds the rows. */
static const char *rows_of(const char *answer) {
    const char *rows = strstr(answer, "\"rows\"");
    CHECK(rows != NULL);
    return rows;
}

static int round_of(const char *path, long after_ms) {
    int pipes[WRITERS][2];
    pid_t writers[WRITERS];
    char key[KEY];
    crm *shop = open_shop(path);
    struct timespec pause;
    char *host, *ours;
    int told = 0;

    EXPECT(CRM_OK, call(shop, "host.execute", "{\"sql\": \"CREATE TABLE shop_order (key TEXT PRIMARY KEY)\"}", NULL, &error));
    EXPECT(CRM_OK, crm_close(shop, &error));
    for (int writer = 0; writer < WRITERS; writer++) {
        CHECK(pipe(pipes[writer]) == 0);
        writers[writer] = fork();
        CHECK(writers[writer] >= 0);
        if (writers[writer] == 0) be_writer(path, writer, pipes[writer][1]);
        close(pipes[writer][1]);
    }
    /* Each has sold something before the clock starts. */
    char first[WRITERS][KEY];
    for (int writer = 0; writer < WRITERS; writer++) CHECK(read(pipes[writer][0], first[writer], KEY) == KEY);
    pause.tv_sec = 0;
    pause.tv_nsec = after_ms * 1000000L;
    nanosleep(&pause, NULL);
    for (int writer = 0; writer < WRITERS; writer++) CHECK(kill(writers[writer], SIGKILL) == 0);
    for (int writer = 0; writer < WRITERS; writer++) CHECK(waitpid(writers[writer], NULL, 0) == writers[writer]);

    shop = open_shop(path);
    host = keys(shop, "host.query", "key", "shop_order");
    ours = keys(shop, "host.query_views", "external_id", "crm_orders");
    CHECK(strcmp(rows_of(host), rows_of(ours)) == 0);
    for (int writer = 0; writer < WRITERS; writer++) {
        memcpy(key, first[writer], KEY);
        do {
            CHECK(strstr(ours, key) != NULL);
            told++;
        } while (read(pipes[writer][0], key, KEY) == KEY);
        close(pipes[writer][0]);
    }
    CHECK(answers_at(__LINE__, shop, "system.check", "{}", "\"ok\":true"));
    EXPECT(CRM_OK, crm_close(shop, &error));
    free(host);
    free(ours);
    return told;
}

int main(int count, char **arguments) {
    int told = 0;
    CHECK(count == 3);
    srand(7);
    for (int turn = 0; turn < atoi(arguments[2]); turn++) {
        char path[512];
        snprintf(path, sizeof path, "%s/%d.db", arguments[1], turn);
        told += round_of(path, rand() % 200);
    }
    printf("c: %d acknowledged sales of killed writers are whole\n", told);
    return 0;
}
