package dev.haven.plan;

import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A rule's condition in the Common Expression Language, compiled and type-checked when it is made.
 * Evaluation is bounded: comprehensions stop after 1,000 iterations in all, the source has at most
 * 4,096 characters, patterns match in linear time, and what it sees of a contact is bounded where
 * it came in. Safe for any thread.
 */
public final class Condition {
  private static final int SOURCE_LIMIT = 4_096;
  private static final CelOptions OPTIONS =
      CelOptions.current().comprehensionMaxIterations(1_000).build();
  private static final CelCompiler COMPILER =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setOptions(OPTIONS)
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addVar("channel", SimpleType.STRING)
          .addVar("language", SimpleType.STRING)
          .addVar("tier", SimpleType.STRING)
          .addVar("score", SimpleType.INT)
          .addVar("adverse_event", SimpleType.BOOL)
          .addVar("kind", SimpleType.STRING)
          .addVar("to", SimpleType.STRING)
          .addVar("endpoint", SimpleType.STRING)
          .addVar("attributes", MapType.create(SimpleType.STRING, SimpleType.STRING))
          .addVar("programme", SimpleType.STRING)
          .addVar("person_kind", SimpleType.STRING)
          .addVar("hour", SimpleType.INT)
          .addVar("minute", SimpleType.INT)
          .addVar("weekday", SimpleType.INT)
          .addVar("date", SimpleType.STRING)
          .addVar(
              "queues",
              MapType.create(SimpleType.STRING, MapType.create(SimpleType.STRING, SimpleType.INT)))
          .setResultType(SimpleType.BOOL)
          .build();
  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(OPTIONS).build();

  private static final Pattern TEXT =
      Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'");
  private static final Pattern FAULT = Pattern.compile("ERROR: <input>:(\\d+):(\\d+): (.*)");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final CelRuntime.Program program;
  private final Set<String> reads;

  private Condition(CelRuntime.Program program, Set<String> reads) {
    this.program = program;
    this.reads = reads;
  }

  /** The names that stand in it, outside of texts: those of variables, functions and fields. */
  public Set<String> reads() {
    return reads;
  }

  /**
   * @throws IllegalArgumentException saying what is wrong and where in the source
   */
  public static Condition compile(String source) {
    if (source.length() > SOURCE_LIMIT) {
      throw new IllegalArgumentException(
          "a condition has at most " + SOURCE_LIMIT + " characters, got " + source.length());
    }
    try {
      return new Condition(RUNTIME.createProgram(COMPILER.compile(source).getAst()), names(source));
    } catch (CelValidationException | CelEvaluationException e) {
      throw new IllegalArgumentException(plain(String.valueOf(e.getMessage())), e);
    }
  }

  /** Each fault of the source in one sentence with its column, the drawing below it left out. */
  private static String plain(String message) {
    String faults =
        FAULT
            .matcher(message)
            .results()
            .map(f -> "column " + f.group(2) + ": " + f.group(3).strip())
            .collect(Collectors.joining("; "));
    return faults.isEmpty() ? message.strip() : faults;
  }

  private static Set<String> names(String source) {
    return NAME.matcher(TEXT.matcher(source).replaceAll("\"\""))
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * @throws UndecidedException when the condition cannot be decided for this contact, such as a
   *     missing attribute
   */
  public boolean holds(PlanInput input) {
    try {
      return Boolean.TRUE.equals(program.eval(input.variables()));
    } catch (CelEvaluationException e) {
      throw new UndecidedException(e);
    }
  }

  /**
   * A condition that failed for one contact; the rule is passed over and counted, the contact goes
   * on.
   */
  public static final class UndecidedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UndecidedException(Throwable cause) {
      super("a rule's condition could not be decided", cause);
    }
  }
}
