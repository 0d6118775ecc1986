package dev.haven.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.haven.navigator.NavigatorId;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code /desktop/sign-in}: how somebody gets a token for the pages. GET tells the ways; in
 * development mode, which listens on loopback only, POST makes a token for whoever is asked for.
 *
 * <p>A page of another origin can neither send JSON here without a preflight, which the door
 * refuses, nor read the answer.
 */
public final class SignIn implements HttpDoor.Page {
  public static final String PATH = "/desktop/sign-in";
  private static final int MAX_BODY = 1_024;

  /** Somebody to be in development. */
  public record Person(String subject, String name, Role role, String workspace) {}

  /** An OpenID provider; see {@code auth.oidc} in {@code config/haven.yaml}. */
  public record Provider(String issuer, String clientId, String scope, String use) {}

  /** Makes development's tokens. */
  @FunctionalInterface
  public interface Mint {
    String token(String subject, Role role, String workspace);
  }

  private final @Nullable Provider provider;
  private final List<Person> people;
  private final Set<String> workspaces;
  private final @Nullable Mint mint;
  private final Map<String, String> headers;

  /**
   * @param people whom the page proposes; anybody may be asked for
   * @param mint null outside development
   */
  public SignIn(
      @Nullable Provider provider,
      List<Person> people,
      Set<String> workspaces,
      @Nullable Mint mint,
      Map<String, String> headers) {
    this.provider = provider;
    this.people = mint == null ? List.of() : List.copyOf(people);
    this.workspaces = Set.copyOf(workspaces);
    this.mint = mint;
    this.headers = Map.copyOf(headers);
  }

  @Override
  public Set<HttpMethod> methods() {
    return mint == null ? Set.of(HttpMethod.GET) : Set.of(HttpMethod.GET, HttpMethod.POST);
  }

  @Override
  public void answer(Exchange x) {
    headers.forEach(x.request().response()::putHeader);
    Mint makes = mint;
    if (makes != null && HttpMethod.POST.equals(x.request().method())) {
      RestDoor.withBody(x, MAX_BODY, in -> become(x, in, makes));
    } else {
      x.json(200, this::ways);
    }
  }

  private void become(Exchange x, Fields in, Mint makes) {
    String subject =
        in.required(
            "subject", NavigatorId::isValid, "1 to 64 of A-Z, a-z, 0-9, '.', '_', '@', '-'");
    Role role =
        in.required(
            "role", Role.NAVIGATOR, Role::ofWireName, "navigator, supervisor, ops or integrator");
    String workspace = in.required("workspace", workspaces::contains, "a workspace of this node");
    in.done();
    x.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeStringField("token", makes.token(subject, role, workspace));
          out.writeEndObject();
        });
  }

  private void ways(JsonGenerator out) throws IOException {
    out.writeStartObject();
    Provider known = provider;
    if (known == null) {
      out.writeNullField("oidc");
    } else {
      out.writeObjectFieldStart("oidc");
      out.writeStringField("issuer", known.issuer());
      out.writeStringField("clientId", known.clientId());
      out.writeStringField("scope", known.scope());
      out.writeStringField("use", known.use());
      out.writeEndObject();
    }
    out.writeArrayFieldStart("people");
    for (Person person : people) {
      out.writeStartObject();
      out.writeStringField("subject", person.subject());
      out.writeStringField("name", person.name());
      out.writeStringField("role", person.role().wireName());
      out.writeStringField("workspace", person.workspace());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }
}
