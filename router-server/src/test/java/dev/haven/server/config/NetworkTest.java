package dev.haven.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.7, 10.0.0.7, true",
    "10.0.0.7, 10.0.0.6, false",
    "10.0.0.0/8, 10.255.0.1, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "192.0.2.128/25, 192.0.2.127, false",
    "192.0.2.128/25, 192.0.2.129, true",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, ::1, false",
    "fd00::/8, fdff::1, true",
    "fd00::/8, fe00::1, false",
    "::1, ::1, true"
  })
  void shouldContainWhatBeginsAlike(String text, String address, boolean contained)
      throws Exception {
    Network network = Objects.requireNonNull(Network.parse(text));
    assertThat(network.contains(InetAddress.getByName(address))).isEqualTo(contained);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "proxy.example.org", "10.0.0", "10.0.0.0/33", "10.0.0.0/", "::1/-1"})
  void shouldNotBeReadFromAnythingElse(String text) {
    assertThat(Network.parse(text)).isNull();
  }
}
