package dev.haven.server.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Adapters of third parties: every jar of a folder, behind the server's own classes. They run with
 * the server's rights; the folder is as trusted as the server's jar.
 */
final class AdapterJars {
  @Option(
      names = "--adapters",
      paramLabel = "DIR",
      description = "Folder of jars with further adapters.")
  private @Nullable Path folder;

  private boolean loaded;

  /** Lets the calling thread, and all it starts, find the jars' adapters. Again: nothing more. */
  void load() {
    Path from = folder;
    if (from == null || loaded) {
      return;
    }
    URL[] jars = jars(from).stream().map(AdapterJars::url).toArray(URL[]::new);
    Thread caller = Thread.currentThread();
    caller.setContextClassLoader(
        new URLClassLoader("adapters", jars, AdapterJars.class.getClassLoader()));
    loaded = true;
  }

  private static List<Path> jars(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(one -> one.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("--adapters " + folder + " is no folder that can be read", e);
    }
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("the path of a file is always a URL", e);
    }
  }
}
