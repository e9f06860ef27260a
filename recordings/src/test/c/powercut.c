/*
 * What a power cut would take, written down by the process that would lose it.
 *
 * Preloaded (LD_PRELOAD) into a process, this library keeps a journal of every change below one
 * directory that no completed fsync, fdatasync or O_DSYNC has made durable yet, with what was there
 * before. After the process was killed, dev.gatehouse.recordings.durability.PowerCut takes these
 * changes back, and the directory holds what a disk would hold after the power went.
 *
 *   POWERCUT_ROOT     the directory that is watched: absolute, without links
 *   POWERCUT_JOURNAL  an empty directory on the same file system, not below the first
 *
 * The model, in the writer's disfavour:
 *   - a write or a truncation is durable once an fsync of its file that began later has returned 0;
 *     with O_DSYNC once it has returned itself;
 *   - where an fsync fails, the kernel gives up what it could not write: no later fsync covers it;
 *   - a name (created, renamed, deleted) is durable once an fsync of its directory that began later
 *     has returned 0; a file's own fsync does not cover its name;
 *   - sync, syncfs, sync_file_range and msync make nothing durable.
 * Left out are files that end in -shm: SQLite makes them anew after a crash. Shared writable mappings
 * of other files cannot be journalled: they are noted in the file `unsupported`, and the test fails.
 *
 * Forms, in the journal's directory:
 *   <dev>-<ino>.undo  records of `struct change` in the order of the calls, each with the old bytes;
 *                     emptied when all of them are covered
 *   names             lines with tabs between: C path | U path saved | R from to saved | M path |
 *                     D path, all behind a number and the directory's <dev>-<ino>;
 *                     S number <dev>-<ino>: up to this number the names of this directory are covered
 *   saved-<n>         a second name of a file whose name was deleted or replaced
 * A record is written before the call that it is about, so that a kill in between loses nothing.
 *
 * The calls go to the kernel by syscall(2), so that nothing depends on which libc symbol is next.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define FILES_MAX 4096
#define LINE_MAX_BYTES (3 * PATH_MAX)

enum { WRITE = 1, TRUNCATE = 2, COVERED_TO = 3, COVERED_ONE = 4, GIVEN_UP_TO = 5 };

struct change {
  uint32_t magic; /* 0x50435554 */
  uint32_t kind;
  uint64_t number;
  uint64_t offset; /* of TRUNCATE: the new size */
  uint64_t length; /* that is written */
  uint64_t old_size;
  uint64_t old_length; /* of the old bytes that follow: those that the change replaces or cuts off */
};

struct file {
  dev_t dev;
  ino_t ino;
  int fd;      /* the journal of this file */
  int content; /* kept open for ever: to close it would drop the locks that the process has on it */
  uint64_t number;
  uint64_t bytes;
  int given_up; /* the journal holds changes that will never be covered */
};

static char root[PATH_MAX];
static size_t root_length;
static char journal[PATH_MAX];
static dev_t root_dev;
static int names_fd = -1;
static uint64_t names_number;
static struct file files[FILES_MAX];
static int on;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void die(const char *what) {
  char line[256];
  int length = snprintf(line, sizeof line, "powercut: %s: %s\n", what, strerror(errno));
  if (syscall(SYS_write, 2, line, length) < 0) {
    _exit(98);
  }
  _exit(99);
}

static int raw_open(int dir, const char *path, int flags, mode_t mode) {
  return syscall(SYS_openat, dir, path, flags | O_LARGEFILE, mode);
}

static int raw_link(const char *from, const char *to) {
  return syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0);
}

static void append(int fd, const struct iovec *parts, int count) {
  ssize_t wanted = 0;
  for (int i = 0; i < count; i++) {
    wanted += parts[i].iov_len;
  }
  if (syscall(SYS_writev, fd, parts, count) != wanted) {
    die("cannot write the journal");
  }
}

static int open_in_journal(const char *name) {
  char path[PATH_MAX + 64];
  snprintf(path, sizeof path, "%s/%s", journal, name);
  int fd = raw_open(AT_FDCWD, path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (fd < 0) {
    die(path);
  }
  return fd;
}

__attribute__((constructor)) static void start(void) {
  const char *watched = getenv("POWERCUT_ROOT");
  const char *kept = getenv("POWERCUT_JOURNAL");
  struct stat st;
  if (watched == NULL || kept == NULL) {
    return;
  }
  snprintf(root, sizeof root, "%s", watched);
  root_length = strlen(root);
  snprintf(journal, sizeof journal, "%s", kept);
  if (stat(root, &st) != 0) {
    die("no such POWERCUT_ROOT");
  }
  root_dev = st.st_dev;
  names_fd = open_in_journal("names");
  on = 1;
}

static void unsupported(const char *what) {
  int fd = open_in_journal("unsupported");
  struct iovec part = {(void *)what, strlen(what)};
  append(fd, &part, 1);
  close(fd);
}

static int below_root(const char *path) {
  return strncmp(path, root, root_length) == 0 && (path[root_length] == '/' || path[root_length] == 0);
}

/* The path without links in its directory; 0 where it is not below the root. */
static int watched_path(int dir, const char *path, char *full) {
  char folder[PATH_MAX];
  char real[PATH_MAX];
  if (!on || path == NULL || path[0] == 0 || (path[0] == '/' && !below_root(path))) {
    return 0;
  }
  if (path[0] != '/' && dir != AT_FDCWD) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", dir);
    ssize_t length = readlink(link, real, sizeof real - 1);
    if (length < 0) {
      return 0;
    }
    real[length] = 0;
    if (snprintf(folder, sizeof folder, "%s/%s", real, path) >= (int)sizeof folder) {
      return 0;
    }
  } else if (snprintf(folder, sizeof folder, "%s%s", path[0] == '/' ? "" : "./", path)
      >= (int)sizeof folder) {
    return 0;
  }
  size_t end = strlen(folder);
  while (end > 1 && folder[end - 1] == '/') {
    folder[--end] = 0;
  }
  char *slash = strrchr(folder, '/');
  *slash = 0;
  if (realpath(slash == folder ? "/" : folder, real) == NULL
      || snprintf(full, PATH_MAX, "%s/%s", real, slash + 1) >= PATH_MAX
      || !below_root(full)) {
    return 0;
  }
  if (strpbrk(full, "\t\n") != NULL) {
    die("a name with a tab or a line feed");
  }
  size_t length = strlen(full);
  return length < 4 || strcmp(full + length - 4, "-shm") != 0;
}

/* The entry of a watched file, or NULL; `add` makes it. The lock is held. */
static struct file *find(const struct stat *st, int add) {
  size_t start_at = (st->st_ino * 2654435761u) % FILES_MAX;
  for (size_t i = 0; i < FILES_MAX; i++) {
    struct file *file = &files[(start_at + i) % FILES_MAX];
    if (file->ino == st->st_ino && file->dev == st->st_dev) {
      return file;
    }
    if (file->ino == 0) {
      if (!add) {
        return NULL;
      }
      char name[64];
      snprintf(name, sizeof name, "%llu-%llu.undo", (unsigned long long)st->st_dev,
          (unsigned long long)st->st_ino);
      file->fd = open_in_journal(name);
      file->content = -1;
      file->dev = st->st_dev;
      file->ino = st->st_ino;
      return file;
    }
  }
  die("too many files");
  return NULL;
}

static struct file *watched(int fd, struct stat *st) {
  if (!on || fstat(fd, st) != 0 || !S_ISREG(st->st_mode) || st->st_dev != root_dev) {
    return NULL;
  }
  return find(st, 0);
}

static void record(struct file *file, struct change change, const void *old) {
  change.magic = 0x50435554;
  struct iovec parts[2] = {{&change, sizeof change}, {(void *)old, change.old_length}};
  append(file->fd, parts, change.old_length > 0 ? 2 : 1);
  file->bytes += sizeof change + change.old_length;
}

/* Notes that [offset, offset + length) will be replaced, or the file be cut at offset. */
static void will_change(struct file *file, uint32_t kind, uint64_t offset, uint64_t length,
    uint64_t old_size) {
  uint64_t end = kind == TRUNCATE || offset + length > old_size ? old_size : offset + length;
  uint64_t old_length = end > offset ? end - offset : 0;
  char *old = old_length > 0 ? malloc(old_length) : NULL;
  for (uint64_t done = 0; done < old_length;) {
    ssize_t got = syscall(SYS_pread64, file->content, old + done, old_length - done, offset + done);
    if (got <= 0) {
      die("cannot read what will be replaced");
    }
    done += got;
  }
  struct change change = {0, kind, ++file->number, offset, length, old_size, old_length};
  record(file, change, old);
  free(old);
}

static void forget_all(struct file *file) {
  if (file->given_up) {
    record(file, (struct change){.kind = COVERED_TO, .number = file->number}, NULL);
    return;
  }
  if (syscall(SYS_ftruncate, file->fd, 0) != 0) {
    die("cannot empty a journal");
  }
  file->bytes = 0;
}

/* With the call that the process made, so that a tracer sees what it expects. */
static ssize_t raw_write(int fd, const struct iovec *parts, int count, off_t offset) {
  if (count == 1) {
    return offset < 0 ? syscall(SYS_write, fd, parts->iov_base, parts->iov_len)
                      : syscall(SYS_pwrite64, fd, parts->iov_base, parts->iov_len, offset);
  }
  return offset < 0 ? syscall(SYS_writev, fd, parts, count)
                    : syscall(SYS_pwritev, fd, parts, count, offset, 0L);
}

/* Calls the kernel for a write; offset -1 means where the descriptor stands. */
static ssize_t change_content(int fd, const struct iovec *parts, int count, off_t offset) {
  struct stat st;
  pthread_mutex_lock(&lock);
  struct file *file = watched(fd, &st);
  if (file == NULL) {
    pthread_mutex_unlock(&lock);
    return raw_write(fd, parts, count, offset);
  }
  uint64_t length = 0;
  for (int i = 0; i < count; i++) {
    length += parts[i].iov_len;
  }
  int flags = fcntl(fd, F_GETFL);
  uint64_t at = flags & O_APPEND ? st.st_size : offset < 0 ? lseek(fd, 0, SEEK_CUR) : offset;
  int none_uncovered = file->bytes == 0;
  will_change(file, WRITE, at, length, st.st_size);
  ssize_t written = raw_write(fd, parts, count, offset);
  int error = errno;
  if ((flags & O_DSYNC) && written == (ssize_t)length) {
    if (none_uncovered) {
      forget_all(file);
    } else {
      record(file, (struct change){.kind = COVERED_ONE, .number = file->number}, NULL);
    }
  }
  pthread_mutex_unlock(&lock);
  errno = error;
  return written;
}

static int change_size(int fd, off_t size) {
  struct stat st;
  pthread_mutex_lock(&lock);
  struct file *file = watched(fd, &st);
  if (file != NULL) {
    will_change(file, TRUNCATE, size, 0, st.st_size);
  }
  int result = syscall(SYS_ftruncate, fd, size);
  int error = errno;
  pthread_mutex_unlock(&lock);
  errno = error;
  return result;
}

static void name_line(const char *format, const char *path, const char *second, const char *third) {
  char folder[PATH_MAX];
  char line[LINE_MAX_BYTES];
  char what[LINE_MAX_BYTES - 128];
  struct stat st;
  snprintf(folder, sizeof folder, "%s", path);
  *strrchr(folder, '/') = 0;
  if (stat(folder, &st) != 0) {
    return;
  }
  snprintf(what, sizeof what, format, path, second, third);
  int length = snprintf(line, sizeof line, "%llu\t%llu-%llu\t%s\n",
      (unsigned long long)++names_number, (unsigned long long)st.st_dev,
      (unsigned long long)st.st_ino, what);
  struct iovec part = {line, length};
  append(names_fd, &part, 1);
}

/* Gives the file a second name that outlives its first; empty where there is no such file. */
static void save(const char *path, char *saved) {
  struct stat st;
  saved[0] = 0;
  if (lstat(path, &st) == 0 && S_ISREG(st.st_mode)) {
    snprintf(saved, PATH_MAX + 64, "%s/saved-%llu", journal, (unsigned long long)names_number + 1);
    if (raw_link(path, saved) != 0) {
      die("cannot save a file that loses its name; the journal must be on the same file system");
    }
  }
}

static int do_open(int dir, const char *path, int flags, mode_t mode) {
  char full[PATH_MAX];
  struct stat st;
  if (!watched_path(dir, path, full)) {
    return raw_open(dir, path, flags, mode);
  }
  pthread_mutex_lock(&lock);
  int is_new = (flags & O_CREAT) && lstat(full, &st) != 0;
  if (is_new) {
    name_line("C\t%s", full, "", "");
  }
  int fd = raw_open(dir, path, flags & ~O_TRUNC, mode);
  int error = errno;
  if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
    struct file *file = find(&st, 1);
    if (is_new) {
      file->given_up = 0;
      forget_all(file);
    }
    if (file->content < 0) {
      file->content = raw_open(AT_FDCWD, full, O_RDONLY | O_CLOEXEC, 0);
      if (file->content < 0) {
        die("cannot read a file that is watched");
      }
    }
  }
  pthread_mutex_unlock(&lock);
  if (fd >= 0 && (flags & O_TRUNC) && change_size(fd, 0) != 0) {
    error = errno;
    close(fd);
    fd = -1;
  }
  errno = error;
  return fd;
}

static int do_unlink(int dir, const char *path, int flags) {
  char full[PATH_MAX];
  char saved[PATH_MAX + 64];
  if (!watched_path(dir, path, full)) {
    return syscall(SYS_unlinkat, dir, path, flags);
  }
  pthread_mutex_lock(&lock);
  if (flags & AT_REMOVEDIR) {
    name_line("D\t%s", full, "", "");
  } else {
    save(full, saved);
    if (saved[0] != 0) {
      name_line("U\t%s\t%s", full, saved, "");
    }
  }
  int result = syscall(SYS_unlinkat, dir, path, flags);
  int error = errno;
  pthread_mutex_unlock(&lock);
  errno = error;
  return result;
}

static int do_rename(int from_dir, const char *from, int to_dir, const char *to, unsigned flags) {
  char old_name[PATH_MAX];
  char new_name[PATH_MAX];
  char saved[PATH_MAX + 64];
  int from_watched = watched_path(from_dir, from, old_name);
  int to_watched = watched_path(to_dir, to, new_name);
  pthread_mutex_lock(&lock);
  if (from_watched != to_watched) {
    unsupported("a rename into or out of the watched directory\n");
  } else if (from_watched) {
    save(new_name, saved);
    name_line("R\t%s\t%s\t%s", old_name, new_name, saved);
  }
  int result = syscall(SYS_renameat2, from_dir, from, to_dir, to, flags);
  int error = errno;
  pthread_mutex_unlock(&lock);
  errno = error;
  return result;
}

static int do_make(const char *format, int dir, const char *path, long call, const char *target,
    mode_t mode) {
  char full[PATH_MAX];
  int seen = watched_path(dir, path, full);
  struct stat st;
  pthread_mutex_lock(&lock);
  if (seen && lstat(full, &st) != 0) {
    name_line(format, full, "", "");
  }
  int result = call == SYS_mkdirat ? syscall(call, dir, path, mode)
      : call == SYS_symlinkat      ? syscall(call, target, dir, path)
                                   : syscall(call, AT_FDCWD, target, dir, path, 0);
  int error = errno;
  pthread_mutex_unlock(&lock);
  errno = error;
  return result;
}

static int do_sync(int fd, long call) {
  struct stat st;
  uint64_t covered = 0;
  struct file *file = NULL;
  int is_folder = 0;
  if (on && fstat(fd, &st) == 0) {
    is_folder = S_ISDIR(st.st_mode);
    pthread_mutex_lock(&lock);
    file = S_ISREG(st.st_mode) && st.st_dev == root_dev ? find(&st, 0) : NULL;
    covered = file != NULL ? file->number : names_number;
    pthread_mutex_unlock(&lock);
  }
  int result = syscall(call, fd);
  int error = errno;
  if (result != 0 && file != NULL) {
    pthread_mutex_lock(&lock);
    file->given_up = 1;
    record(file, (struct change){.kind = GIVEN_UP_TO, .number = file->number}, NULL);
    pthread_mutex_unlock(&lock);
  }
  if (result == 0 && (file != NULL || is_folder)) {
    pthread_mutex_lock(&lock);
    if (is_folder) {
      char line[128];
      int length = snprintf(line, sizeof line, "%llu\t%llu-%llu\tS\n", (unsigned long long)covered,
          (unsigned long long)st.st_dev, (unsigned long long)st.st_ino);
      struct iovec part = {line, length};
      append(names_fd, &part, 1);
    } else if (file->number == covered) {
      forget_all(file);
    } else if (file->bytes > 0) {
      record(file, (struct change){.kind = COVERED_TO, .number = covered}, NULL);
    }
    pthread_mutex_unlock(&lock);
  }
  errno = error;
  return result;
}

/* What the process calls. */

static mode_t mode_of(int flags, va_list arguments) {
  return (flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE ? va_arg(arguments, mode_t) : 0;
}

#define OPEN(name)                                                                                 \
  int name(const char *path, int flags, ...) {                                                     \
    va_list arguments;                                                                             \
    va_start(arguments, flags);                                                                    \
    mode_t mode = mode_of(flags, arguments);                                                       \
    va_end(arguments);                                                                             \
    return do_open(AT_FDCWD, path, flags, mode);                                                   \
  }
#define OPEN_AT(name)                                                                              \
  int name(int dir, const char *path, int flags, ...) {                                            \
    va_list arguments;                                                                             \
    va_start(arguments, flags);                                                                    \
    mode_t mode = mode_of(flags, arguments);                                                       \
    va_end(arguments);                                                                             \
    return do_open(dir, path, flags, mode);                                                        \
  }

OPEN(open)
OPEN(open64)
OPEN_AT(openat)
OPEN_AT(openat64)

int __open_2(const char *path, int flags) { return do_open(AT_FDCWD, path, flags, 0); }
int __open64_2(const char *path, int flags) { return do_open(AT_FDCWD, path, flags, 0); }
int creat(const char *path, mode_t mode) {
  return do_open(AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, mode);
}
int creat64(const char *path, mode_t mode) { return creat(path, mode); }

ssize_t write(int fd, const void *bytes, size_t length) {
  struct iovec part = {(void *)bytes, length};
  return on ? change_content(fd, &part, 1, -1) : syscall(SYS_write, fd, bytes, length);
}
ssize_t writev(int fd, const struct iovec *parts, int count) {
  return change_content(fd, parts, count, -1);
}
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
  struct iovec part = {(void *)bytes, length};
  return change_content(fd, &part, 1, offset);
}
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
  return pwrite(fd, bytes, length, offset);
}
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) {
  return change_content(fd, parts, count, offset);
}
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t offset) {
  return change_content(fd, parts, count, offset);
}

int ftruncate(int fd, off_t size) { return change_size(fd, size); }
int ftruncate64(int fd, off64_t size) { return change_size(fd, size); }
int truncate(const char *path, off_t size) {
  int fd = do_open(AT_FDCWD, path, O_WRONLY | O_CLOEXEC, 0);
  if (fd < 0) {
    return -1;
  }
  int result = change_size(fd, size);
  close(fd);
  return result;
}
int truncate64(const char *path, off64_t size) { return truncate(path, size); }

/* Space that is only promised cannot be journalled: the caller falls back to writing. */
int fallocate(int fd, int mode, off_t offset, off_t length) {
  struct stat st;
  if (watched(fd, &st) != NULL) {
    errno = EOPNOTSUPP;
    return -1;
  }
  return syscall(SYS_fallocate, fd, mode, offset, length);
}
int fallocate64(int fd, int mode, off64_t offset, off64_t length) {
  return fallocate(fd, mode, offset, length);
}
int posix_fallocate(int fd, off_t offset, off_t length) {
  return fallocate(fd, 0, offset, length) == 0 ? 0 : errno;
}
int posix_fallocate64(int fd, off64_t offset, off64_t length) {
  return posix_fallocate(fd, offset, length);
}
ssize_t sendfile(int to, int from, off_t *offset, size_t length) {
  struct stat st;
  if (watched(to, &st) != NULL) {
    errno = EINVAL;
    return -1;
  }
  return syscall(SYS_sendfile, to, from, offset, length);
}
ssize_t sendfile64(int to, int from, off64_t *offset, size_t length) {
  return sendfile(to, from, offset, length);
}
ssize_t copy_file_range(int from, off64_t *from_at, int to, off64_t *to_at, size_t length,
    unsigned flags) {
  struct stat st;
  if (watched(to, &st) != NULL) {
    errno = ENOSYS;
    return -1;
  }
  return syscall(SYS_copy_file_range, from, from_at, to, to_at, length, flags);
}
void *mmap(void *address, size_t length, int protection, int flags, int fd, off_t offset) {
  struct stat st;
  if (on && fd >= 0 && (flags & MAP_SHARED) && (protection & PROT_WRITE)
      && watched(fd, &st) != NULL) {
    unsupported("a shared writable mapping\n");
  }
  return (void *)syscall(SYS_mmap, address, length, protection, flags, fd, offset);
}
void *mmap64(void *address, size_t length, int protection, int flags, int fd, off64_t offset) {
  return mmap(address, length, protection, flags, fd, offset);
}

int unlink(const char *path) { return do_unlink(AT_FDCWD, path, 0); }
int unlinkat(int dir, const char *path, int flags) { return do_unlink(dir, path, flags); }
int rmdir(const char *path) { return do_unlink(AT_FDCWD, path, AT_REMOVEDIR); }
int remove(const char *path) {
  struct stat st;
  return lstat(path, &st) == 0 && S_ISDIR(st.st_mode) ? rmdir(path) : unlink(path);
}
int rename(const char *from, const char *to) { return do_rename(AT_FDCWD, from, AT_FDCWD, to, 0); }
int renameat(int from_dir, const char *from, int to_dir, const char *to) {
  return do_rename(from_dir, from, to_dir, to, 0);
}
int renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned flags) {
  return do_rename(from_dir, from, to_dir, to, flags);
}
int mkdir(const char *path, mode_t mode) {
  return do_make("M\t%s", AT_FDCWD, path, SYS_mkdirat, NULL, mode);
}
int mkdirat(int dir, const char *path, mode_t mode) {
  return do_make("M\t%s", dir, path, SYS_mkdirat, NULL, mode);
}
int symlink(const char *target, const char *path) {
  return do_make("C\t%s", AT_FDCWD, path, SYS_symlinkat, target, 0);
}
int link(const char *from, const char *to) {
  return do_make("C\t%s", AT_FDCWD, to, SYS_linkat, from, 0);
}

int fsync(int fd) { return do_sync(fd, SYS_fsync); }
int fdatasync(int fd) { return do_sync(fd, SYS_fdatasync); }
