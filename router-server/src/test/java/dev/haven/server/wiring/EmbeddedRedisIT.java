package dev.haven.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.haven.server.config.RedisConfig.Durability;
import dev.haven.store.redis.RedisProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRedisIT {
  @TempDir Path temp;

  @Test
  void shouldKeepItsDataBetweenStarts() throws IOException {
    // given
    DataFolder folder = DataFolder.open(temp.resolve("data folder"));
    EmbeddedRedis first = open(folder);
    assertThat(first.started()).isTrue();
    assertThat(RawRedis.ask(first, "SET k v")).startsWith("+OK");
    // when
    first.close();
    // then
    assertThat(new RedisProbe(first.port(), first.password()).ask())
        .isEqualTo(RedisProbe.Answer.NONE);
    EmbeddedRedis second = open(folder);
    try {
      assertThat(RawRedis.ask(second, "GET k")).contains("v");
      assertThat(RawRedis.ask(second, "CONFIG GET maxmemory-policy")).contains("noeviction");
      assertThat(RawRedis.ask(second, "CONFIG GET appendonly")).contains("yes");
    } finally {
      second.close();
    }
  }

  @Test
  void shouldKeepItsDataWhenAnotherProgramServesIt() throws IOException {
    // given the one of the jar first, then the installed one where there is one, then back
    DataFolder folder = DataFolder.open(temp);
    List<String> settings = List.of(RedisProgram.BUNDLED, RedisProgram.AUTO, RedisProgram.BUNDLED);
    for (int i = 0; i < settings.size(); i++) {
      EmbeddedRedis redis = EmbeddedRedis.open(folder, settings.get(i), Durability.PROCESS);
      // then
      try {
        assertThat(RawRedis.ask(redis, "INCR k")).startsWith(":" + (i + 1));
        assertThat(RawRedis.ask(redis, "BGREWRITEAOF")).startsWith("+Background");
      } finally {
        redis.close();
      }
    }
  }

  @Test
  void shouldAttachToTheLiveOneAndStopItWithTheLastNode() {
    // given
    DataFolder folder = DataFolder.open(temp);
    EmbeddedRedis first = open(folder);
    EmbeddedRedis second = open(folder);
    assertThat(second.started()).isFalse();
    assertThat(second.port()).isEqualTo(first.port());
    RedisProbe probe = new RedisProbe(first.port(), first.password());
    // when the one that started it leaves, then the other
    first.close();
    // then
    assertThat(probe.ask()).isEqualTo(RedisProbe.Answer.READY);
    second.close();
    assertThat(probe.ask()).isEqualTo(RedisProbe.Answer.NONE);
  }

  @Test
  void shouldStartNoSecondOneWhileTheLiveOneDoesNotAnswer() throws IOException {
    // given one that is busy with something else for longer than it is asked for
    DataFolder folder = DataFolder.open(temp);
    EmbeddedRedis first = open(folder);
    assertThat(RawRedis.ask(first, "SET k v")).startsWith("+OK");
    RawRedis.pause(first, 2_000);
    // when
    EmbeddedRedis second = open(folder);
    // then
    try {
      assertThat(second.started()).isFalse();
      assertThat(RawRedis.ask(second, "GET k")).contains("v");
    } finally {
      second.close();
      first.close();
    }
  }

  @Test
  void shouldRefuseToStartBesideOneThatDoesNotBecomeReady() throws IOException {
    // given
    DataFolder folder = DataFolder.open(temp);
    EmbeddedRedis first = open(folder);
    RawRedis.pause(first, 600_000);
    // when, then
    try {
      assertThatThrownBy(
              () ->
                  EmbeddedRedis.open(
                      folder, RedisProgram.AUTO, null, Durability.PROCESS, Duration.ofMillis(1)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("not ready on port " + first.port())
          .hasMessageContaining("redis.log");
      assertThat(DevelopmentKeys.of(folder).redisPort()).isEqualTo(first.port());
    } finally {
      end(folder);
    }
  }

  /** One that answers nobody cannot be told to stop. */
  private static void end(DataFolder folder) throws IOException {
    String pid = Files.readString(folder.resolve("redis").resolve("redis.pid")).strip();
    ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  void shouldNotCountADeadNodeAsAlive() throws IOException {
    // given the file of a node that was killed: there, but locked by nobody
    DataFolder folder = DataFolder.open(temp);
    EmbeddedRedis redis = open(folder);
    Files.createFile(folder.resolve("nodes").resolve("1-killed.lock"));
    // when
    redis.close();
    // then
    assertThat(new RedisProbe(redis.port(), redis.password()).ask())
        .isEqualTo(RedisProbe.Answer.NONE);
    assertThat(folder.resolve("nodes")).isEmptyDirectory();
  }

  @Test
  void shouldNotStartWithAProgramThatIsNone() {
    DataFolder folder = DataFolder.open(temp);
    String none = temp.resolve("none").toString();
    assertThatThrownBy(() -> EmbeddedRedis.open(folder, none, Durability.PROCESS))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(none + " is no redis-server that runs");
  }

  @Test
  void shouldStartTheOneOfTheJarWhereTheInstalledOneSaysThatItRunsAndDoesNot() throws IOException {
    // given
    Path installed = saysThatItRuns();
    DataFolder folder = DataFolder.open(temp);
    String searched = String.valueOf(installed.getParent());
    // when
    EmbeddedRedis redis =
        EmbeddedRedis.open(folder, RedisProgram.AUTO, searched, Durability.PROCESS);
    // then
    try {
      assertThat(RawRedis.ask(redis, "INFO server")).contains("executable:" + folder.resolve(""));
      assertThat(folder.resolve("redis").resolve("start.log")).hasContent("confined");
    } finally {
      redis.close();
    }
  }

  @Test
  void shouldNotStartAnotherThanTheOneThatIsNamed() throws IOException {
    String named = saysThatItRuns().toString();
    DataFolder folder = DataFolder.open(temp);
    assertThatThrownBy(() -> EmbeddedRedis.open(folder, named, Durability.PROCESS))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Redis 7.0.15 (jemalloc-5.3.0) " + named + " did not start");
  }

  @Test
  void shouldCompareTextByCodePointWhateverTheLanguage() throws IOException {
    EmbeddedRedis redis = open(DataFolder.open(temp));
    try {
      assertThat(RawRedis.ask(redis, "EVAL \"return tostring('B' < 'a')\" 0")).contains("true");
    } finally {
      redis.close();
    }
  }

  @Test
  void shouldWriteKeysThatOnlyTheOwnerReads() throws IOException {
    DataFolder folder = DataFolder.open(temp.resolve("keys"));
    DevelopmentKeys keys = DevelopmentKeys.of(folder);
    assertThat(DevelopmentKeys.of(folder)).isEqualTo(keys);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve(DevelopmentKeys.FILE))))
        .isEqualTo("rw-------");
    assertThat(keys.endpoints()).containsOnlyKeys("dev-webhook", "dev-twilio", "dev-chat");
    assertThat(keys.toString()).doesNotContain(keys.jwtKey());
  }

  private static EmbeddedRedis open(DataFolder folder) {
    return EmbeddedRedis.open(folder, RedisProgram.AUTO, Durability.PROCESS);
  }

  /** A program that is what it should be until it is to serve. */
  private Path saysThatItRuns() throws IOException {
    Path program = Files.createDirectory(temp.resolve("bin")).resolve("redis-server");
    Files.writeString(
        program,
        """
        #!/bin/sh
        [ "$1" = --version ] || { echo confined; exit 1; }
        echo "Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64"
        """);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return program;
  }
}
