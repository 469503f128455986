package market.caravan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What one SQL statement can't do twice to the same row is done in rounds. */
public final class Rounds {

  private Rounds() {}

  /** The items in their order, each key at most once a round; mostly all are in the first. */
  public static <T, K> List<List<T>> of(List<T> items, Function<T, K> key) {
    List<List<T>> rounds = new ArrayList<>();
    Map<K, Integer> seen = new HashMap<>();
    for (T item : items) {
      int round = seen.merge(key.apply(item), 1, Integer::sum) - 1;
      if (round == rounds.size()) {
        rounds.add(new ArrayList<>());
      }
      rounds.get(round).add(item);
    }
    return rounds;
  }
}
