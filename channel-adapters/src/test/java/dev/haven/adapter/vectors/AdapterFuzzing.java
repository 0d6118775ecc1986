package dev.haven.adapter.vectors;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import com.code_intelligence.jazzer.mutation.annotation.WithUtf8Length;
import dev.haven.channel.Headers;
import dev.haven.channel.InboundReader;
import dev.haven.channel.RawRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Looks for bytes that an adapter does not refuse cleanly, led by what code they reach, beginning
 * with every fourth vector; the others are where it may go from there. Runs in a process of its
 * own: eight seconds where {@code JAZZER_FUZZ} is 1, as the build sets it on the JDK that the code
 * is for, else once over those vectors.
 */
@NullUnmarked
class AdapterFuzzing {
  private static final List<Vector> VECTORS = all();
  private static final List<InboundReader> READERS =
      VECTORS.stream().map(Samples::adapter).toList();

  private static List<Vector> all() {
    try {
      List<Vector> all = new ArrayList<>();
      for (Path file : Samples.files()) {
        all.addAll(Samples.vectors(file));
      }
      return List.copyOf(all);
    } catch (IOException e) {
      throw new IllegalStateException("the vectors cannot be read", e);
    }
  }

  static Stream<Arguments> vectors() {
    return IntStream.range(0, VECTORS.size())
        .filter(n -> n % 4 == 0)
        .mapToObj(n -> Arguments.of(n, VECTORS.get(n).request().body(), -1, ""));
  }

  /**
   * @param n the vector whose endpoint and headers it is
   * @param line the header line that has another value; none when there is no such line
   */
  @MethodSource("vectors")
  @FuzzTest(maxDuration = "8s")
  void shouldNeverThrowWhateverIsFound(
      int n, byte @NotNull [] body, int line, @NotNull @WithUtf8Length(max = 300) String value) {
    int which = Math.floorMod(n, VECTORS.size());
    RawRequest known = VECTORS.get(which).request();
    List<Headers.Line> lines = new ArrayList<>(known.headers().lines());
    if (line >= 0 && line < lines.size()) {
      lines.set(line, new Headers.Line(lines.get(line).name(), value));
    }
    Samples.drive(
        READERS.get(which),
        VECTORS.get(which),
        new RawRequest(known.method(), known.uri(), Headers.of(lines), body, null));
  }
}
