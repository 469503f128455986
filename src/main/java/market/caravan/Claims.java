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

  private final int size;
  private final Supplier<List<T>> claim;
  private Iterator<T> claimed = List.<T>of().iterator();
  private boolean exhausted;

  /**
   * @param size how many {@code claim} takes where there are as many: fewer are the last ones
   */
  public Claims(int size, Supplier<List<T>> claim) {
    this.size = size;
    this.claim = claim;
  }

  @Override
  public boolean hasNext() {
    if (!exhausted && !claimed.hasNext()) {
      exhausted = true; // also where claiming fails: asked once more, it would fail once more
      List<T> batch = claim.get();
      exhausted = batch.size() < size;
      claimed = batch.iterator();
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
