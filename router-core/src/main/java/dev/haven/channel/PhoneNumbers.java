package dev.haven.channel;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Telephone numbers as E.164, so that one person is one address whatever way they came. The raw
 * form stays with the reply handle, because some platforms want back exactly what they sent.
 */
public final class PhoneNumbers {
  private static final Pattern NUMBER_LIKE = Pattern.compile("\\+?[0-9()./\\s-]{3,32}");

  private PhoneNumbers() {}

  /**
   * The number as E.164.
   *
   * @param raw as the platform tells it; a number without {@code +} is read as international when
   *     no region is given
   * @param region ISO 3166 code for national numbers, null when the platform always sends the
   *     country code
   * @return empty when it is no number that could be dialled from abroad: a short code, a name,
   *     withheld
   */
  public static Optional<String> toE164(@Nullable String raw, @Nullable String region) {
    if (raw == null || !NUMBER_LIKE.matcher(raw.strip()).matches()) {
      return Optional.empty();
    }
    String number = raw.strip();
    if (region == null && !number.startsWith("+")) {
      number = "+" + number;
    }
    try {
      PhoneNumberUtil util = PhoneNumberUtil.getInstance();
      PhoneNumber parsed = util.parse(number, region);
      return util.isPossibleNumber(parsed)
          ? Optional.of(util.format(parsed, PhoneNumberFormat.E164))
          : Optional.empty();
    } catch (NumberParseException e) {
      return Optional.empty();
    }
  }

  /**
   * {@link #toE164} where it is a number, the raw form stripped of spaces around it otherwise; null
   * for null or blank.
   */
  public static @Nullable String normalise(@Nullable String raw, @Nullable String region) {
    if (raw == null || raw.isBlank()) {
      return null;
    }
    return toE164(raw, region).orElse(raw.strip());
  }
}
