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
 * luacheck, a Debian program, has nothing to say of any assembled script. Runs in the Maven profile
 * debian.
 */
@EnabledIfSystemProperty(named = "test.debian", matches = "true")
class LuaLintIT {
  @TempDir Path folder;

  @Test
  void shouldFindNothingInTheAssembledScripts() throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "luacheck",
                "--std",
                "lua51",
                "--globals",
                "redis",
                "KEYS",
                "ARGV",
                "cmsgpack",
                "--no-max-line-length",
                "--no-color",
                // an include may define more than one script uses
                "--ignore",
                "211",
                "221",
                "231",
                "241",
                "311",
                "331",
                "-q"));
    for (LuaScript script : LuaScript.values()) {
      String source = script.source();
      command.add(
          Files.writeString(
                  folder.resolve(script.fileName()), source.substring(source.indexOf('\n') + 1))
              .toString());
    }

    Process luacheck = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(luacheck.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(luacheck.waitFor()).as(said).isZero();
  }
}
