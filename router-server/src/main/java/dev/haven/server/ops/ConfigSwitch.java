package dev.haven.server.ops;

import io.vertx.core.Future;
import java.util.List;

/** Lets a running node read its configuration again. */
@FunctionalInterface
public interface ConfigSwitch {
  Future<Result> reload();

  /**
   * @param version of the configuration that the node now decides by
   * @param problems why it was refused, one sentence each; empty when it was applied
   */
  record Result(boolean applied, String version, List<String> problems) {
    public Result {
      problems = List.copyOf(problems);
    }

    public static Result applied(String version) {
      return new Result(true, version, List.of());
    }

    public static Result refused(String version, List<String> problems) {
      return new Result(false, version, problems);
    }
  }
}
