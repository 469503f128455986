package market.caravan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Does one piece of work for all who ask for it meanwhile. Who comes alone is served alone and at
 * once; while one lot is under way the next one gathers, so that lots grow with the load and nobody
 * waits for company. Once half a full lot has gathered, it is served beside the one that is under
 * way: while one waits for the disk, the other is worked at. There are never more than two.
 */
public final class Gathering<T, R> {

  private final int most;
  private final Function<List<T>, List<R>> work;
  private final Predicate<Throwable> concernsAll;
  private final Queue<Request<T, R>> waiting = new ArrayDeque<>();
  private int lots;

  private record Request<T, R>(T item, CompletableFuture<R> answer) {}

  /**
   * @param most how many are served together at most
   * @param work answers each item of a lot, in its order, or fails as a whole with nothing done
   * @param concernsAll whether a failure is about no single item; after any other, each item of the
   *     lot is served alone, so that each meets its own
   */
  public Gathering(int most, Function<List<T>, List<R>> work, Predicate<Throwable> concernsAll) {
    this.most = most;
    this.work = work;
    this.concernsAll = concernsAll;
  }

  /** Waits until the lot that the item is in was served; throws what the work threw. */
  public R ask(T item) {
    Request<T, R> request = new Request<>(item, new CompletableFuture<>());
    add(request);
    try {
      return request.answer().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    }
  }

  private synchronized void add(Request<T, R> request) {
    waiting.add(request);
    begin();
  }

  /** Begins a lot where there is one to begin. */
  private void begin() {
    if (lots == 0 ? !waiting.isEmpty() : lots < 2 && waiting.size() >= (most + 1) / 2) {
      lots++;
      List<Request<T, R>> lot = nextLot();
      Thread.ofVirtual().name("gathering").start(() -> serveAndGoOn(lot));
    }
  }

  /** How many wait for the next lot. */
  synchronized int waiting() {
    return waiting.size();
  }

  private List<Request<T, R>> nextLot() {
    List<Request<T, R>> lot = new ArrayList<>();
    while (lot.size() < most && !waiting.isEmpty()) {
      lot.add(waiting.remove());
    }
    return lot;
  }

  private void serveAndGoOn(List<Request<T, R>> lot) {
    try {
      serve(lot);
    } finally {
      synchronized (this) {
        lots--;
        begin();
      }
    }
  }

  private void serve(List<Request<T, R>> lot) {
    try {
      List<R> answers = work.apply(lot.stream().map(Request::item).toList());
      for (int i = 0; i < lot.size(); i++) {
        lot.get(i).answer().complete(answers.get(i));
      }
    } catch (RuntimeException | Error e) {
      if (lot.size() == 1 || e instanceof Error || concernsAll.test(e)) {
        lot.forEach(request -> request.answer().completeExceptionally(e));
      } else {
        lot.forEach(request -> serve(List.of(request)));
      }
    }
  }
}
