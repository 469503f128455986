package market.caravan.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import market.caravan.nostr.Pubkey;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks of the API: all that a bean ever sees of a request, so that no header from
 * outside can steer a route.
 *
 * @param caller whose key came with it; null where the path needs none
 * @param method in capitals
 * @param path as it was called, without the query
 * @param variables the parts of the path that have a name, decoded
 * @param query the first value of each parameter that is not empty, decoded
 * @param tags of the header If-Match, without their quotes; empty where any will do
 * @param body as it came, bounded
 */
record ApiRequest(
    @Nullable Caller caller,
    String method,
    String path,
    Map<String, String> variables,
    Map<String, String> query,
    List<String> tags,
    String body) {

  private static final Set<String> YES = Set.of("true", "1", "yes", "on");
  private static final Set<String> NO = Set.of("false", "0", "no", "off");

  ApiRequest {
    variables = Map.copyOf(variables);
    query = Map.copyOf(query);
    tags = List.copyOf(tags);
  }

  /** Only what is asked for: a body may have a private key in it, and belongs into no log. */
  @Override
  public String toString() {
    return "ApiRequest[" + method + " " + path + "]";
  }

  /**
   * The merchant to whom everything that is read or changed is bound.
   *
   * @throws Refused with 401 if there is no key
   * @throws market.caravan.PermanentException if the account has no merchant
   */
  String merchant() {
    return known().merchant();
  }

  /** Whose key this is. Fails with {@link Refused} where there is none. */
  Caller known() {
    if (caller == null) {
      throw new Refused(401, "key-missing", "An API key is needed: header X-Api-Key");
    }
    return caller;
  }

  /** A named part of the path. */
  String variable(String name) {
    String value = variables.get(name);
    if (value == null) {
      throw new IllegalStateException("The path of this route has no part {" + name + "}");
    }
    return storable(value, "path", name);
  }

  /** Empty where the query does not have it, or it has no text. */
  Optional<String> text(String name) {
    return Optional.ofNullable(query.get(name)).map(value -> storable(value, "query", name));
  }

  /** Null where the query does not have it; fails with {@link Refused} if it is no yes or no. */
  @Nullable Boolean flag(String name) {
    String value = query.get(name);
    if (value == null || YES.contains(value)) {
      return value == null ? null : Boolean.TRUE;
    }
    if (NO.contains(value)) {
      return Boolean.FALSE;
    }
    throw malformed(name, "value could not be parsed to a boolean", "type_error.bool");
  }

  /** A key, typed as hex or npub; null where the query does not have it. */
  @Nullable Pubkey pubkey(String name) {
    String value = query.get(name);
    return value == null ? null : TypedKeys.read(value, "query", name);
  }

  /** A whole number above zero, cut to {@code most}; {@code most} where the query has none. */
  int limit(int most) {
    String value = query.get("limit");
    if (value == null) {
      return most;
    }
    if (!value.matches("[1-9][0-9]{0,8}")) {
      throw malformed("limit", "value is not a whole number above zero", "value_error");
    }
    return Math.min(Integer.parseInt(value), most);
  }

  /** The place that the page before has ended at; null where the query does not have it. */
  @Nullable Long before() {
    String before = text("before").orElse(null);
    if (before == null) {
      return null;
    }
    if (!before.matches("[0-9]{1,18}")) {
      throw malformed("before", "take it from the header Link", "value_error");
    }
    return Long.valueOf(before);
  }

  /** PostgreSQL's TEXT knows no NUL, and no id or key has one. */
  private static String storable(String value, String... loc) {
    if (value.indexOf(0) >= 0) {
      throw Refused.malformed(
          List.of(new Problem.Field(List.of(loc), "a text has no NUL in it", "value_error")));
    }
    return value;
  }

  Refused malformed(String name, String message, String type) {
    return Refused.malformed(List.of(new Problem.Field(List.of("query", name), message, type)));
  }
}
