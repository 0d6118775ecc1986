package dev.haven.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.server.wiring.Adapters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** With a jar that is made here, so that no class path has it. */
@NullUnmarked
class AdapterJarsIT {
  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  @TempDir private Path folder;

  @AfterEach
  void restore() {
    Thread.currentThread().setContextClassLoader(before);
  }

  private void makeJar() throws IOException {
    Path source = folder.resolve("Ours.java");
    Files.writeString(
        source,
        """
        package org.example;
        public class Ours implements dev.haven.channel.AdapterFactory {
          public String name() { return "ours"; }
          public dev.haven.channel.ChannelAdapter create(
              dev.haven.channel.EndpointConfig e, dev.haven.channel.AdapterContext c) {
            throw new IllegalArgumentException("'x' is missing");
          }
        }
        """);
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString(),
                source.toString());
    assertThat(failed).isZero();
    try (JarOutputStream jar =
        new JarOutputStream(Files.newOutputStream(folder.resolve("ours.jar")))) {
      jar.putNextEntry(new JarEntry("org/example/Ours.class"));
      jar.write(Files.readAllBytes(folder.resolve("org/example/Ours.class")));
      jar.putNextEntry(new JarEntry("META-INF/services/dev.haven.channel.AdapterFactory"));
      jar.write("org.example.Ours".getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void shouldFindTheAdaptersOfAFolder() throws IOException {
    makeJar();
    assertThat(Adapters.factories()).containsKey("twilio").doesNotContainKey("ours");
    AdapterJars jars = new AdapterJars();
    new CommandLine(new Holder(jars)).parseArgs("--adapters", folder.toString());

    jars.load();
    jars.load();

    assertThat(Adapters.factories()).containsKeys("twilio", "ours");
  }

  @CommandLine.Command
  private static final class Holder {
    @CommandLine.Mixin private AdapterJars jars;

    Holder(AdapterJars jars) {
      this.jars = jars;
    }
  }
}
