package dev.haven.urgency;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Makes probabilities of {@link Evidence}: one small logistic regression for each head, fitted on
 * messages for which nobody wrote rules, each read by a model that saw nothing of its writer. So it
 * knows what a phrase by itself is worth, and how sure the words may make it. Immutable.
 */
final class Combiner {
  private static final int WIDTH = Evidence.SIZE + 1;

  /** For each head its weights and, last, its bias. */
  private final float[] weights;

  Combiner(float[] weights) {
    this.weights = weights;
  }

  /** Probability of each tier, in their order, adding up to 1, then that of an adverse event. */
  double[] probabilities(float[] evidence) {
    var p = new double[LinearModel.HEADS];
    double sum = 0;
    for (int head = 0; head < p.length; head++) {
      double margin = weights[head * WIDTH + Evidence.SIZE];
      for (int i = 0; i < Evidence.SIZE; i++) {
        margin += weights[head * WIDTH + i] * evidence[i];
      }
      p[head] = 1 / (1 + StrictMath.exp(-margin));
      sum += head < LinearModel.ADVERSE_EVENT ? p[head] : 0;
    }
    for (int head = 0; head < LinearModel.ADVERSE_EVENT; head++) {
      p[head] /= sum;
    }
    return p;
  }

  void write(DataOutputStream out) throws IOException {
    for (float weight : weights) {
      out.writeFloat(weight);
    }
  }

  static Combiner read(DataInputStream in) throws IOException {
    var weights = new float[LinearModel.HEADS * WIDTH];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = in.readFloat();
    }
    return new Combiner(weights);
  }
}
