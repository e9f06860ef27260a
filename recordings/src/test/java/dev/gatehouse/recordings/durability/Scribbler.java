package dev.gatehouse.recordings.durability;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A process that changes files in each way that there is, syncs some, and is gone at once. */
public final class Scribbler {
  private Scribbler() {}

  public static void main(String[] arguments) throws IOException {
    Path disk = Path.of(arguments[0]);
    for (String name :
        new String[] {"kept", "cut", "grown", "over", "late", "gone", "here", "old"}) {
      Files.writeString(disk.resolve(name), "before");
      sync(disk.resolve(name));
    }
    sync(disk);

    write(disk.resolve("kept"), "synced", 0);
    sync(disk.resolve("kept"));
    write(disk.resolve("late"), "lost!!", 0);
    write(disk.resolve("grown"), "lost!!", 6);
    try (FileChannel channel = FileChannel.open(disk.resolve("cut"), StandardOpenOption.WRITE)) {
      channel.truncate(2);
    }
    // The first is lost, the second is not, and the third, around it, is lost again.
    write(disk.resolve("over"), "xxxxxx", 0);
    write(disk.resolve("over"), "YY", 2, StandardOpenOption.DSYNC);
    write(disk.resolve("over"), "zzzzzzzzz", 0);

    Files.writeString(disk.resolve("new"), "its bytes are synced, its name is not");
    sync(disk.resolve("new"));
    Files.delete(disk.resolve("gone"));
    Files.writeString(disk.resolve("draft"), "after");
    sync(disk.resolve("draft"));
    Files.move(disk.resolve("draft"), disk.resolve("old"), StandardCopyOption.ATOMIC_MOVE);
    Files.createDirectory(disk.resolve("folder"));
    Files.writeString(disk.resolve("folder/file"), "");
    Files.createDirectory(disk.resolve("there"));
    sync(disk);
    // The names so far are durable now; these are not.
    Files.move(disk.resolve("here"), disk.resolve("there/moved"));
    Files.delete(disk.resolve("new"));
    Files.createDirectory(disk.resolve("never"));
    Files.move(disk.resolve("kept"), disk.resolve("old"), StandardCopyOption.REPLACE_EXISTING);
    Runtime.getRuntime().halt(0);
  }

  private static void write(Path file, String text, long offset, OpenOption... more)
      throws IOException {
    OpenOption[] options = new OpenOption[more.length + 1];
    System.arraycopy(more, 0, options, 1, more.length);
    options[0] = StandardOpenOption.WRITE;
    try (FileChannel channel = FileChannel.open(file, options)) {
      channel.write(ByteBuffer.wrap(text.getBytes(US_ASCII)), offset);
    }
  }

  /** Makes the bytes of a file durable, or the names in a directory. */
  static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
