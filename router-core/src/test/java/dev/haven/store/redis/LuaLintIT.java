package dev.haven.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * luacheck, a Debian program, has nothing to say of the assembled library. Runs in the Maven
 * profile debian.
 */
@EnabledIfSystemProperty(named = "test.debian", matches = "true")
class LuaLintIT {
  @TempDir Path folder;

  @Test
  void shouldFindNothingInTheAssembledLibrary() throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "luacheck",
                "--std",
                "lua51",
                "--globals",
                "redis",
                "cmsgpack",
                "cjson",
                "struct",
                "--no-max-line-length",
                "--no-color",
                "--ignore",
                "211",
                "221",
                "231",
                "241",
                "311",
                "331",
                "-q"));
    String source = LuaLibrary.instance().source();
    command.add(
        Files.writeString(folder.resolve("haven.lua"), source.substring(source.indexOf('\n') + 1))
            .toString());

    Process luacheck = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(luacheck.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(luacheck.waitFor()).as(said).isZero();
  }
}
