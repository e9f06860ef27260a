package dev.gatehouse.gateway.login;

import dev.gatehouse.gateway.signin.SigninHouse;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A person whose browser agrees to everything and signs in at the provider. */
public final class Visitor implements Person {
  private final SigninHouse house;
  private final LinkedBlockingQueue<Optional<HttpResponse<String>>> pages =
      new LinkedBlockingQueue<>();

  /** What somebody does to the address by which the browser comes back. */
  volatile UnaryOperator<String> tampering = UnaryOperator.identity();

  /** Whether it comes back with the right address, too, after the one that was tampered with. */
  volatile boolean comesAgain;

  volatile String decision = "allow";
  volatile Optional<URI> visited = Optional.empty();

  public Visitor(SigninHouse house) {
    this.house = house;
  }

  @Override
  public void begins(URI gateway, String issuer, Set<String> scopes) {}

  @Override
  public void visit(URI address) {
    visited = Optional.of(address);
    Thread.startVirtualThread(() -> browse(address));
  }

  private void browse(URI address) {
    try {
      String back = SigninHouse.location(agreed(address));
      pages.add(Optional.of(house.get(tampering.apply(back))));
      if (comesAgain) {
        pages.add(Optional.of(house.get(back)));
      }
    } catch (Exception _) {
      pages.add(Optional.empty());
    }
  }

  private HttpResponse<String> agreed(URI address) throws Exception {
    HttpResponse<String> answer =
        house.post(
            "/signin/consent", SigninHouse.decision(house.get(address.toString()), decision));
    return decision.equals("allow")
        ? house.get(SigninHouse.location(house.get(SigninHouse.location(answer))))
        : answer;
  }

  @Override
  public void enter(Code code) {
    visited = code.complete();
    Thread.startVirtualThread(
        () -> {
          try {
            pages.add(
                Optional.of(agreed(URI.create(code.address() + "?user_code=" + code.text()))));
          } catch (Exception _) {
            pages.add(Optional.empty());
          }
        });
  }

  /** What the browser shows. */
  HttpResponse<String> page() throws InterruptedException {
    Optional<HttpResponse<String>> page = pages.poll(10, TimeUnit.SECONDS);
    if (page == null || page.isEmpty()) {
      throw new AssertionError("no page");
    }
    return page.get();
  }
}
