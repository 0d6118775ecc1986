package dev.haven.urgency;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * One linear model for each tier and one for adverse events, over {@link Features}, calibrated to
 * probabilities.
 *
 * <p>Weights are bytes with one scale for each head. The file is: magic, version text, buckets,
 * then for each head scale, bias, slope and shift of the calibration (Platt), then the bytes, those
 * of one bucket together. Immutable after reading.
 */
final class LinearModel {
  /** Heads 0 to 4 are the tiers in their order; this one is the adverse event. */
  static final int ADVERSE_EVENT = 5;

  static final int HEADS = 6;
  private static final int MAGIC = 0x48565532;
  private static final String RESOURCE = "model.bin";

  private final String version;

  /** Weights of all heads side by side: one feature is one place in memory. */
  private final byte[] weights;

  private final float[] scale;
  private final float[] bias;
  private final float[] slope;
  private final float[] shift;

  LinearModel(
      String version, byte[] weights, float[] scale, float[] bias, float[] slope, float[] shift) {
    this.version = version;
    this.weights = weights;
    this.scale = scale;
    this.bias = bias;
    this.slope = slope;
    this.shift = shift;
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
        new byte[HEADS * Features.BUCKETS],
        new float[HEADS],
        new float[HEADS],
        new float[HEADS],
        new float[HEADS]);
  }

  String version() {
    return version;
  }

  /** Sum of weights of each head before calibration. */
  float[] margins(Features features) {
    var sums = new float[HEADS];
    for (int i = 0; i < features.size; i++) {
      int at = features.index[i] * HEADS;
      float value = features.value[i];
      for (int head = 0; head < HEADS; head++) {
        sums[head] += weights[at + head] * value;
      }
    }
    for (int head = 0; head < HEADS; head++) {
      sums[head] = sums[head] * scale[head] + bias[head];
    }
    return sums;
  }

  /**
   * What each word added to each head's margin, word by word; what speaks of the whole text is left
   * out.
   */
  float[] contributions(Features features, int words) {
    var sums = new float[words * HEADS];
    for (int i = 0; i < features.size; i++) {
      int word = features.word[i];
      if (word >= 0) {
        int at = features.index[i] * HEADS;
        float value = features.value[i];
        for (int head = 0; head < HEADS; head++) {
          sums[word * HEADS + head] += weights[at + head] * value * scale[head];
        }
      }
    }
    return sums;
  }

  float bias(int head) {
    return bias[head];
  }

  /** Probability of each tier, in their order, adding up to 1, then that of an adverse event. */
  double[] probabilities(float[] margins) {
    var p = new double[HEADS];
    double sum = 0;
    for (int head = 0; head < HEADS; head++) {
      p[head] = 1 / (1 + StrictMath.exp(-(slope[head] * margins[head] + shift[head])));
      sum += head < ADVERSE_EVENT ? p[head] : 0;
    }
    for (int head = 0; head < ADVERSE_EVENT; head++) {
      p[head] /= sum;
    }
    return p;
  }

  /** This calibration over the weights of another model. */
  LinearModel withWeightsOf(LinearModel other) {
    return new LinearModel(other.version, other.weights, other.scale, other.bias, slope, shift);
  }

  byte[] bytes() {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      out.writeUTF(version);
      out.writeInt(Features.BUCKETS);
      for (int head = 0; head < HEADS; head++) {
        out.writeFloat(scale[head]);
        out.writeFloat(bias[head]);
        out.writeFloat(slope[head]);
        out.writeFloat(shift[head]);
      }
      out.write(weights);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static LinearModel read(byte[] bytes) {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readInt() != MAGIC) {
        throw new IllegalStateException("not an urgency model");
      }
      String version = in.readUTF();
      if (in.readInt() != Features.BUCKETS) {
        throw new IllegalStateException("an urgency model of another size");
      }
      var numbers = new float[4][HEADS];
      for (int head = 0; head < HEADS; head++) {
        for (int k = 0; k < 4; k++) {
          numbers[k][head] = in.readFloat();
        }
      }
      var weights = new byte[HEADS * Features.BUCKETS];
      in.readFully(weights);
      return new LinearModel(version, weights, numbers[0], numbers[1], numbers[2], numbers[3]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
