/*
 * What a process writes, syncs and sends, told in the order in which it happens.
 *
 * Preloaded (LD_PRELOAD) into a gateway, this library tells a pipe of every write and sync of the
 * files below one directory, and of everything that goes into a TCP socket.
 *
 *   TRACE_ROOT  the directory: absolute, without links
 *   TRACE_PIPE  a named pipe that somebody reads until its end
 *
 * Events are told one at a time, so that their order in the pipe is an order in which they happened:
 *   - that bytes were written is told after the call has returned;
 *   - that a sync begins is told before the call, that it ended after it;
 *   - that something is to be sent is told before the call, what was sent after it.
 * So if the end of a sync stands before the beginning of a sending, the sync was over before the
 * first byte went out; and if a write stands before the beginning of a sync, the sync covers it.
 *
 * Each event is a struct event and its bytes. The calls go to the kernel by syscall(2).
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define FILES_MAX 256

enum { NAMED = 1, WROTE = 2, SYNC_BEGAN = 3, SYNC_ENDED = 4, SEND_BEGAN = 5, SENT = 6 };

struct event {
  uint32_t kind;
  uint32_t length; /* of the bytes that follow */
  uint64_t object; /* the inode of the file or of the socket */
  uint64_t thread;
  uint64_t number; /* WROTE: the offset; SYNC_ENDED: 1 where it succeeded; sending: the peer's port */
};

static char root[PATH_MAX];
static size_t root_length;
static int pipe_fd = -1;
static struct {
  ino_t ino;
  char path[PATH_MAX];
} named[FILES_MAX];
static int named_count;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void start(void) {
  const char *watched = getenv("TRACE_ROOT");
  const char *pipe_name = getenv("TRACE_PIPE");
  if (watched == NULL || pipe_name == NULL) {
    return;
  }
  snprintf(root, sizeof root, "%s", watched);
  root_length = strlen(root);
  pipe_fd = syscall(SYS_openat, AT_FDCWD, pipe_name, O_WRONLY | O_CLOEXEC, 0);
  /* Not for its children. */
  unsetenv("LD_PRELOAD");
}

static void put(const void *bytes, size_t length) {
  for (size_t done = 0; done < length;) {
    ssize_t put = syscall(SYS_write, pipe_fd, (const char *)bytes + done, length - done);
    if (put < 0 && errno != EINTR) {
      _exit(99);
    }
    done += put > 0 ? put : 0;
  }
}

/* The lock is held. */
static void tell(uint32_t kind, uint64_t object, uint64_t number, const struct iovec *parts,
    int count, size_t length) {
  struct event event = {kind, length, object, syscall(SYS_gettid), number};
  put(&event, sizeof event);
  for (int i = 0; i < count && length > 0; i++) {
    size_t piece = parts[i].iov_len < length ? parts[i].iov_len : length;
    put(parts[i].iov_base, piece);
    length -= piece;
  }
}

static void tell_alone(uint32_t kind, uint64_t object, uint64_t number, const struct iovec *parts,
    int count, size_t length) {
  pthread_mutex_lock(&lock);
  tell(kind, object, number, parts, count, length);
  pthread_mutex_unlock(&lock);
}

/*
 * Whether it is a file below the root. Its name is told when it is first seen, and again when another
 * file has got the inode of one that was deleted.
 */
static int is_watched(int fd, const struct stat *st) {
  char link[64];
  char path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= (ssize_t)root_length || strncmp(path, root, root_length) != 0
      || path[root_length] != '/') {
    return 0;
  }
  path[length] = 0;
  pthread_mutex_lock(&lock);
  int i = 0;
  while (i < named_count && named[i].ino != st->st_ino) {
    i++;
  }
  if (i == FILES_MAX) {
    _exit(97);
  }
  if (i == named_count || strcmp(named[i].path, path) != 0) {
    named_count += i == named_count;
    named[i].ino = st->st_ino;
    snprintf(named[i].path, sizeof named[i].path, "%s", path);
    struct iovec part = {path, length};
    tell(NAMED, st->st_ino, 0, &part, 1, length);
  }
  pthread_mutex_unlock(&lock);
  return 1;
}

/* The port of the other end of a TCP socket, or 0. */
static int peer_port(int fd) {
  struct sockaddr_storage peer;
  socklen_t length = sizeof peer;
  if (getpeername(fd, (struct sockaddr *)&peer, &length) != 0) {
    return 0;
  }
  return peer.ss_family == AF_INET ? ntohs(((struct sockaddr_in *)&peer)->sin_port)
      : peer.ss_family == AF_INET6 ? ntohs(((struct sockaddr_in6 *)&peer)->sin6_port)
                                   : 0;
}

struct call {
  enum { WRITE, PWRITE, SEND, SENDMSG } which;
  int fd;
  off_t offset;
  int flags;
  const struct sockaddr *to;
  socklen_t to_length;
  const struct msghdr *message;
};

static ssize_t call_kernel(const struct call *call, const struct iovec *parts, int count) {
  switch (call->which) {
    case WRITE: return syscall(SYS_writev, call->fd, parts, count);
    case PWRITE: return syscall(SYS_pwritev, call->fd, parts, count, call->offset, 0L);
    case SEND:
      return syscall(SYS_sendto, call->fd, parts->iov_base, parts->iov_len, call->flags, call->to,
          call->to_length);
    case SENDMSG: return syscall(SYS_sendmsg, call->fd, call->message, call->flags);
  }
  return -1;
}

static ssize_t traced(const struct call *call, const struct iovec *parts, int count) {
  struct stat st;
  if (pipe_fd < 0 || fstat(call->fd, &st) != 0) {
    return call_kernel(call, parts, count);
  }
  int port = S_ISSOCK(st.st_mode) ? peer_port(call->fd) : 0;
  if (port != 0) {
    tell_alone(SEND_BEGAN, st.st_ino, port, NULL, 0, 0);
    ssize_t sent = call_kernel(call, parts, count);
    int error = errno;
    tell_alone(SENT, st.st_ino, port, parts, count, sent > 0 ? sent : 0);
    errno = error;
    return sent;
  }
  if (S_ISREG(st.st_mode) && is_watched(call->fd, &st)) {
    ssize_t written = call_kernel(call, parts, count);
    int error = errno;
    if (written > 0) {
      tell_alone(WROTE, st.st_ino, call->offset, parts, count, written);
    }
    errno = error;
    return written;
  }
  return call_kernel(call, parts, count);
}

static int traced_sync(int fd, long call) {
  struct stat st;
  if (pipe_fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || !is_watched(fd, &st)) {
    return syscall(call, fd);
  }
  tell_alone(SYNC_BEGAN, st.st_ino, 0, NULL, 0, 0);
  int result = syscall(call, fd);
  int error = errno;
  tell_alone(SYNC_ENDED, st.st_ino, result == 0, NULL, 0, 0);
  errno = error;
  return result;
}

/* What the process calls. */

ssize_t write(int fd, const void *bytes, size_t length) {
  struct iovec part = {(void *)bytes, length};
  struct call call = {.which = WRITE, .fd = fd};
  return traced(&call, &part, 1);
}
ssize_t writev(int fd, const struct iovec *parts, int count) {
  struct call call = {.which = WRITE, .fd = fd};
  return traced(&call, parts, count);
}
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) {
  struct call call = {.which = PWRITE, .fd = fd, .offset = offset};
  return traced(&call, parts, count);
}
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t offset) {
  return pwritev(fd, parts, count, offset);
}
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
  struct iovec part = {(void *)bytes, length};
  return pwritev(fd, &part, 1, offset);
}
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
  return pwrite(fd, bytes, length, offset);
}
ssize_t sendto(int fd, const void *bytes, size_t length, int flags, const struct sockaddr *to,
    socklen_t to_length) {
  struct iovec part = {(void *)bytes, length};
  struct call call = {
      .which = SEND, .fd = fd, .flags = flags, .to = to, .to_length = to_length};
  return traced(&call, &part, 1);
}
ssize_t send(int fd, const void *bytes, size_t length, int flags) {
  return sendto(fd, bytes, length, flags, NULL, 0);
}
ssize_t sendmsg(int fd, const struct msghdr *message, int flags) {
  struct call call = {.which = SENDMSG, .fd = fd, .flags = flags, .message = message};
  return traced(&call, message->msg_iov, message->msg_iovlen);
}
int fsync(int fd) { return traced_sync(fd, SYS_fsync); }
int fdatasync(int fd) { return traced_sync(fd, SYS_fdatasync); }
