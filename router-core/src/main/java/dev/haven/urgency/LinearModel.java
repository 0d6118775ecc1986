package dev.haven.urgency;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * One linear model for each tier and one for adverse events, over {@link Features}, and the {@link
 * Combiner} that weighs them with what the rules found.
 *
 * <p>Weights are bytes, signed square roots, with one scale for each head, so that small ones keep
 * their worth. The file is: magic, version text, vocabulary, then for each head scale and bias,
 * then the bytes, those of one gram together in the order of hashes, then the combiner. Immutable
 * after reading.
 */
final class LinearModel {
  /** Heads 0 to 4 are the tiers in their order; this one is the adverse event. */
  static final int ADVERSE_EVENT = 5;

  static final int HEADS = 6;
  private static final int MAGIC = 0x48565534;
  private static final float[] WORTH = new float[256];
  private static final String RESOURCE = "model.bin";

  static {
    for (int step = -127; step <= 127; step++) {
      WORTH[step & 0xff] = step * Math.abs(step) / (127f * 127f);
    }
  }

  final Vocabulary vocabulary;
  final Combiner combiner;
  private final String version;

  /** Weights of all heads side by side: one gram is one place in memory. */
  private final byte[] weights;

  private final float[] scale;
  private final float[] bias;

  LinearModel(
      String version,
      Vocabulary vocabulary,
      byte[] weights,
      float[] scale,
      float[] bias,
      Combiner combiner) {
    this.version = version;
    this.vocabulary = vocabulary;
    this.weights = weights;
    this.scale = scale;
    this.bias = bias;
    this.combiner = combiner;
  }

  /** A weight as a byte, where {@code scale} is that of the greatest. */
  static byte step(float weight, float scale) {
    double root = Math.sqrt(Math.min(1, Math.abs(weight) / scale));
    return (byte) Math.round(Math.signum(weight) * root * 127);
  }

  static LinearModel standard() {
    try (InputStream in = LinearModel.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the urgency model is missing from the jar: " + RESOURCE);
      }
      return read(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A model that knows nothing, to read messages with before there is one. */
  static LinearModel empty() {
    return new LinearModel(
        "none",
        new Vocabulary(new int[0], new byte[0]),
        new byte[0],
        new float[HEADS],
        new float[HEADS],
        new Combiner(new float[HEADS * (Evidence.SIZE + 1)]));
  }

  LinearModel with(String newVersion, Combiner other) {
    return new LinearModel(newVersion, vocabulary, weights, scale, bias, other);
  }

  String version() {
    return version;
  }

  /** Sum of weights of each head; the six are kept apart by name, for a loop over them waits. */
  float[] margins(Features features) {
    float crisis = 0;
    float medical = 0;
    float distress = 0;
    float elevated = 0;
    float routine = 0;
    float event = 0;
    for (int i = 0; i < features.size; i++) {
      int at = features.number[i] * HEADS;
      float value = features.value[i];
      crisis += WORTH[weights[at] & 0xff] * value;
      medical += WORTH[weights[at + 1] & 0xff] * value;
      distress += WORTH[weights[at + 2] & 0xff] * value;
      elevated += WORTH[weights[at + 3] & 0xff] * value;
      routine += WORTH[weights[at + 4] & 0xff] * value;
      event += WORTH[weights[at + 5] & 0xff] * value;
    }
    float[] sums = {crisis, medical, distress, elevated, routine, event};
    for (int head = 0; head < HEADS; head++) {
      sums[head] = sums[head] * scale[head] + bias[head];
    }
    return sums;
  }

  /** What each word added to one head's margin. */
  float[] contributions(Features features, int words, int head) {
    var sums = new float[words];
    for (int i = 0; i < features.size; i++) {
      float weight = WORTH[weights[features.number[i] * HEADS + head] & 0xff];
      sums[features.word[i]] += weight * features.value[i];
    }
    return sums;
  }

  byte[] bytes() {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      out.writeUTF(version);
      vocabulary.write(out);
      for (int head = 0; head < HEADS; head++) {
        out.writeFloat(scale[head]);
        out.writeFloat(bias[head]);
      }
      for (int number : vocabulary.inOrderOfHashes()) {
        out.write(weights, number * HEADS, HEADS);
      }
      combiner.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static LinearModel read(byte[] bytes) {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readInt() != MAGIC) {
        throw new IllegalStateException("not an urgency model of this version");
      }
      String version = in.readUTF();
      Vocabulary vocabulary = Vocabulary.read(in);
      var scale = new float[HEADS];
      var bias = new float[HEADS];
      for (int head = 0; head < HEADS; head++) {
        scale[head] = in.readFloat();
        bias[head] = in.readFloat();
      }
      var weights = new byte[HEADS * vocabulary.size()];
      for (int number : vocabulary.inOrderOfHashes()) {
        in.readFully(weights, number * HEADS, HEADS);
      }
      return new LinearModel(version, vocabulary, weights, scale, bias, Combiner.read(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
