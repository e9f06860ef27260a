package dev.gatehouse.gateway.approval;

/** Says that no more calls can wait for people, and which limit is reached. */
public final class ApprovalsFullException extends Exception {
  private static final long serialVersionUID = 1;

  public ApprovalsFullException(String message) {
    super(message);
  }
}
