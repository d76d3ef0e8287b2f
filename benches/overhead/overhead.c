/* What a call costs from C: the typed look-up and the JSON entry, beside the same calls in Rust (`measure gets`). */
#define _POSIX_C_SOURCE 200809L
#include <crm.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { CALLS = 50000 };

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double times[CALLS];

static void report(const char *name) {
    qsort(times, CALLS, sizeof times[0], ascending);
    printf("{\"measure\": \"%s\", \"p50_us\": %.3f, \"p99_us\": %.3f}\n", name, times[CALLS / 2], times[CALLS / 100 * 99]);
}

int main(int count, char **arguments) {
    if (count != 4) return 2;
    crm_options options = {.struct_size = sizeof options, .path = arguments[1], .path_len = CRM_NUL};
    crm *shop = NULL;
    crm_tx *tx = NULL;
    if (crm_open(&options, &shop, NULL) != CRM_OK || crm_begin(shop, CRM_READ, &tx, NULL) != CRM_OK) return 1;
    size_t length = strlen(arguments[2]);
    for (int at = 0; at < CALLS; at++) {
        int64_t id = 0;
        double start = now();
        int32_t code = crm_tx_customer_id(tx, "email", 5, arguments[2], (ptrdiff_t)length, &id, NULL);
        times[at] = now() - start;
        if (code != CRM_OK) return 1;
    }
    report("C, typed look-up in a transaction");
    for (int at = 0; at < CALLS; at++) {
        crm_buf answer = {0};
        double start = now();
        int32_t code = crm_tx_call(tx, "customers.get", CRM_NUL, arguments[3], CRM_NUL, &answer, NULL);
        times[at] = now() - start;
        crm_buf_free(&answer);
        if (code != CRM_OK) return 1;
    }
    report("C, customers.get in a transaction");
    if (crm_rollback(tx, NULL) != CRM_OK) return 1;
    return crm_close(shop, NULL) == CRM_OK ? 0 : 1;
}
