package dev.haven.server.config;

import dev.haven.channel.Channel;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One configured door: an adapter with its account, secrets and public URL.
 *
 * @param adapter which adapter speaks here
 * @param channel null when the adapter knows from each event
 * @param publicUrl what the provider signs; null takes the public URL of the HTTP door
 * @param config texts or lists of texts by name
 * @param secret every valid value by name, the newest first
 * @param apiBaseUrl where the provider's REST API is; null takes the adapter's own
 */
public record EndpointSettings(
    String id,
    String workspace,
    String adapter,
    @Nullable Channel channel,
    @Nullable URI publicUrl,
    @Nullable URI apiBaseUrl,
    Map<String, Object> config,
    Map<String, List<Secret>> secret) {
  static @Nullable EndpointSettings read(Block block, String firstWorkspace) {
    String id = block.requiredText("id", Forms.ID, Forms.ID_RANGE);
    String workspace =
        block.text("workspace", firstWorkspace, Forms.WORKSPACE, Forms.WORKSPACE_RANGE);
    String adapter = block.requiredText("adapter", Forms.ID, "the name of an adapter");
    String name = block.optionalText("channel", Block.ANY, "a channel");
    Channel channel = name == null ? null : Channel.ofWireName(name).orElse(null);
    if (name != null && channel == null) {
      block.problem("channel", "'" + name + "' is not one of phone, chat, sms, fax, email, mail");
    }
    URI publicUrl = Forms.url(block, "publicUrl");
    URI apiBaseUrl = Forms.url(block, "apiBaseUrl");
    Map<String, Object> config = block.settings("config");
    Map<String, List<Secret>> secret = block.secrets("secret");
    if (id == null || adapter == null) {
      return null;
    }
    return new EndpointSettings(
        id, workspace, adapter, channel, publicUrl, apiBaseUrl, config, secret);
  }
}
