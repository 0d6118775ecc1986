package dev.haven.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardedTest {
  private final Forwarded forwarded =
      new Forwarded(
          address ->
              address.getHostAddress().startsWith("10.") || address.getHostAddress().equals("::1"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          203.0.113.9 | 198.51.100.1                       | 203.0.113.9
          10.0.0.1    | 198.51.100.1                       | 198.51.100.1
          10.0.0.1    | 192.0.2.66, 198.51.100.1           | 198.51.100.1
          10.0.0.1    | 192.0.2.66, 198.51.100.1, 10.0.0.2 | 198.51.100.1
          10.0.0.1    | 198.51.100.1:4711                  | 198.51.100.1
          10.0.0.1    | [2001:db8::1]:4711                 | 2001:db8:0:0:0:0:0:1
          10.0.0.1    | 2001:DB8:0::1                      | 2001:db8:0:0:0:0:0:1
          10.0.0.1    | ::ffff:198.51.100.1                | 198.51.100.1
          10.0.0.1    | 198.51.100.1, somebody             | 10.0.0.1
          10.0.0.1    | 198.51.100.1, , 10.0.0.2           | 10.0.0.2
          10.0.0.1    | 10.0.0.3, 10.0.0.2                 | 10.0.0.3
          unknown     | 198.51.100.1                       | unknown
          """)
  void shouldTakeTheLastAddressThatIsNoProxys(String peer, String header, String sender) {
    assertThat(forwarded.sender(peer, List.of(header))).isEqualTo(sender);
  }

  @Test
  void shouldReadLinesOfTheHeaderAsOne() {
    assertThat(forwarded.sender("10.0.0.1", List.of())).isEqualTo("10.0.0.1");
    assertThat(forwarded.sender("10.0.0.1", List.of("192.0.2.66", "198.51.100.1, 10.0.0.2")))
        .isEqualTo("198.51.100.1");
    assertThat(forwarded.sender("10.0.0.1", List.of("192.0.2.66", "10.0.0.2")))
        .isEqualTo("192.0.2.66");
  }
}
