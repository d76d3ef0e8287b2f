/* Runs scenario files through the C interface: `scenarios [--in-memory] FILE.json …`. Their form: the head of
 * tests/scenarios.rs. */
#define _POSIX_C_SOURCE 200809L

#include "check.h"
#include "json.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

static char *read_file(const char *path) {
    json_text out = {NULL, 0, 0};
    char piece[65536];
    size_t length;
    FILE *file = fopen(path, "rb");
    CHECK(file != NULL);
    while ((length = fread(piece, 1, sizeof piece, file)) > 0) json_put(&out, piece, length);
    fclose(file);
    CHECK(out.text != NULL);
    return out.text;
}

/* Milliseconds since 1970 of YYYY-MM-DDThh:mm:ssZ. */
static int64_t millis_of(const char *text) {
    int year, month, day, hour, minute, second;
    int64_t era, days;
    unsigned of_era, of_year;
    CHECK(sscanf(text, "%d-%d-%dT%d:%d:%dZ", &year, &month, &day, &hour, &minute, &second) == 6);
    year -= month <= 2;
    era = (year >= 0 ? year : year - 399) / 400;
    of_era = (unsigned)(year - era * 400);
    of_year = (153u * (unsigned)(month + (month > 2 ? -3 : 9)) + 2) / 5 + (unsigned)day - 1;
    days = era * 146097 + (int64_t)(of_era * 365 + of_era / 4 - of_era / 100 + of_year) - 719468;
    return (((days * 24 + hour) * 60 + minute) * 60 + second) * 1000;
}

/* A deep copy in which "$name.path" is replaced by what was bound. */
static json *substitute(const json *value, const json *bound) {
    json *copy, **last;
    const json *item, *found = value;
    if (value->type == JSON_STRING && value->text[0] == '$' && strcmp(value->text, "$any") != 0) {
        char path[256], *part;
        CHECK(strlen(value->text) < sizeof path);
        memcpy(path, value->text, strlen(value->text) + 1);
        found = bound;
        for (part = strtok(path + 1, "."); part != NULL; part = strtok(NULL, ".")) found = json_get(found, part);
        if (found == NULL) {
            fprintf(stderr, "nothing is bound to %s\n", value->text);
            exit(1);
        }
        bound = NULL;
    }
    copy = json_new(found->type);
    if (found->text != NULL) {
        json_text text = {NULL, 0, 0};
        json_put(&text, found->text, strlen(found->text));
        copy->text = text.text;
    }
    last = &copy->first;
    for (item = found->first; item != NULL; item = item->next, last = &(*last)->next) {
        /* What was bound is a result and holds no names. */
        json nothing = {JSON_OBJECT, NULL, NULL, NULL, NULL};
        *last = substitute(item, bound != NULL ? bound : &nothing);
        if (item->key != NULL) {
            json_text key = {NULL, 0, 0};
            json_put(&key, item->key, strlen(item->key));
            (*last)->key = key.text;
        }
    }
    return copy;
}

static size_t count(const json *value) {
    size_t items = 0;
    const json *item;
    for (item = value->first; item != NULL; item = item->next) items++;
    return items;
}

/* Whether `found` holds what is expected; the place of the first difference otherwise, in `path`. */
static int matches(const json *expected, const json *found, char *path, size_t room) {
    const json *item, *other;
    size_t end = strlen(path), at = 0;
    if (expected->type == JSON_STRING && strcmp(expected->text, "$any") == 0) return found->type != JSON_NULL;
    if (expected->type != found->type) return 0;
    if (expected->type == JSON_STRING) return strcmp(expected->text, found->text) == 0;
    if (expected->type == JSON_NUMBER) return strtod(expected->text, NULL) == strtod(found->text, NULL);
    if (expected->type == JSON_ARRAY && count(expected) != count(found)) return 0;
    for (item = expected->first, other = found->first; item != NULL; item = item->next, at++) {
        if (expected->type == JSON_OBJECT) {
            snprintf(path + end, room - end, "/%s", item->key);
            other = json_get(found, item->key);
        } else {
            snprintf(path + end, room - end, "/%lu", (unsigned long)at);
        }
        if (other == NULL || !matches(item, other, path, room)) return 0;
        if (expected->type == JSON_ARRAY) other = other->next;
        path[end] = 0;
    }
    return 1;
}

/* Calls a step; its result, or its error with `*failed` set. */
static json *step(const crm *shop, const json *what, const json *bound, int *failed) {
    json empty = {JSON_OBJECT, NULL, NULL, NULL, NULL}, *input, *result;
    const json *given = json_get(what, "input");
    json_text text = {NULL, 0, 0};
    crm_buf out;
    crm_error *error;
    input = substitute(given != NULL ? given : &empty, bound);
    json_write(&text, input);
    *failed = crm_call(shop, json_text_of(json_get(what, "op"), ""), CRM_NUL, text.text, (ptrdiff_t)text.length, &out,
                       &error) != CRM_OK;
    result = json_parse(*failed ? crm_error_json(error) : out.ptr);
    CHECK(result != NULL);
    crm_error_free(error);
    crm_buf_free(&out);
    free(text.text);
    json_free(input);
    return result;
}

static int differs(const json *expected, const json *bound, const json *found, const char *name) {
    char path[512] = "";
    json *wanted = substitute(expected, bound);
    int same = matches(wanted, found, path, sizeof path);
    if (!same) {
        json_text text = {NULL, 0, 0};
        json_write(&text, found);
        fprintf(stderr, "%s\n    differs at %s: %s\n", name, path, text.text);
        free(text.text);
    }
    json_free(wanted);
    return !same;
}

static void empty_folder(const char *folder) {
    DIR *files = opendir(folder);
    struct dirent *file;
    char path[1024];
    CHECK(files != NULL);
    while ((file = readdir(files)) != NULL) {
        snprintf(path, sizeof path, "%s/%s", folder, file->d_name);
        if (file->d_name[0] != '.') CHECK(unlink(path) == 0);
    }
    closedir(files);
}

static int run(const json *scenario, const char *folder, int in_memory) {
    const char *name = json_text_of(json_get(scenario, "name"), "without a name");
    const json *then = json_get(scenario, "then"), *error_wanted = json_get(scenario, "error"), *given;
    json *bound = json_new(JSON_OBJECT), *result;
    char path[1024];
    crm_options options;
    crm *shop;
    int failed, wrong = 0;
    snprintf(path, sizeof path, "%s/shop.db", folder);
    options = options_of(path);
    options.flags = CRM_OPEN_FIXED_CLOCK | CRM_OPEN_SEED | (in_memory ? CRM_OPEN_IN_MEMORY : 0);
    options.durability = CRM_DURABILITY_RELAXED;
    options.fixed_clock_ms = millis_of(json_text_of(json_get(scenario, "clock"), "2026-01-01T00:00:00Z"));
    options.seed = strtoull(json_text_of(json_get(scenario, "seed"), "1"), NULL, 10);
    EXPECT(CRM_OK, crm_open(&options, &shop, &error));
    given = json_get(scenario, "given");
    for (given = given != NULL ? given->first : NULL; given != NULL && !wrong; given = given->next) {
        const char *as = json_text_of(json_get(given, "as"), NULL);
        result = step(shop, given, bound, &failed);
        if (failed) {
            fprintf(stderr, "%s\n    given %s: %s\n", name, json_text_of(json_get(given, "op"), "?"),
                    json_text_of(json_get(result, "message"), "?"));
            wrong = 1;
        }
        if (as == NULL) {
            json_free(result);
            continue;
        }
        result->key = strdup(as);
        result->next = bound->first;
        bound->first = result;
    }
    if (!wrong) {
        result = step(shop, json_get(scenario, "when"), bound, &failed);
        if ((then == NULL) == (error_wanted == NULL)) {
            fprintf(stderr, "%s\n    a scenario has either `then` or `error`\n", name);
            wrong = 1;
        } else {
            if (failed != (error_wanted != NULL)) fprintf(stderr, "%s: %s\n", name, failed ? "failed" : "no error");
            wrong = differs(then != NULL ? then : error_wanted, bound, result, name) || failed != (error_wanted != NULL);
        }
        json_free(result);
    }
    json_free(bound);
    EXPECT(CRM_OK, crm_close(shop, &error));
    empty_folder(folder);
    return wrong;
}

int main(int count_of_arguments, char **arguments) {
    char folder[] = "/tmp/crm-scenarios-XXXXXX";
    int ran = 0, wrong = 0;
    int in_memory = count_of_arguments > 1 && strcmp(arguments[1], "--in-memory") == 0, at;
    CHECK(mkdtemp(folder) != NULL);
    for (at = 1 + in_memory; at < count_of_arguments; at++) {
        char *text = read_file(arguments[at]);
        json *all = json_parse(text), *scenario;
        if (all == NULL) fprintf(stderr, "%s is not JSON\n", arguments[at]);
        CHECK(all != NULL && all->type == JSON_ARRAY);
        for (scenario = all->first; scenario != NULL; scenario = scenario->next, ran++) {
            wrong += run(scenario, folder, in_memory);
        }
        json_free(all);
        free(text);
    }
    CHECK(rmdir(folder) == 0);
    printf("%d of %d scenarios hold in C\n", ran - wrong, ran);
    return wrong != 0 || ran == 0;
}
