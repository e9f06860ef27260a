package dev.gatehouse.gateway.routing;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Finds the upstream that a name or an address belongs to. Thread-safe. */
public final class Router {
  /** Between an upstream's name and its own name for something. */
  static final String SEPARATOR = "__";

  /** Part of no upstream's name, and allowed in the scheme of an address. */
  private static final char MARK = '+';

  private static final Duration SEARCH_PAUSE = Duration.ofSeconds(5);

  private final List<String> upstreams;
  private final TaskIds tasks;
  private final ResourceOwners owners = new ResourceOwners();
  private final AtomicLong lastSearch =
      new AtomicLong(System.nanoTime() - 2 * SEARCH_PAUSE.toNanos());

  /**
   * Between these upstreams; no name of theirs contains two underscores.
   *
   * @param tasks names their tasks
   */
  public Router(List<String> upstreams, TaskIds tasks) {
    this.upstreams = List.copyOf(upstreams);
    this.tasks = tasks;
  }

  /** Whether there is such an endpoint. */
  public boolean knows(Endpoint endpoint) {
    return switch (endpoint) {
      case Endpoint.Federated() -> true;
      case Endpoint.Single(String upstream) -> upstreams.contains(upstream);
    };
  }

  /** The upstreams that an endpoint shows, in the order of the configuration. */
  public List<String> shownAt(Endpoint endpoint) {
    return switch (endpoint) {
      case Endpoint.Federated() -> upstreams;
      case Endpoint.Single(String upstream) -> List.of(upstream);
    };
  }

  /** Where something with this name goes, when it was called at this endpoint. */
  public Route named(Endpoint endpoint, String name) {
    return switch (endpoint) {
      case Endpoint.Single(String upstream) -> new Route.To(upstream, name);
      case Endpoint.Federated() -> {
        int separator = name.indexOf(SEPARATOR);
        String prefix = separator < 0 ? "" : name.substring(0, separator);
        yield upstreams.contains(prefix)
            ? new Route.To(prefix, name.substring(separator + SEPARATOR.length()))
            : new Route.Nowhere("names begin with their upstream's, as in `crm__find_customer`");
      }
    };
  }

  /** Where a resource with this address is, when it was asked for at this endpoint. */
  public Route located(Endpoint endpoint, String uri) {
    List<String> shown = shownAt(endpoint);
    if (shown.size() == 1) {
      return new Route.To(shown.getFirst(), uri);
    }
    return owners
        .of(uri)
        .filter(shown::contains)
        .<Route>map(upstream -> new Route.To(upstream, uri))
        .or(() -> marked(shown, uri))
        .orElseGet(
            () ->
                new Route.Nowhere(
                    "no upstream listed it; list it first, or use "
                        + Endpoint.FEDERATED_PATH
                        + "/<upstream>"));
  }

  private static Optional<Route> marked(List<String> shown, String uri) {
    int mark = uri.indexOf(MARK);
    return mark > 0 && shown.contains(uri.substring(0, mark))
        ? Optional.of(new Route.To(uri.substring(0, mark), uri.substring(mark + 1)))
        : Optional.empty();
  }

  /** The task that this owner means by an id, where it is his and its upstream is shown. */
  public Optional<TaskIds.Task> task(Endpoint endpoint, String owner, String id) {
    return tasks.found(owner, id).filter(task -> shownAt(endpoint).contains(task.upstream()));
  }

  /** The id by which its owner is shown a task that begins. */
  public String shownTask(String owner, TaskIds.Task task) {
    return tasks.shown(owner, task);
  }

  /** Whether upstreams may be asked again whose an unknown address is: not by every guess. */
  public boolean maySearch() {
    long now = System.nanoTime();
    long last = lastSearch.get();
    return now - last > SEARCH_PAUSE.toNanos() && lastSearch.compareAndSet(last, now);
  }

  /** Remembers that a result of an upstream's mentioned a resource. */
  public void linked(String upstream, String uri) {
    owners.linked(upstream, uri);
  }

  /** Remembers that an upstream has a resource, or a template of resources. */
  public void listed(String upstream, String uri) {
    owners.listed(upstream, uri);
  }

  /**
   * The address by which an endpoint shows an upstream's resource: its own, unless another upstream
   * has a resource by that address; then {@code crm+file:///a}.
   */
  public String shownUri(Endpoint endpoint, String upstream, String uri) {
    return shownAt(endpoint).size() > 1 && owners.isOfAnother(upstream, uri)
        ? upstream + MARK + uri
        : uri;
  }

  /** Where something without such a name goes: to the only upstream, if there is only one. */
  public Route unnamed(Endpoint endpoint) {
    List<String> shown = shownAt(endpoint);
    return shown.size() == 1
        ? new Route.To(shown.getFirst(), "")
        : new Route.Nowhere(
            "several upstreams are behind this endpoint; use "
                + Endpoint.FEDERATED_PATH
                + "/<upstream>");
  }

  /** What an upstream calls what several upstreams' endpoint shows by this name or address. */
  public static String ownName(String upstream, String shown, boolean isAddress) {
    String prefix = upstream + (isAddress ? String.valueOf(MARK) : SEPARATOR);
    return shown.startsWith(prefix) ? shown.substring(prefix.length()) : shown;
  }

  /** The name that an endpoint shows. */
  public static String shownName(Endpoint endpoint, String upstream, String name) {
    return switch (endpoint) {
      case Endpoint.Single(String _) -> name;
      case Endpoint.Federated() -> canonicalName(upstream, name);
    };
  }

  /** The name in policies and in the record. */
  static String canonicalName(String upstream, String name) {
    return upstream + SEPARATOR + name;
  }
}
