package dev.haven.server.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.haven.channel.Channel;
import dev.haven.channel.EndpointConfig;
import dev.haven.channel.EndpointId;
import dev.haven.channel.Secret;
import dev.haven.channel.WorkspaceId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a chat may be configured as, and whose sessions it believes. */
class ChatSiteTest {
  private static final String OLD = "o".repeat(32);
  private static final String NEW = "n".repeat(32);

  private static EndpointConfig endpoint(String id, Map<String, Object> config, String... keys) {
    return new EndpointConfig(
        new EndpointId(id),
        new WorkspaceId("main"),
        "web-chat",
        Channel.CHAT,
        null,
        null,
        config,
        Map.of("sessionKey", Secret.of(List.of(keys))));
  }

  @Test
  void shouldReadWhomToTurnTo() {
    ChatSite site =
        ChatSite.of(
            endpoint("web", Map.of("crisisEn", List.of("Call 988 | any time|tel:988")), NEW));

    assertThat(site.crisisEnglish())
        .containsExactly(new ChatSite.Resource("Call 988 | any time", "tel:988"));
  }

  @ParameterizedTest
  @CsvSource({
    "crisisEn, Call 988",
    "crisisEn, Call|javascript:alert(1)",
    "crisisEs, Llame|http://plain.example",
    "origins, https://www.example.org/path",
    "origins, *",
    "remember, forever",
    "graceSeconds, 5",
    "handshakesPerMinute, 0",
  })
  void shouldNameASettingThatIsWrong(String name, String value) {
    EndpointConfig endpoint = endpoint("web", Map.of(name, value), NEW);

    assertThatThrownBy(() -> ChatSite.of(endpoint))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("config." + name);
  }

  @Test
  void shouldRefuseAShortKeyWithoutShowingIt() {
    EndpointConfig endpoint = endpoint("web", Map.of(), "short-one");

    assertThatThrownBy(() -> ChatSite.of(endpoint))
        .hasMessageContaining("sessionKey")
        .hasMessageNotContaining("short-one");
  }

  @Test
  void shouldBelieveSessionsOfEveryValidKeyAndOfItsOwnEndpointOnly() {
    ChatTokens before = ChatSite.of(endpoint("web", Map.of(), OLD)).tokens();
    ChatTokens rotated = ChatSite.of(endpoint("web", Map.of(), NEW, OLD)).tokens();
    ChatTokens after = ChatSite.of(endpoint("web", Map.of(), NEW)).tokens();
    ChatTokens other = ChatSite.of(endpoint("other", Map.of(), OLD)).tokens();

    ChatTokens.Session session = before.begin(new Random(1));

    assertThat(Objects.requireNonNull(rotated.of(session.token())).conversation())
        .isEqualTo(session.conversation());
    assertThat(after.of(session.token())).isNull();
    assertThat(other.of(session.token())).isNull();
    assertThat(before.of(session.token() + "0")).isNull();
  }
}
