package dev.haven.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DestinationsTest {
  private final Destinations site =
      new Destinations(
          Map.of("crisis_line", "988"),
          Map.of("fr", "+12025550133", "any", "+12025550134"),
          List.of("+1202", "+34"));

  @Test
  void shouldKnowNumbersByNameAlone() {
    assertThat(site.named("crisis_line")).contains("988");
    assertThat(site.named("988")).isEmpty();
    assertThat(site.toString()).doesNotContain("988");
  }

  @Test
  void shouldAllowEnteredNumbersByHowTheyBegin() {
    assertThat(site.entered("+1 (202) 555-0177")).contains("+12025550177");
    assertThat(site.entered("34912345678")).contains("+34912345678");
    assertThat(site.entered("+15005550100")).isEmpty();
    assertThat(site.entered("988")).isEmpty();
    assertThat(site.entered("sip:somebody@example.org")).isEmpty();
    assertThat(site.entered("PJSIP/trunk/+12025550177")).isEmpty();
    assertThat(Destinations.NONE.entered("+12025550177")).isEmpty();
  }

  @Test
  void shouldKeepOneNameForWhatIsEntered() {
    assertThat(Destinations.isName("on_call")).isTrue();
    assertThat(Destinations.isName("number")).isFalse();
    assertThat(Destinations.isName("a>b")).isFalse();
    assertThat(Destinations.isName("a:b")).isFalse();
  }
}
