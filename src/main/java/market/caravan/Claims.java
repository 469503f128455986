package market.caravan;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Supplier;

/** Claimed work, taken from its table a few at a time, until there is none. */
public final class Claims<T> implements Iterator<T> {

  private final Supplier<List<T>> claim;
  private Iterator<T> claimed = List.<T>of().iterator();

  public Claims(Supplier<List<T>> claim) {
    this.claim = claim;
  }

  @Override
  public boolean hasNext() {
    if (!claimed.hasNext()) {
      claimed = claim.get().iterator();
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
