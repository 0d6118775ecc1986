package dev.haven.server.wiring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The folder that a development node keeps its keys, its Redis and its journal in. Nodes with the
 * same folder share them: whoever changes something in it holds the folder's lock, between
 * processes by a file lock, within one by a mutex.
 *
 * <p>Blocking; used at start and stop only.
 */
public final class DataFolder {
  private static final ReentrantLock WITHIN_PROCESS = new ReentrantLock();
  private static final long RETRY_NANOS = 20_000_000L;

  private final Path path;

  private DataFolder(Path path) {
    this.path = path;
  }

  /** Opens that folder; makes it, readable by its owner only, when there is none. */
  public static DataFolder open(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    try {
      if (!Files.isDirectory(absolute)) {
        Files.createDirectories(absolute);
        ownerOnly(absolute, "rwx------");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("data folder " + absolute + " cannot be made", e);
    }
    return new DataFolder(absolute);
  }

  public Path path() {
    return path;
  }

  Path resolve(String name) {
    return path.resolve(name);
  }

  /** Runs that while nobody else changes this folder. */
  <T> T locked(Supplier<T> action) {
    WITHIN_PROCESS.lock();
    try (FileChannel channel =
            FileChannel.open(
                path.resolve("folder.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = acquire(channel)) {
      if (!lock.isValid()) {
        throw new IllegalStateException("the lock of " + path + " is not valid");
      }
      return action.get();
    } catch (IOException e) {
      throw new UncheckedIOException("data folder " + path + " cannot be locked", e);
    } finally {
      WITHIN_PROCESS.unlock();
    }
  }

  /**
   * Another class loader of this process may hold the lock: then the JVM throws instead of waiting.
   */
  private static FileLock acquire(FileChannel channel) throws IOException {
    while (true) {
      try {
        return channel.lock();
      } catch (OverlappingFileLockException e) {
        LockSupport.parkNanos(RETRY_NANOS);
      }
    }
  }

  /** Writes that file whole or not at all, readable by its owner only. */
  void write(String name, String text) {
    Path target = path.resolve(name);
    Path draft = path.resolve(name + ".new");
    try {
      Files.deleteIfExists(draft);
      Files.createFile(draft);
      ownerOnly(draft, "rw-------");
      Files.writeString(draft, text, StandardCharsets.UTF_8);
      Files.move(
          draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(target + " cannot be written", e);
    }
  }

  static void ownerOnly(Path file, String permissions) throws IOException {
    if (Files.getFileStore(file).supportsFileAttributeView("posix")
        && !Files.isSymbolicLink(file)
        && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
  }
}
