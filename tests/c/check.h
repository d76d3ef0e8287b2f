/* What the C tests share: checks that say where they failed, and short forms of the calls. */
#ifndef CHECK_H
#define CHECK_H

#include "crm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(condition)                                                            \
    do {                                                                            \
        if (!(condition)) {                                                         \
            fprintf(stderr, "%s:%d: failed: %s\n", __FILE__, __LINE__, #condition); \
            exit(1);                                                                \
        }                                                                           \
    } while (0)

/* Checks a code and says which error came instead; frees the error. */
#define EXPECT(expected, call)                                                                         \
    do {                                                                                               \
        crm_error *error = NULL;                                                                       \
        int32_t code_ = (call);                                                                        \
        if (code_ != (expected)) {                                                                     \
            fprintf(stderr, "%s:%d: %s\n    expected %s, found %d %s\n", __FILE__, __LINE__, #call,    \
                    crm_code_name(expected), (int)code_, crm_error_json(error));                       \
            exit(1);                                                                                   \
        }                                                                                              \
        CHECK((code_ == CRM_OK) == (error == NULL));                                                   \
        CHECK(crm_error_code(error) == code_);                                                         \
        CHECK(code_ == CRM_OK || strstr(crm_error_json(error), crm_code_name(code_)) != NULL);         \
        crm_error_free(error);                                                                         \
    } while (0)

/* Options with a path, everything else at its default. */
static inline crm_options options_of(const char *path) {
    crm_options options;
    memset(&options, 0, sizeof options);
    options.struct_size = sizeof options;
    options.path = path;
    options.path_len = CRM_NUL;
    return options;
}

/* A private shop in memory. */
static inline crm *in_memory(void) {
    crm_options options = options_of(NULL);
    crm *shop = NULL;
    options.flags = CRM_OPEN_IN_MEMORY;
    EXPECT(CRM_OK, crm_open(&options, &shop, &error));
    return shop;
}

/* Calls an operation with texts that end with NUL; the caller owns the answer. */
static inline int32_t call(const crm *shop, const char *op, const char *json, crm_buf *out, crm_error **error) {
    return crm_call(shop, op, CRM_NUL, json, CRM_NUL, out, error);
}

/* Whether an operation answers with a text that holds `part`. */
static inline int answers_at(int line, const crm *shop, const char *op, const char *json, const char *part) {
    crm_buf out = {NULL, 0};
    crm_error *error;
    int found;
    if (call(shop, op, json, &out, &error) != CRM_OK) {
        fprintf(stderr, "line %d: %s: %s\n", line, op, crm_error_json(error));
        exit(1);
    }
    CHECK(strlen(out.ptr) == out.len);
    found = strstr(out.ptr, part) != NULL;
    crm_buf_free(&out);
    return found;
}
#define answers(shop, op, json, part) answers_at(__LINE__, shop, op, json, part)

#endif
