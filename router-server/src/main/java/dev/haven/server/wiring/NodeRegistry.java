package dev.haven.server.wiring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Which nodes of a data folder are alive: each holds the lock of a file of its own, and the system
 * drops that lock when the process ends, however it ends. Call with the folder's lock held.
 */
final class NodeRegistry {
  private final Path folder;

  NodeRegistry(DataFolder data) {
    this.folder = data.resolve("nodes");
  }

  /** A node that is alive until this is closed or its process ends. */
  record Membership(Path file, FileChannel channel) {}

  Membership join() {
    try {
      Files.createDirectories(folder);
      Path file = folder.resolve(ProcessHandle.current().pid() + "-" + UUID.randomUUID() + ".lock");
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        throw new IllegalStateException("a new lock file is locked already: " + file);
      }
      return new Membership(file, channel);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot register in " + folder, e);
    }
  }

  /** Leaves; true when no other node is alive. Files of dead nodes are removed on the way. */
  boolean leaveAsLast(Membership membership) {
    try {
      membership.channel().close();
      Files.deleteIfExists(membership.file());
      boolean last = true;
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.lock")) {
        for (Path file : files) {
          if (isAlive(file)) {
            last = false;
          } else {
            Files.deleteIfExists(file);
          }
        }
      }
      return last;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot leave " + folder, e);
    }
  }

  private static boolean isAlive(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock == null;
    } catch (OverlappingFileLockException e) {
      return true;
    }
  }
}
