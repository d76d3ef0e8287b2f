/*
 * Faults and a flight recorder between a program and its files, as a library
 * for LD_PRELOAD. Linux on a 64-bit machine with glibc and /proc. It is one
 * long file so that one command builds it.
 *
 *     cc -std=c11 -Wall -Wextra -Wpedantic -Werror -O2 -fPIC -shared \
 *        -pthread -o shim.so shim.c
 *
 * It stands in for open, openat, creat, write, writev, pwrite, ftruncate,
 * fallocate, fsync, fdatasync, unlink, rename and their variants; each is
 * passed on as a bare system call. What it cannot see: writes through mmap (the
 * -shm file of SQLite, which is rebuilt after a power loss), through stdio, by
 * bare system calls, and those of statically linked programs; hard links and
 * the making of directories are not recorded. copy_file_range and sendfile are answered
 * with "not supported" while recording, so that callers copy with write.
 *
 * FAULTS
 *
 *     CRM_SHIM_FAULT   rules, separated by ';', each
 *                          call,suffix,first,error[,count]
 *                      call    open write pwrite ftruncate fallocate fsync
 *                              fdatasync unlink rename, or sync (both syncs)
 *                      suffix  of the path; "-" stands for every path
 *                      first   the first matching call that fails, from 1
 *                      error   EIO, ENOSPC, EMFILE, ... or a number
 *                      count   how many calls fail; 1 unless given, 0: all
 *     CRM_SHIM_ARM     a path: calls match and are counted only while a file
 *                      of that name exists. Without it: always.
 *     CRM_SHIM_FIRED   a file to which every fault that fired is appended as
 *                      "call path number error\n", number as in `first`.
 *
 * A failed call changes nothing and is not recorded. A rule that cannot be read
 * ends the program with status 97, so that a test cannot pass by a typing error.
 *
 * RECORD
 *
 *     CRM_SHIM_ROOT    a directory, canonical: what happens below it is recorded
 *     CRM_SHIM_RECORD  the log, not below the root; appended to
 *     CRM_SHIM_ACK     a file: every decimal number that is written to it, one
 *                      or more to a write, each ended by a newline, is recorded
 *                      as an acknowledgement and then written. A program may
 *                      call crm_shim_ack(number) instead.
 *
 * LOG FORMAT, in the byte order of the machine. One record after the other,
 * a header of 40 bytes, the path, the data; the last one may be cut off:
 *
 *     u32 magic     0x434d5252
 *     u32 kind      below
 *     u32 process   id of the process
 *     u32 path_len  bytes of the path (absolute, no end mark)
 *     u64 inode     identity of the file until it is created anew
 *     u64 number    below
 *     u64 data_len  bytes of the data
 *
 *     kind         inode      number              path        data
 *     1 create     the file   -                   the file    -
 *     2 write      the file   offset in bytes     the file    what was written
 *     3 resize     the file   new length          the file    -
 *     4 sync       the file   1 for a directory   the file    -
 *     5 unlink     the file   -                   the file    -
 *     6 rename     the file   -                   old path    new path
 *     7 ack        0          the number          -           -
 *
 * Records are in the order in which the calls took effect, also over several
 * processes: a call and its record are one step under a lock on the log.
 */

#define _GNU_SOURCE
#undef _FORTIFY_SOURCE

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { MAGIC = 0x434d5252, BAD_RULE = 97, LOG_BROKEN = 98, MAX_RULES = 16 };

enum kind { CREATE = 1, WRITE, RESIZE, SYNC, UNLINK, RENAME, ACK };

struct header {
    uint32_t magic, kind, process, path_len;
    uint64_t inode, number, data_len;
};

struct rule {
    char call[16];
    char suffix[256];
    long first, count;
    int error;
    char error_name[16];
    atomic_long seen;
};

static struct rule rules[MAX_RULES];
static int rule_count;
static const char *arm_path, *fired_path, *root, *record_path, *ack_path;
static size_t root_len;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int log_fd = -1;
static pid_t log_owner;

/* ---- bare system calls ------------------------------------------------- */

static int sys_open(int dir, const char *path, int flags, mode_t mode)
{
    return (int)syscall(SYS_openat, dir, path, flags, mode);
}

static _Noreturn void give_up(int status, const char *why)
{
    static const char head[] = "shim: ";
    (void)!syscall(SYS_write, 2, head, sizeof head - 1);
    (void)!syscall(SYS_write, 2, why, strlen(why));
    (void)!syscall(SYS_write, 2, "\n", (size_t)1);
    _exit(status);
}

/* ---- set-up ------------------------------------------------------------ */

static int error_number(const char *name)
{
    static const struct { const char *name; int number; } known[] = {
        {"EIO", EIO},       {"ENOSPC", ENOSPC}, {"EMFILE", EMFILE},
        {"ENFILE", ENFILE}, {"EACCES", EACCES}, {"EROFS", EROFS},
        {"EDQUOT", EDQUOT}, {"EFBIG", EFBIG},   {"EINTR", EINTR},
        {"ENOMEM", ENOMEM}, {"EPERM", EPERM},   {"ENOENT", ENOENT},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].name, name) == 0)
            return known[i].number;
    return atoi(name);
}

static bool is_a_call(const char *name)
{
    static const char *const calls[] = {
        "open", "write", "pwrite", "ftruncate", "fallocate",
        "fsync", "fdatasync", "sync", "unlink", "rename",
    };
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        if (strcmp(calls[i], name) == 0)
            return true;
    return false;
}

static void read_rule(const char *text)
{
    if (rule_count == MAX_RULES)
        give_up(BAD_RULE, "too many rules");
    struct rule *rule = &rules[rule_count];
    rule->count = 1;
    int fields = sscanf(text, "%15[^,],%255[^,],%ld,%15[^,],%ld", rule->call,
                        rule->suffix, &rule->first, rule->error_name, &rule->count);
    if (fields < 4 || !is_a_call(rule->call) || rule->first < 1 || rule->count < 0)
        give_up(BAD_RULE, text);
    rule->error = error_number(rule->error_name);
    if (rule->error <= 0)
        give_up(BAD_RULE, text);
    rule_count++;
}

static void before_fork(void) { pthread_mutex_lock(&mutex); }
static void after_fork(void) { pthread_mutex_unlock(&mutex); }

static void set_up(void)
{
    arm_path = getenv("CRM_SHIM_ARM");
    fired_path = getenv("CRM_SHIM_FIRED");
    root = getenv("CRM_SHIM_ROOT");
    record_path = getenv("CRM_SHIM_RECORD");
    ack_path = getenv("CRM_SHIM_ACK");
    root_len = root ? strlen(root) : 0;
    pthread_atfork(before_fork, after_fork, after_fork);
    const char *text = getenv("CRM_SHIM_FAULT");
    while (text && *text) {
        char one[512];
        size_t length = strcspn(text, ";");
        if (length >= sizeof one)
            give_up(BAD_RULE, text);
        memcpy(one, text, length);
        one[length] = '\0';
        read_rule(one);
        text += length + (text[length] == ';');
    }
}

static bool recording(void)
{
    pthread_once(&once, set_up);
    return root && record_path;
}

static bool has_rules(void)
{
    pthread_once(&once, set_up);
    return rule_count > 0;
}

/* ---- paths ------------------------------------------------------------- */

/* The path of a descriptor as it is now, after renames; empty when unknown. */
static void path_of(int fd, char path[PATH_MAX])
{
    static const char deleted[] = " (deleted)";
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    path[length > 0 ? length : 0] = '\0';
    size_t tail = sizeof deleted - 1;
    if (length > (ssize_t)tail && strcmp(path + length - tail, deleted) == 0)
        path[(size_t)length - tail] = '\0';
}

/* The absolute path of a name that need not exist, its directory without
 * symbolic links; empty when the directory does not exist. */
static void absolute(int dir, const char *name, char path[PATH_MAX])
{
    char joined[PATH_MAX], parent[PATH_MAX];
    path[0] = '\0';
    if (name[0] == '/') {
        if (snprintf(joined, sizeof joined, "%s", name) >= PATH_MAX)
            return;
    } else {
        char base[PATH_MAX];
        if (dir == AT_FDCWD) {
            if (!getcwd(base, sizeof base))
                return;
        } else {
            path_of(dir, base);
        }
        if (strlen(base) + strlen(name) + 2 > sizeof joined)
            return;
        strcpy(joined, base);
        strcat(joined, "/");
        strcat(joined, name);
    }
    char *slash = strrchr(joined, '/');
    if (!slash)
        return;
    *slash = '\0';
    if (!realpath(*joined ? joined : "/", parent))
        return;
    const char *separator = strcmp(parent, "/") == 0 ? "" : "/";
    if (strlen(parent) + strlen(slash + 1) + 2 > PATH_MAX)
        return;
    strcpy(path, parent);
    strcat(path, separator);
    strcat(path, slash + 1);
}

static bool below_root(const char *path)
{
    return strncmp(path, root, root_len) == 0 &&
           (path[root_len] == '/' || path[root_len] == '\0');
}

static bool ends_with(const char *path, const char *suffix)
{
    size_t length = strlen(path), tail = strlen(suffix);
    return length >= tail && strcmp(path + length - tail, suffix) == 0;
}

/* ---- faults ------------------------------------------------------------ */

static void tell_fired(const char *call, const char *path, long number, const char *error)
{
    if (!fired_path)
        return;
    char line[PATH_MAX + 128];
    int length = snprintf(line, sizeof line, "%s %s %ld %s\n", call, path, number, error);
    int fd = sys_open(AT_FDCWD, fired_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (fd < 0 || syscall(SYS_write, fd, line, (size_t)length) != length)
        give_up(LOG_BROKEN, "cannot write the file of fired faults");
    syscall(SYS_close, fd);
}

static bool rule_matches(const struct rule *rule, const char *call, const char *path)
{
    bool sync = strcmp(rule->call, "sync") == 0 &&
                (strcmp(call, "fsync") == 0 || strcmp(call, "fdatasync") == 0);
    if (!sync && strcmp(rule->call, call) != 0)
        return false;
    return strcmp(rule->suffix, "-") == 0 || ends_with(path, rule->suffix);
}

/* Whether this call has to fail; sets errno then. */
static bool fails(const char *call, const char *path)
{
    int before = errno;
    if (arm_path && access(arm_path, F_OK) != 0) {
        errno = before;
        return false;
    }
    for (int i = 0; i < rule_count; i++) {
        struct rule *rule = &rules[i];
        if (!rule_matches(rule, call, path))
            continue;
        long number = atomic_fetch_add(&rule->seen, 1) + 1;
        bool over = rule->count != 0 && number >= rule->first + rule->count;
        if (number < rule->first || over)
            continue;
        tell_fired(call, path, number, rule->error_name);
        errno = rule->error;
        return true;
    }
    errno = before;
    return false;
}

static bool fails_at(const char *call, int fd)
{
    if (!has_rules())
        return false;
    char path[PATH_MAX];
    int before = errno;
    path_of(fd, path);
    errno = before;
    return fails(call, path);
}

static bool fails_named(const char *call, const char *path)
{
    return has_rules() && fails(call, path);
}

/* ---- the record -------------------------------------------------------- */

/* Every process has its own open file: a lock would else be shared by fork. */
static void begin_step(void)
{
    pthread_mutex_lock(&mutex);
    if (log_fd < 0 || log_owner != getpid()) {
        if (log_fd >= 0)
            syscall(SYS_close, log_fd);
        int fd = sys_open(AT_FDCWD, record_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        log_fd = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, 500);
        if (fd >= 0)
            syscall(SYS_close, fd);
        if (log_fd < 0)
            give_up(LOG_BROKEN, "cannot open the log");
        log_owner = getpid();
    }
    while (flock(log_fd, LOCK_EX) != 0)
        if (errno != EINTR)
            give_up(LOG_BROKEN, "cannot lock the log");
}

static void end_step(void)
{
    int before = errno;
    flock(log_fd, LOCK_UN);
    pthread_mutex_unlock(&mutex);
    errno = before;
}

static void append(enum kind kind, const char *path, uint64_t inode, uint64_t number,
                   const void *data, size_t data_len)
{
    int before = errno;
    struct header header = {
        .magic = MAGIC, .kind = (uint32_t)kind, .process = (uint32_t)getpid(),
        .path_len = (uint32_t)strlen(path), .inode = inode, .number = number,
        .data_len = data_len,
    };
    struct iovec parts[3] = {
        {&header, sizeof header},
        {(void *)(uintptr_t)path, header.path_len},
        {(void *)(uintptr_t)data, data_len},
    };
    size_t whole = sizeof header + header.path_len + data_len;
    if (syscall(SYS_writev, log_fd, parts, 3) != (long)whole)
        give_up(LOG_BROKEN, "cannot append to the log");
    errno = before;
}

static uint64_t inode_of(int fd)
{
    struct stat status;
    return fstat(fd, &status) == 0 ? (uint64_t)status.st_ino : 0;
}

/* Whether calls on the descriptor are recorded; gives the path. Only regular
 * files and directories lie below the root. */
static bool recorded(int fd, char path[PATH_MAX])
{
    int before = errno;
    bool yes = false;
    if (recording()) {
        path_of(fd, path);
        yes = below_root(path);
    }
    errno = before;
    return yes;
}

void crm_shim_ack(uint64_t number);

void crm_shim_ack(uint64_t number)
{
    if (!recording())
        return;
    begin_step();
    append(ACK, "", 0, number, NULL, 0);
    end_step();
}

/* The numbers in a write to the file of acknowledgements. */
static void record_acks(int fd, const char *text, size_t length)
{
    char path[PATH_MAX];
    if (!recording() || !ack_path)
        return;
    path_of(fd, path);
    if (strcmp(path, ack_path) != 0)
        return;
    uint64_t number = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] >= '0' && text[i] <= '9') {
            number = number * 10 + (uint64_t)(text[i] - '0');
        } else if (text[i] == '\n') {
            crm_shim_ack(number);
            number = 0;
        }
    }
}

/* ---- open -------------------------------------------------------------- */

static bool exists(int dir, const char *name)
{
    struct stat status;
    return fstatat(dir, name, &status, 0) == 0;
}

static int do_open(int dir, const char *name, int flags, mode_t mode)
{
    if (fails_named("open", name))
        return -1;
    bool may_change = (flags & (O_CREAT | O_TRUNC)) != 0;
    if (!recording() || !may_change)
        return sys_open(dir, name, flags, mode);
    begin_step();
    bool existed = exists(dir, name);
    int fd = sys_open(dir, name, flags, mode);
    char path[PATH_MAX];
    if (fd >= 0 && recorded(fd, path)) {
        if (!existed)
            append(CREATE, path, inode_of(fd), 0, NULL, 0);
        else if (flags & O_TRUNC)
            append(RESIZE, path, inode_of(fd), 0, NULL, 0);
    }
    end_step();
    return fd;
}

#define MODE_ARGUMENT(flags, mode)                    \
    mode_t mode = 0;                                  \
    if ((flags) & (O_CREAT | __O_TMPFILE)) {          \
        va_list arguments;                            \
        va_start(arguments, flags);                   \
        mode = va_arg(arguments, mode_t);             \
        va_end(arguments);                            \
    }

int open(const char *name, int flags, ...)
{
    MODE_ARGUMENT(flags, mode)
    return do_open(AT_FDCWD, name, flags, mode);
}

int open64(const char *name, int flags, ...)
{
    MODE_ARGUMENT(flags, mode)
    return do_open(AT_FDCWD, name, flags, mode);
}

int openat(int dir, const char *name, int flags, ...)
{
    MODE_ARGUMENT(flags, mode)
    return do_open(dir, name, flags, mode);
}

int openat64(int dir, const char *name, int flags, ...)
{
    MODE_ARGUMENT(flags, mode)
    return do_open(dir, name, flags, mode);
}

int creat(const char *name, mode_t mode)
{
    return do_open(AT_FDCWD, name, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

int creat64(const char *name, mode_t mode)
{
    return creat(name, mode);
}

/* ---- write ------------------------------------------------------------- */

static ssize_t do_pwrite(int fd, const void *data, size_t length, off_t offset)
{
    if (fails_at("pwrite", fd))
        return -1;
    char path[PATH_MAX];
    if (!recorded(fd, path))
        return syscall(SYS_pwrite64, fd, data, length, offset);
    begin_step();
    ssize_t written = syscall(SYS_pwrite64, fd, data, length, offset);
    if (written > 0)
        append(WRITE, path, inode_of(fd), (uint64_t)offset, data, (size_t)written);
    end_step();
    return written;
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t offset)
{
    return do_pwrite(fd, data, length, offset);
}

ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset)
{
    return do_pwrite(fd, data, length, offset);
}

ssize_t write(int fd, const void *data, size_t length)
{
    if (fails_at("write", fd))
        return -1;
    record_acks(fd, data, length);
    char path[PATH_MAX];
    if (!recorded(fd, path))
        return syscall(SYS_write, fd, data, length);
    begin_step();
    ssize_t written = syscall(SYS_write, fd, data, length);
    /* Where it went is known afterwards, also for O_APPEND. */
    off_t end = lseek(fd, 0, SEEK_CUR);
    if (written > 0)
        append(WRITE, path, inode_of(fd), (uint64_t)(end - written), data, (size_t)written);
    end_step();
    return written;
}

/* One part at a time: a short count is what every caller must be ready for. */
ssize_t writev(int fd, const struct iovec *parts, int count)
{
    char path[PATH_MAX];
    if (!recorded(fd, path) && !has_rules() && !ack_path)
        return syscall(SYS_writev, fd, parts, count);
    for (int i = 0; i < count; i++)
        if (parts[i].iov_len > 0)
            return write(fd, parts[i].iov_base, parts[i].iov_len);
    return 0;
}

static bool must_copy_by_write(int fd)
{
    char path[PATH_MAX];
    return has_rules() || recorded(fd, path);
}

ssize_t copy_file_range(int in, off64_t *in_at, int out, off64_t *out_at, size_t length,
                        unsigned flags)
{
    if (must_copy_by_write(out)) {
        errno = ENOSYS;
        return -1;
    }
    return syscall(SYS_copy_file_range, in, in_at, out, out_at, length, flags);
}

static ssize_t do_sendfile(int out, int in, off_t *at, size_t length)
{
    if (must_copy_by_write(out)) {
        errno = EINVAL;
        return -1;
    }
    return syscall(SYS_sendfile, out, in, at, length);
}

ssize_t sendfile(int out, int in, off_t *at, size_t length)
{
    return do_sendfile(out, in, at, length);
}

ssize_t sendfile64(int out, int in, off64_t *at, size_t length)
{
    return do_sendfile(out, in, at, length);
}

/* ---- length ------------------------------------------------------------ */

static int do_ftruncate(int fd, off_t length)
{
    if (fails_at("ftruncate", fd))
        return -1;
    char path[PATH_MAX];
    if (!recorded(fd, path))
        return (int)syscall(SYS_ftruncate, fd, length);
    begin_step();
    int result = (int)syscall(SYS_ftruncate, fd, length);
    if (result == 0)
        append(RESIZE, path, inode_of(fd), (uint64_t)length, NULL, 0);
    end_step();
    return result;
}

int ftruncate(int fd, off_t length) { return do_ftruncate(fd, length); }
int ftruncate64(int fd, off64_t length) { return do_ftruncate(fd, length); }

static int do_fallocate(int fd, int mode, off_t offset, off_t length)
{
    if (fails_at("fallocate", fd))
        return -1;
    char path[PATH_MAX];
    if (!recorded(fd, path))
        return (int)syscall(SYS_fallocate, fd, mode, offset, length);
    if (mode != 0) {
        errno = EOPNOTSUPP; /* holes cannot be recorded; callers have another way */
        return -1;
    }
    begin_step();
    int result = (int)syscall(SYS_fallocate, fd, mode, offset, length);
    struct stat status;
    if (result == 0 && fstat(fd, &status) == 0)
        append(RESIZE, path, (uint64_t)status.st_ino, (uint64_t)status.st_size, NULL, 0);
    end_step();
    return result;
}

int fallocate(int fd, int mode, off_t offset, off_t length)
{
    return do_fallocate(fd, mode, offset, length);
}

int fallocate64(int fd, int mode, off64_t offset, off64_t length)
{
    return do_fallocate(fd, mode, offset, length);
}

/* These give the error as their result and leave errno alone. */
static int do_posix_fallocate(int fd, off_t offset, off_t length)
{
    int before = errno;
    int error = do_fallocate(fd, 0, offset, length) == 0 ? 0 : errno;
    errno = before;
    return error;
}

int posix_fallocate(int fd, off_t offset, off_t length)
{
    return do_posix_fallocate(fd, offset, length);
}

int posix_fallocate64(int fd, off64_t offset, off64_t length)
{
    return do_posix_fallocate(fd, offset, length);
}

/* ---- sync -------------------------------------------------------------- */

static int do_sync(const char *call, long number, int fd)
{
    if (fails_at(call, fd))
        return -1;
    char path[PATH_MAX];
    if (!recorded(fd, path))
        return (int)syscall(number, fd);
    begin_step();
    int result = (int)syscall(number, fd);
    struct stat status;
    if (result == 0 && fstat(fd, &status) == 0)
        append(SYNC, path, (uint64_t)status.st_ino, S_ISDIR(status.st_mode), NULL, 0);
    end_step();
    return result;
}

int fsync(int fd) { return do_sync("fsync", SYS_fsync, fd); }
int fdatasync(int fd) { return do_sync("fdatasync", SYS_fdatasync, fd); }

/* ---- names ------------------------------------------------------------- */

static int do_unlink(int dir, const char *name, int flags)
{
    if (fails_named("unlink", name))
        return -1;
    char path[PATH_MAX];
    if (!recording() || (flags & AT_REMOVEDIR))
        return (int)syscall(SYS_unlinkat, dir, name, flags);
    absolute(dir, name, path);
    begin_step();
    struct stat status;
    bool known = fstatat(dir, name, &status, AT_SYMLINK_NOFOLLOW) == 0;
    int result = (int)syscall(SYS_unlinkat, dir, name, flags);
    if (result == 0 && known && below_root(path))
        append(UNLINK, path, (uint64_t)status.st_ino, 0, NULL, 0);
    end_step();
    return result;
}

int unlink(const char *name) { return do_unlink(AT_FDCWD, name, 0); }
int unlinkat(int dir, const char *name, int flags) { return do_unlink(dir, name, flags); }

static int do_rename(int from_dir, const char *from, int to_dir, const char *to, unsigned flags)
{
    if (fails_named("rename", to))
        return -1;
    if (!recording())
        return (int)syscall(SYS_renameat2, from_dir, from, to_dir, to, flags);
    char old_path[PATH_MAX], new_path[PATH_MAX];
    absolute(from_dir, from, old_path);
    absolute(to_dir, to, new_path);
    bool inside = below_root(old_path);
    if (inside != below_root(new_path) || (inside && (flags & RENAME_EXCHANGE)))
        give_up(LOG_BROKEN, "an exchange or a rename out of the root cannot be recorded");
    begin_step();
    struct stat status;
    bool known = fstatat(from_dir, from, &status, AT_SYMLINK_NOFOLLOW) == 0;
    int result = (int)syscall(SYS_renameat2, from_dir, from, to_dir, to, flags);
    if (result == 0 && known && inside)
        append(RENAME, old_path, (uint64_t)status.st_ino, 0, new_path, strlen(new_path));
    end_step();
    return result;
}

int rename(const char *from, const char *to)
{
    return do_rename(AT_FDCWD, from, AT_FDCWD, to, 0);
}

int renameat(int from_dir, const char *from, int to_dir, const char *to)
{
    return do_rename(from_dir, from, to_dir, to, 0);
}

int renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned flags)
{
    return do_rename(from_dir, from, to_dir, to, flags);
}
