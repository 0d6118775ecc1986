package dev.haven.adapter.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.haven.channel.AdapterFactory;
import dev.haven.channel.InboundContact;
import dev.haven.channel.ParseResult;
import dev.haven.channel.RawRequest;
import dev.haven.channel.WebhookAdapter;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a platform sends of a person's words is a contact also without an id or of a new kind. */
class WordsOfOddFormTest {
  private static final String WORDS = "I want to kill myself";
  private static final String FORM = "application/x-www-form-urlencoded";

  /** Nothing here is verified; the key is that of RFC 8032, 7.1. */
  private static final Map<String, ?> SECRETS =
      Map.of("authToken", "t", "publicKeyBase64", "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");

  private static WebhookAdapter adapter(String name) {
    AdapterFactory factory =
        ServiceLoader.load(AdapterFactory.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(f -> f.name().equals(name))
            .findAny()
            .orElseThrow();
    Map<String, Object> config = Map.of("publicUrl", "https://example.org/hooks/door");
    return (WebhookAdapter)
        factory.create(Requests.endpoint(name, config, SECRETS), Requests.offline());
  }

  private static ParseResult parse(String name, String type, String body) {
    RawRequest request = Requests.post("/hooks/door", Map.of("Content-Type", type), body);
    return adapter(name).parse(request, Requests.NOW);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "twilio|From=%2B15551230001&Body=WORDS",
        "plivo|From=15551230001&Text=WORDS",
        "messagebird|originator=15551230001&body=WORDS",
        "messagebird|id=1&body=WORDS",
        "vonage|msisdn=15551230001&text=WORDS",
        "bandwidth|[{'type':'message-received','message':{'text':'WORDS'}}]",
        "meta|{'object':'whatsapp_business_account','entry':[{'changes':[{'field':'messages','value':{'messages':[{'id':'1','type':'poll','poll':{'name':'WORDS'}}]}}]}]}",
        "meta|{'object':'whatsapp_business_account','entry':[{'changes':[{'field':'messages','value':{'messages':[{'id':'1','type':'interactive','interactive':{'new':{'a':'WORDS'}}}]}}]}]}",
      })
  void shouldMakeAContactOfWordsHoweverTheyCome(String name, String body) {
    boolean json = body.startsWith("[") || body.startsWith("{");
    String sent = body.replace('\'', '"').replace("WORDS", json ? WORDS : WORDS.replace(' ', '+'));

    ParseResult result = parse(name, json ? "application/json" : FORM, sent);

    assertThat(((ParseResult.Events) result).events())
        .singleElement()
        .isInstanceOfSatisfying(
            InboundContact.class, contact -> assertThat(contact.text()).isEqualTo(WORDS));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "telnyx|{'data':{'payload':{'text':'WORDS'}}}",
        "cloudevents|{'specversion':'1.0','id':'1','source':'s','type':'contact.created','data':'WORDS'}",
      })
  void shouldCallItUnreadableSoThatItsWordsAreScored(String name, String body) {
    String type = name.equals("cloudevents") ? "application/cloudevents+json" : "application/json";

    assertThat(parse(name, type, body.replace('\'', '"').replace("WORDS", WORDS)))
        .isInstanceOf(ParseResult.Unreadable.class);
  }
}
