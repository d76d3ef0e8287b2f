/* How many customers have each RFM label as of a day: `labels FILE YYYY-MM-DD`. Reads the scores column by column from
 * an Arrow stream, as any data frame library would.
 */
#include <crm.h>

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* The number of a column, -1 when there is none of that name. */
static int64_t column_of(const struct ArrowSchema *schema, const char *name) {
    int64_t at;
    for (at = 0; at < schema->n_children; at++) {
        if (strcmp(schema->children[at]->name, name) == 0) return at;
    }
    return -1;
}

/* Adds up the labels of a batch: the column holds one byte per customer, the number of a text in its dictionary. */
static void count_batch(const struct ArrowArray *column, uint64_t counts[256]) {
    const uint8_t *numbers = (const uint8_t *)column->buffers[1] + column->offset;
    int64_t at;
    for (at = 0; at < column->length; at++) counts[numbers[at]]++;
}

/* A dictionary is an array of text: where each one begins, and all their bytes. */
static void print_counts(const struct ArrowArray *dictionary, const uint64_t counts[256]) {
    const int32_t *starts = (const int32_t *)dictionary->buffers[1] + dictionary->offset;
    const char *bytes = (const char *)dictionary->buffers[2];
    int64_t at;
    for (at = 0; at < dictionary->length && at < 256; at++) {
        if (counts[at] > 0) printf("%.*s %" PRIu64 "\n", (int)(starts[at + 1] - starts[at]), bytes + starts[at], counts[at]);
    }
}

static int print_labels(struct ArrowArrayStream *scores) {
    uint64_t counts[256] = {0};
    struct ArrowSchema schema;
    struct ArrowArray batch, last;
    int64_t label;
    int failed = 0;

    if (scores->get_schema(scores, &schema) != 0) return 1;
    label = column_of(&schema, "label");
    schema.release(&schema);
    if (label < 0) return 1;

    memset(&last, 0, sizeof last);
    for (;;) {
        failed = scores->get_next(scores, &batch);
        if (failed || batch.release == NULL) break;
        count_batch(batch.children[label], counts);
        if (last.release != NULL) last.release(&last);
        last = batch;
    }
    if (last.release != NULL) {
        if (!failed) print_counts(last.children[label]->dictionary, counts);
        last.release(&last);
    }
    return failed;
}

int main(int count, char **arguments) {
    struct ArrowArrayStream scores;
    crm_options options;
    crm *shop = NULL;
    crm_error *error = NULL;
    char as_of[64];
    int32_t code;
    int failed = 0;

    if (count != 3 || strlen(arguments[2]) != 10) {
        fprintf(stderr, "usage: labels FILE YYYY-MM-DD\n");
        return 2;
    }
    memset(&options, 0, sizeof options);
    options.struct_size = sizeof options;
    options.path = arguments[1];
    options.path_len = CRM_NUL;
    options.flags = CRM_OPEN_READ_ONLY;
    snprintf(as_of, sizeof as_of, "{\"as_of\": \"%s\"}", arguments[2]);

    code = crm_open(&options, &shop, &error);
    if (code == CRM_OK) code = crm_rfm_stream(shop, as_of, CRM_NUL, &scores, &error);
    if (code == CRM_OK) {
        failed = print_labels(&scores);
        scores.release(&scores);
    } else {
        fprintf(stderr, "%s: %s\n", crm_code_name(code), crm_error_message(error));
    }
    crm_error_free(error);
    if (shop != NULL) crm_close(shop, NULL);
    return code == CRM_OK && !failed ? 0 : 1;
}
