package dev.haven.adapter.hylafax;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.adapter.support.Requests;
import dev.haven.channel.Headers;
import dev.haven.channel.RawRequest;
import dev.haven.channel.Verdict;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HylaFaxAdapterTest {
  private static final byte[] ARGUMENTS =
      "[\"recvq/fax1.tif\",\"ttyS0\",\"000000045\",\"\"]".getBytes(UTF_8);

  @ParameterizedTest
  @ValueSource(strings = {"POST", "EXEC"})
  void shouldTakeNoBareArgumentsFromTheNetwork(String method) {
    RawRequest request =
        new RawRequest(method, "/hooks/fax", Headers.none(), ARGUMENTS, "203.0.113.7");

    assertThat(verdict(request, Map.of())).isInstanceOf(Verdict.Refused.class);
    assertThat(verdict(request, KEY)).isInstanceOf(Verdict.Refused.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "203.0.113.7"})
  void shouldWantASignatureWhereAKeyIsConfigured(String remote) {
    RawRequest request =
        new RawRequest(
            "EXEC", "exec:faxrcvd", Headers.none(), ARGUMENTS, remote.isEmpty() ? null : remote);

    assertThat(verdict(request, KEY)).isInstanceOf(Verdict.Refused.class);
  }

  private static final Map<String, String> KEY =
      Map.of("secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

  private static Verdict verdict(RawRequest request, Map<String, String> secrets) {
    return new HylaFaxAdapter(Requests.endpoint("hylafax", Map.of(), secrets))
        .verify(request, Requests.NOW);
  }
}
