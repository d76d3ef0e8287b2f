/* The smallest JSON reader that the scenarios need: parse, look up, write. For tests only; it trusts its input. */
#ifndef JSON_H
#define JSON_H

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef enum { JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT } json_type;

typedef struct json {
    json_type type;
    char *key;          /* in an object */
    char *text;         /* of a string, unescaped, or of a number */
    struct json *first; /* of an array or object */
    struct json *next;
} json;

typedef struct {
    char *text;
    size_t length, room;
} json_text;

static inline void json_put(json_text *out, const char *bytes, size_t length) {
    if (out->length + length + 1 > out->room) {
        out->room = 2 * (out->length + length + 1);
        out->text = (char *)realloc(out->text, out->room);
        if (out->text == NULL) abort();
    }
    memcpy(out->text + out->length, bytes, length);
    out->length += length;
    out->text[out->length] = 0;
}

static inline json *json_new(json_type type) {
    json *value = (json *)calloc(1, sizeof *value);
    if (value == NULL) abort();
    value->type = type;
    return value;
}

static inline void json_free(json *value) {
    while (value != NULL) {
        json *next = value->next;
        json_free(value->first);
        free(value->key);
        free(value->text);
        free(value);
        value = next;
    }
}

static inline void json_skip(const char **at) {
    while (**at == ' ' || **at == '\n' || **at == '\r' || **at == '\t') ++*at;
}

static inline unsigned json_hex(const char *at) {
    char digits[5] = {at[0], at[1], at[2], at[3], 0};
    return (unsigned)strtoul(digits, NULL, 16);
}

static inline void json_put_code_point(json_text *out, unsigned point) {
    char bytes[4];
    size_t length = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4, i;
    static const unsigned char heads[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (i = length; i-- > 1; point >>= 6) bytes[i] = (char)(0x80 | (point & 0x3F));
    bytes[0] = (char)(heads[length] | point);
    json_put(out, bytes, length);
}

/* A string behind its opening quote; NULL when it has no end. */
static inline char *json_string(const char **at) {
    json_text out = {NULL, 0, 0};
    json_put(&out, "", 0);
    while (**at != '"') {
        if (**at == 0) return free(out.text), NULL;
        if (**at != '\\') {
            json_put(&out, (*at)++, 1);
            continue;
        }
        ++*at;
        if (**at == 'u') {
            unsigned point = json_hex(*at + 1);
            *at += 5;
            if (point >= 0xD800 && point < 0xDC00 && (*at)[0] == '\\' && (*at)[1] == 'u') {
                point = 0x10000 + ((point - 0xD800) << 10) + (json_hex(*at + 2) - 0xDC00);
                *at += 6;
            }
            json_put_code_point(&out, point);
        } else {
            static const char names[] = "bfnrt", values[] = "\b\f\n\r\t";
            const char *named = strchr(names, **at);
            json_put(&out, named != NULL ? &values[named - names] : *at, 1);
            ++*at;
        }
    }
    ++*at;
    return out.text;
}

/* One value; NULL when there is none. */
static inline json *json_value(const char **at) {
    json *value;
    json_skip(at);
    if (strncmp(*at, "null", 4) == 0) return *at += 4, json_new(JSON_NULL);
    if (strncmp(*at, "true", 4) == 0) return *at += 4, json_new(JSON_TRUE);
    if (strncmp(*at, "false", 5) == 0) return *at += 5, json_new(JSON_FALSE);
    if (**at == '"') {
        value = json_new(JSON_STRING);
        ++*at;
        value->text = json_string(at);
        if (value->text == NULL) return json_free(value), NULL;
        return value;
    }
    if (**at == '-' || isdigit((unsigned char)**at)) {
        size_t length = strspn(*at, "+-0123456789.eE");
        json_text out = {NULL, 0, 0};
        json_put(&out, *at, length);
        value = json_new(JSON_NUMBER);
        value->text = out.text;
        *at += length;
        return value;
    }
    if (**at == '[' || **at == '{') {
        char end = **at == '[' ? ']' : '}';
        json **last;
        value = json_new(**at == '[' ? JSON_ARRAY : JSON_OBJECT);
        last = &value->first;
        ++*at;
        for (json_skip(at); **at != end; json_skip(at)) {
            char *key = NULL;
            if (value->type == JSON_OBJECT) {
                if (**at == '"') ++*at, key = json_string(at);
                json_skip(at);
                if (key == NULL || **at != ':') return free(key), json_free(value), NULL;
                ++*at;
            }
            *last = json_value(at);
            if (*last == NULL) return free(key), json_free(value), NULL;
            (*last)->key = key;
            last = &(*last)->next;
            json_skip(at);
            if (**at == ',') ++*at;
        }
        ++*at;
        return value;
    }
    return NULL;
}

static inline json *json_parse(const char *text) {
    json *value = json_value(&text);
    json_skip(&text);
    if (*text != 0) return json_free(value), NULL;
    return value;
}

/* A field of an object, an element of an array by its number, or NULL. */
static inline json *json_get(const json *value, const char *key) {
    json *item;
    char *end;
    unsigned long at = strtoul(key, &end, 10);
    int counts = value != NULL && value->type == JSON_ARRAY && *key != 0 && *end == 0;
    for (item = value != NULL ? value->first : NULL; item != NULL; item = item->next) {
        if (counts ? at-- == 0 : item->key != NULL && strcmp(item->key, key) == 0) return item;
    }
    return NULL;
}

static inline const char *json_text_of(const json *value, const char *otherwise) {
    return value != NULL && value->text != NULL ? value->text : otherwise;
}

static inline void json_put_quoted(json_text *out, const char *text) {
    char escape[8];
    json_put(out, "\"", 1);
    for (; *text != 0; text++) {
        if (*text == '"' || *text == '\\' || (unsigned char)*text < 0x20) {
            json_put(out, escape, (size_t)snprintf(escape, sizeof escape, "\\u%04x", (unsigned)(unsigned char)*text));
        } else {
            json_put(out, text, 1);
        }
    }
    json_put(out, "\"", 1);
}

static inline void json_write(json_text *out, const json *value) {
    static const char *const words[] = {"null", "false", "true"};
    const json *item;
    switch (value->type) {
        case JSON_NUMBER: json_put(out, value->text, strlen(value->text)); return;
        case JSON_STRING: json_put_quoted(out, value->text); return;
        case JSON_ARRAY:
        case JSON_OBJECT: break;
        default: json_put(out, words[value->type], strlen(words[value->type])); return;
    }
    json_put(out, value->type == JSON_ARRAY ? "[" : "{", 1);
    for (item = value->first; item != NULL; item = item->next) {
        if (item != value->first) json_put(out, ",", 1);
        if (item->key != NULL) json_put_quoted(out, item->key), json_put(out, ":", 1);
        json_write(out, item);
    }
    json_put(out, value->type == JSON_ARRAY ? "]" : "}", 1);
}

#endif
