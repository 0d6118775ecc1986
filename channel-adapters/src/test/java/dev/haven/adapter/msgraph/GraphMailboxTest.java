package dev.haven.adapter.msgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.haven.adapter.support.Requests;
import dev.haven.adapter.support.ScriptedPlatform;
import dev.haven.adapter.support.StoringSink;
import dev.haven.channel.InboundContact;
import dev.haven.channel.InboundEvent;
import dev.haven.channel.InboundStatus;
import dev.haven.channel.InboundSystem;
import dev.haven.channel.ParseResult;
import dev.haven.channel.SessionAdapter;
import dev.haven.channel.WebhookAdapter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class GraphMailboxTest {
  private static final String TOKEN = "{'access_token':'tok','expires_in':3599}";
  private static final String RESOURCE = "users/help@example.org/mailFolders('inbox')/messages";
  private static final String OURS =
      ("{'id':'sub-1','notificationUrl':'" + ScriptedPlatform.URL + "','resource':'#'}")
          .replace('\'', '"')
          .replace("#", RESOURCE);

  private final ScriptedPlatform graph = new ScriptedPlatform();
  private final StoringSink sink = new StoringSink();

  private WebhookAdapter adapter(Map<String, Object> more) {
    Map<String, Object> config =
        new HashMap<>(
            Map.of(
                "tenantId", "t",
                "clientId", "c",
                "mailbox", "help@example.org",
                "publicUrl", ScriptedPlatform.URL));
    config.putAll(more);
    return (WebhookAdapter)
        new MsGraphFactory()
            .create(
                Requests.endpoint(
                    "msgraph", config, Map.of("clientState", "st", "clientSecret", "s")),
                graph.context());
  }

  private boolean opens() {
    return ((SessionAdapter) adapter(Map.of())).open(sink).succeeded();
  }

  @Test
  void shouldRenewTheSubscriptionThatIsThereAndRemoveASecondOne() {
    graph.answer(TOKEN);
    graph.answer(200, "{\"value\":[" + OURS + "," + OURS.replace("sub-1", "sub-2") + "]}");
    graph.answer("{}").answer(204, "");
    graph.answer("{'value':[],'@odata.deltaLink':'https://graph.microsoft.com/v1.0/d'}");

    assertThat(opens()).isTrue();

    assertThat(graph.asked().subList(0, 4))
        .containsExactly(
            "POST /t/oauth2/v2.0/token",
            "GET /v1.0/subscriptions",
            "PATCH /v1.0/subscriptions/sub-1",
            "DELETE /v1.0/subscriptions/sub-2");
    assertThat(graph.call(2).bodyAsUtf8())
        .isEqualTo("{\"expirationDateTime\":\"2026-01-03T00:00:00Z\"}");
    assertThat(graph.asked().get(4))
        .isEqualTo(
            "GET /v1.0/users/help%40example.org/mailFolders/inbox/messages/delta?$select=id"
                + "&changeType=created&$filter=receivedDateTime+ge+2025-12-31T00%3A00%3A00Z");
  }

  @Test
  void shouldMakeOneWhereNoneCallsThisEndpoint() {
    graph.answer(TOKEN);
    graph.answer(
        200,
        "{\"value\":["
            + OURS.replace(ScriptedPlatform.URL, "https://else.example")
            + "],\"@odata.nextLink\":\"https://evil.example/v1.0/more\"}");
    graph.answer(201, "{}");

    assertThat(opens()).isTrue();

    assertThat(graph.asked().get(2)).isEqualTo("POST /v1.0/subscriptions");
    assertThat(graph.call(2).bodyAsUtf8())
        .contains("\"changeType\":\"created\"")
        .contains("\"lifecycleNotificationUrl\":\"" + ScriptedPlatform.URL + "\"")
        .contains("\"resource\":\"" + RESOURCE + "\"")
        .contains("\"clientState\":\"st\"");
    assertThat(graph.call(2).headers()).containsEntry("Authorization", "Bearer tok");
  }

  @Test
  void shouldNotBeUpWhenTheAppIsRefused() {
    graph.answer(401, "{}");

    assertThat(opens()).isFalse();
  }

  @Test
  void shouldReadTheMailUnderTheIdOfItsNotification() {
    graph.answer(TOKEN);
    graph.answer(
        200, "From: ana@example.net\r\nTo: help@example.org\r\nSubject: s\r\n\r\nwords\r\n");

    InboundContact contact = (InboundContact) completed(notification("AAMk="));

    assertThat(contact.externalId()).isEqualTo("AAMk=");
    assertThat(contact.idempotencyKey()).isEqualTo("AAMk=");
    assertThat(contact.text()).isEqualTo("words");
    assertThat(contact.from().value()).isEqualTo("ana@example.net");
    assertThat(contact.reply().value("to")).isEqualTo("ana@example.net");
    assertThat(contact.attributes()).containsKey(InboundContact.FETCH);
    assertThat(graph.asked()).last().isEqualTo("GET /v1.0/Users/u1/Messages/AAMk=/$value");
  }

  @Test
  void shouldAskForANewTokenOnceWhenOneEndsBeforeItsTime() {
    graph.answer(TOKEN);
    graph.answer(401, "{}");
    graph.answer(TOKEN.replace("'tok'", "'next'"));
    graph.answer(200, "From: ana@example.net\r\n\r\nwords\r\n");

    InboundContact contact = (InboundContact) completed(notification("AAMk="));

    assertThat(contact.text()).isEqualTo("words");
    assertThat(graph.call(3).headers()).containsEntry("Authorization", "Bearer next");
  }

  @Test
  void shouldKeepAMailThatCannotBeGotWithTheFileThatIsToBeBrought() {
    graph.answer(TOKEN);
    graph.answer(503, "");

    InboundContact contact = (InboundContact) completed(notification("AAMk="));

    assertThat(contact.text()).isNull();
    assertThat(contact.attachments())
        .singleElement()
        .satisfies(file -> assertThat(file.mediaId()).isEqualTo("Users/u1/Messages/AAMk="));
    WebhookAdapter adapter = adapter(Map.of());
    assertThat(adapter.isAnnounced("message.eml")).isTrue();
    assertThat(adapter.announced("From: a@example.net\r\n\r\nwords".getBytes()).text())
        .isEqualTo("words");
  }

  @Test
  void shouldMakeNoContactOfABounceOrAnAutomaticAnswer() {
    graph.answer(TOKEN);
    graph.answer(200, "From: a@example.net\r\nAuto-Submitted: auto-replied\r\n\r\naway\r\n");
    assertThat(completed(notification("A1"))).isInstanceOf(InboundSystem.class);

    graph.answer(TOKEN);
    graph.answer(
        200,
        "From: MAILER-DAEMON@example.net\r\nReturn-Path: <>\r\n"
            + "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
            + "--b\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\n"
            + "--b\r\nContent-Type: text/rfc822-headers\r\n\r\n"
            + "Message-ID: <haven.abc.1@example.org>\r\n--b--\r\n");
    assertThat(completed(notification("A2"))).isInstanceOf(InboundStatus.class);
  }

  @Test
  void shouldFetchNothingButMails() {
    String body =
        notification("A1").replace("Users/u1/Messages/A1", "Users/u1/Messages/../../applications");

    InboundContact contact = (InboundContact) completed(body);

    assertThat(contact.attachments()).isEmpty();
    assertThat(graph.asked()).isEmpty();
  }

  @Test
  void shouldSayWhichSettingIsWrong() {
    assertThatThrownBy(() -> adapter(Map.of("mailbox", "a/b"))).hasMessageContaining("mailbox");
    assertThatThrownBy(() -> adapter(Map.of("subscriptionHours", 200)))
        .hasMessageContaining("subscriptionHours");
    assertThat(adapter(Map.of("mailbox", ""))).isNotInstanceOf(SessionAdapter.class);
  }

  private InboundEvent completed(String body) {
    WebhookAdapter adapter = adapter(Map.of());
    ParseResult read = adapter.parse(Requests.post("/hooks/door", Map.of(), body), Requests.NOW);
    List<InboundEvent> events = ((ParseResult.Events) adapter.complete(read).result()).events();
    assertThat(events).hasSize(1);
    return events.get(0);
  }

  private static String notification(String id) {
    return "{'value':[{'subscriptionId':'s','clientState':'st','changeType':'created',"
            .replace('\'', '"')
        + "\"resource\":\"Users/u1/Messages/%s\",\"resourceData\":{\"id\":\"%s\"}}]}"
            .formatted(id, id);
  }
}
