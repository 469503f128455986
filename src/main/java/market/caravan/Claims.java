package market.caravan;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Supplier;

/**
 * Claimed work, taken from its table a few at a time, until there were fewer than asked for; what
 * comes after that is for the next iteration. Camel's splitter asks once more when it is done, and
 * what it were given then would stay claimed and undone.
 */
public final class Claims<T> implements Iterator<T> {

  private final Supplier<Batch<T>> claim;
  private Iterator<T> claimed = List.<T>of().iterator();
  private boolean exhausted;

  /**
   * What was claimed together.
   *
   * @param isLast whether there was no more to be claimed
   */
  public record Batch<T>(List<T> claimed, boolean isLast) {

    /** As many as there were, at most {@code size}. */
    public static <T> Batch<T> of(List<T> claimed, int size) {
      return new Batch<>(claimed, claimed.size() < size);
    }
  }

  public Claims(Supplier<Batch<T>> claim) {
    this.claim = claim;
  }

  @Override
  public boolean hasNext() {
    while (!exhausted && !claimed.hasNext()) {
      exhausted = true; // also where claiming fails: asked once more, it would fail once more
      Batch<T> batch = claim.get();
      exhausted = batch.isLast();
      claimed = batch.claimed().iterator();
    }
    return claimed.hasNext();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException("Nothing is left to claim");
    }
    return claimed.next();
  }
}
