package dev.haven.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GuidesTest {
  @Test
  void shouldTellTheStepsAndNothingElse() {
    assertThat(
            Guides.stepsOf(
                """
                # Some platform

                ## Set-up

                1. Create the endpoint,
                   as below.
                2. Set the `url`.

                ```yaml
                endpoints:
                  - id: x
                    adapter: y
                ```

                ## Limits

                1. Not a step.
                """))
        .containsExactly("Create the endpoint, as below.", "Set the `url`.");
  }

  @Test
  void shouldCarryThePagesOfTheAdapters() {
    assertThat(Guides.steps("twilio")).hasSizeGreaterThan(3).noneMatch(s -> s.contains("adapter:"));
    assertThat(Guides.steps("no-such-platform")).isEmpty();
  }
}
