package dev.haven.contact;

/**
 * Encrypts words and addresses before they leave the process. What is sealed for one place cannot
 * be opened for another: the place (workspace, contact, field) is bound into it. Safe for any
 * thread.
 */
public interface Sealer {
  byte[] seal(byte[] plain, String place);

  /**
   * @throws IllegalStateException when this was not sealed with a key of the ring for that place
   */
  byte[] open(byte[] sealed, String place);
}
