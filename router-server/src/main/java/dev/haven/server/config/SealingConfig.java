package dev.haven.server.config;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How words and addresses are kept unreadable at rest.
 *
 * @param keyset Tink keyset in JSON, AES-256-GCM; development makes one when it is missing
 * @param addressKey key in base64, 32 bytes or more, that addresses are looked up by; as secret as
 *     the addresses
 * @param attachments folder of the sealed files that came with contacts; null for {@code
 *     attachments} in the data folder
 * @param keepClosed how long a closed contact's record stays readable
 */
public record SealingConfig(
    @Nullable Secret keyset,
    @Nullable Secret addressKey,
    @Nullable String attachments,
    Duration keepClosed) {
  static SealingConfig read(Block block) {
    SealingConfig config =
        new SealingConfig(
            block.secret("keyset"),
            block.secret("addressKey"),
            block.optionalText("attachments", Forms.NAME, "the path of a folder"),
            block.duration("keepClosed", ofDays(8), ofHours(1), ofDays(400)));
    if (config.addressKey != null && !AuthConfig.isKey(config.addressKey.reveal())) {
      block.problem("addressKey", "is not 32 bytes or more in base64");
    }
    block.done();
    return config;
  }
}
