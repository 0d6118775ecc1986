package dev.haven.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that say what is asked of them stand for those that somebody has installed. */
class RedisProgramIT {
  private static final String OF_DEBIAN =
      "Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=d81bff71cbb150e";

  @TempDir Path temp;

  @Test
  void shouldRunTheOneInTheJarWhichIsWhatItIsTakenFor() {
    // when
    RedisProgram bundled = RedisProgram.choose(RedisProgram.BUNDLED, temp, null);
    // then it says the same of itself
    assertThat(RedisProgram.choose(bundled.path().toString(), temp, null)).isEqualTo(bundled);
    assertThat(bundled.path()).startsWith(temp);
    assertThat(bundled).hasToString("Redis 7.0.15 (libc) " + bundled.path());
  }

  @Test
  void shouldLeaveTheOneInTheJarAsItWasWritten() throws IOException {
    // given
    Path path = RedisProgram.choose(RedisProgram.BUNDLED, temp, null).path();
    Object written = Files.getAttribute(path, "unix:ino");
    // when
    RedisProgram.choose(RedisProgram.BUNDLED, temp, null);
    // then
    assertThat(Files.getAttribute(path, "unix:ino")).isEqualTo(written);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rwx------");
  }

  @Test
  void shouldPreferAnInstalledOneOfTheSameReleaseWithJemalloc() throws IOException {
    // given a search path with nothing, something that is no folder, and an older one before it
    Path older = installed("older", "echo 'Redis server v=6.2.6 malloc=jemalloc-5.1.0 bits=64'");
    Path debians = installed("debians", "echo 'odd library' >&2; echo '" + OF_DEBIAN + "'");
    String searched =
        String.join(
            File.pathSeparator,
            "",
            "bin",
            temp.resolve("none").toString(),
            older.getParent().toString(),
            debians.getParent().toString());
    // then
    assertThat(RedisProgram.choose(RedisProgram.AUTO, temp, searched))
        .isEqualTo(new RedisProgram(debians, "7.0.15", "jemalloc-5.3.0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo 'Redis server v=7.0.11 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64'",
        "echo 'Redis server v=7.2.4 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64'",
        "echo 'Redis server v=7.0.15 sha=00000000:0 malloc=libc bits=64'",
        "echo 'Valkey server v=8.0.1 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64'",
        "echo 'cannot be run here' >&2; exit 1",
        "true"
      })
  void shouldTakeTheOneInTheJarWhereTheInstalledIsOfAnotherKind(String says) throws IOException {
    String searched = installed("other", says).getParent().toString();
    assertThat(RedisProgram.choose(RedisProgram.AUTO, temp, searched))
        .isEqualTo(RedisProgram.choose(RedisProgram.BUNDLED, temp, searched));
  }

  @Test
  void shouldRunAnyThatIsNamedFromRelease7On() throws IOException {
    Path valkey =
        installed("valkey", "echo 'Valkey server v=8.0.1 sha=0 malloc=jemalloc-5.3.0 bits=64'");
    assertThat(RedisProgram.choose(valkey.toString(), temp, null))
        .isEqualTo(new RedisProgram(valkey, "8.0.1", "jemalloc-5.3.0"));
  }

  @Test
  void shouldRefuseOneThatIsTooOldOrIsNone() throws IOException {
    Path old = installed("old", "echo 'Redis server v=6.2.6 malloc=jemalloc-5.1.0 bits=64'");
    assertThatThrownBy(() -> RedisProgram.choose(old.toString(), temp, null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(old + " is of version 6.2.6, not 7.0 on");
    Path none = temp.resolve("none");
    assertThatThrownBy(() -> RedisProgram.choose(none.toString(), temp, null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(none + " is no redis-server that runs");
  }

  private Path installed(String folder, String says) throws IOException {
    Path program = Files.createDirectory(temp.resolve(folder)).resolve("redis-server");
    Files.writeString(program, "#!/bin/sh\n" + says + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return program.toAbsolutePath();
  }
}
