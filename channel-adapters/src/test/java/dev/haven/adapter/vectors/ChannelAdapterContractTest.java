package dev.haven.adapter.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.haven.channel.Headers;
import dev.haven.channel.InboundEvent;
import dev.haven.channel.InboundReader;
import dev.haven.channel.ParseResult;
import dev.haven.channel.RawRequest;
import dev.haven.channel.RefusalReason;
import dev.haven.channel.Verdict;
import dev.haven.channel.WebhookAdapter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every adapter promises, whatever bytes come: a verdict and a result instead of an exception,
 * the same for the same request, nothing of a person in their text, and an answer for each result.
 * Changed bytes come from a seed; {@code -Dfuzz.rounds=20000 -Dfuzz.seed=N} looks longer.
 */
@NullUnmarked
@Timeout(60)
class ChannelAdapterContractTest {
  private static final long SEED = Long.getLong("fuzz.seed", 20_260_101);
  private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 60);
  private static final String[] PIECES = {
    "{",
    "}",
    "[",
    "]",
    "\"",
    ",",
    ":",
    "null",
    "-1e999",
    "\\u0000",
    "\\ud800",
    "&",
    "=",
    "%",
    "%zz",
    "+",
    "\r\n",
    "--",
    "\0",
    "\ufeff",
    "é",
    "99999999999999999999",
    "<",
    "{}",
    "[]",
    "true",
    ";",
    "@",
    "../",
  };

  static Stream<Path> samples() throws IOException {
    return Samples.files().stream();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void shouldNeverThrowWhateverTheBytesAre(Path file) throws IOException {
    Random random = new Random(SEED);
    for (Vector vector : Samples.vectors(file)) {
      InboundReader reader = Samples.adapter(vector);
      for (int i = 0; i < ROUNDS; i++) {
        RawRequest odd = changed(vector.request(), random);
        assertThatCode(() -> Samples.drive(reader, vector, odd))
            .as("seed %d, %s, round %d", SEED, vector.id(), i)
            .doesNotThrowAnyException();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void shouldSayTheSameOfTheSameRequest(Path file) throws IOException {
    for (Vector vector : Samples.vectors(file)) {
      InboundReader reader = Samples.adapter(vector);
      Verdict verdict = reader.verify(vector.request(), vector.now());

      assertThat(reader.verify(vector.request(), vector.now())).isEqualTo(verdict);
      assertThat(keys(reader.parse(vector.request(), vector.now())))
          .isEqualTo(keys(reader.parse(vector.request(), vector.now())));
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void shouldShowNothingOfAPersonInText(Path file) throws IOException {
    for (Vector vector : Samples.vectors(file)) {
      ParseResult result = Samples.adapter(vector).parse(vector.request(), vector.now());
      if (result instanceof ParseResult.Events events) {
        String shown = events.events().toString();
        for (InboundEvent event : events.events()) {
          event.match(
              contact -> {
                hidden(shown, contact.text());
                hidden(shown, contact.fromName());
                hidden(shown, contact.from() == null ? null : contact.from().value());
                return null;
              },
              status -> null,
              system -> null);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void shouldMissNothingInTheHeadOfWhatItBelieves(Path file) throws IOException {
    for (Vector vector : Samples.vectors(file)) {
      InboundReader reader = Samples.adapter(vector);
      RawRequest whole = vector.request();
      if (reader instanceof WebhookAdapter webhook
          && !webhook.signedInBody()
          && !(reader.verify(whole, vector.now()) instanceof Verdict.Refused)) {
        RawRequest head =
            new RawRequest(
                whole.method(), whole.uri(), whole.headers(), new byte[0], whole.remote());
        assertThat(reader.verify(head, vector.now()))
            .as("%s, of which the body is not read yet", vector.id())
            .matches(
                verdict ->
                    !(verdict instanceof Verdict.Refused refused)
                        || refused.reason() != RefusalReason.MISSING_HEADER);
      }
    }
  }

  private static void hidden(String shown, String words) {
    if (words != null && words.length() > 3) {
      assertThat(shown).doesNotContain(words);
    }
  }

  private static List<String> keys(ParseResult result) {
    return result instanceof ParseResult.Events events
        ? events.events().stream().map(InboundEvent::idempotencyKey).toList()
        : List.of();
  }

  /** Cuts, repeats, overwrites or nests bytes of the body, or changes a header. */
  private static RawRequest changed(RawRequest request, Random random) {
    byte[] body = request.body().clone();
    List<Headers.Line> lines = new ArrayList<>(request.headers().lines());
    switch (random.nextInt(8)) {
      case 0 -> body = Arrays.copyOf(body, body.length == 0 ? 0 : random.nextInt(body.length));
      case 1 -> {
        for (int i = 0; i < Math.min(body.length, 1 + random.nextInt(8)); i++) {
          body[random.nextInt(body.length)] = (byte) random.nextInt(256);
        }
      }
      case 2 -> {
        body = new byte[random.nextInt(200)];
        random.nextBytes(body);
      }
      case 3 -> body = Arrays.copyOf(body, body.length * 2);
      case 4 -> body = pieced(body, random);
      case 5 -> body = doubled(body, random);
      case 6 -> {
        if (!lines.isEmpty()) {
          int at = random.nextInt(lines.size());
          byte[] value = new byte[random.nextInt(40)];
          random.nextBytes(value);
          lines.set(at, new Headers.Line(lines.get(at).name(), new String(value)));
        }
      }
      default -> body = "[".repeat(random.nextInt(2_000)).getBytes();
    }
    return new RawRequest(request.method(), request.uri(), Headers.of(lines), body, null);
  }

  /** Up to eight pieces put where they do not belong: other types, open brackets, odd escapes. */
  private static byte[] pieced(byte[] body, Random random) {
    StringBuilder text = new StringBuilder(new String(body, StandardCharsets.UTF_8));
    for (int i = random.nextInt(8); i >= 0; i--) {
      int at = random.nextInt(text.length() + 1);
      int to = Math.min(text.length(), at + random.nextInt(6));
      text.replace(at, to, PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** A part of the body repeated, up to a thousand times. */
  private static byte[] doubled(byte[] body, Random random) {
    String text = new String(body, StandardCharsets.UTF_8);
    int at = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), at + random.nextInt(40));
    return (text.substring(0, to)
            + text.substring(at, to).repeat(random.nextInt(1_000))
            + text.substring(to))
        .getBytes(StandardCharsets.UTF_8);
  }
}
