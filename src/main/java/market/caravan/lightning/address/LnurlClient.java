package market.caravan.lightning.address;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import market.caravan.CaravanException;
import market.caravan.PermanentException;
import market.caravan.TransientException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Asks a host that is not trusted: over TLS with a certificate that is verified, connected to the
 * address that the resolver gave, with no redirect followed (nobody needs one, and each would lead
 * somewhere else), no cookie or proxy, and a limit to the time and to all that is read.
 */
final class LnurlClient implements AutoCloseable {

  private static final int MOST_BYTES = 64 * 1024;
  private static final int MOST_HEADERS = 100;
  private static final int MOST_BYTES_OF_A_LINE = 8 * 1024;
  private static final int MOST_CONNECTIONS = 16;

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CloseableHttpClient http;
  private final Duration deadline;

  /**
   * @param deadline for one question, with all that it takes
   */
  LnurlClient(DnsResolver dns, SSLContext tls, Duration deadline) {
    this.deadline = deadline;
    http =
        HttpClients.custom()
            .setConnectionManager(connections(dns, tls, Timeout.of(deadline)))
            .setConnectionReuseStrategy((request, response, context) -> false)
            .setUserAgent("Caravan")
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableContentCompression()
            .disableCookieManagement()
            .disableAuthCaching()
            .build();
  }

  private static PoolingHttpClientConnectionManager connections(
      DnsResolver dns, SSLContext tls, Timeout deadline) {
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setDnsResolver(dns)
        .setTlsSocketStrategy(new DefaultClientTlsStrategy(tls))
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder()
                .http1Config(
                    Http1Config.custom()
                        .setMaxHeaderCount(MOST_HEADERS)
                        .setMaxLineLength(MOST_BYTES_OF_A_LINE)
                        .build())
                .build())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(deadline)
                .setSocketTimeout(deadline)
                .build())
        .setMaxConnTotal(MOST_CONNECTIONS)
        .setMaxConnPerRoute(MOST_CONNECTIONS)
        .build();
  }

  /**
   * The JSON that a host answers with.
   *
   * @throws TransientException if it is away, too slow or busy
   * @throws PermanentException if it refuses, is not public, or answers with something else
   */
  JsonNode get(URI uri) {
    var request = new HttpGet(uri);
    Future<JsonNode> answer =
        threads.submit(() -> http.execute(request, response -> read(request, response)));
    try {
      return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw failure(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      throw Refusals.away("is too slow", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusals.away("was not waited for", e);
    } finally {
      request.abort();
    }
  }

  private static CaravanException failure(Throwable cause) {
    return switch (cause) {
      case CaravanException ours -> ours;
      case PublicDnsResolver.NotPublicException e -> Refusals.notPublic();
      default -> Refusals.away("can't be reached", cause);
    };
  }

  /** What is refused is cut off: closing it would first read it to its end. */
  private static JsonNode read(HttpGet request, ClassicHttpResponse response) throws IOException {
    try {
      requireOk(response.getCode());
      return json(body(response.getEntity()));
    } catch (CaravanException e) {
      request.abort();
      throw e;
    }
  }

  private static byte[] body(@Nullable HttpEntity entity) throws IOException {
    if (entity == null || entity.getContentLength() > MOST_BYTES) {
      throw Refusals.lie("it answers with nothing, or with too much");
    }
    byte[] bytes = entity.getContent().readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw Refusals.lie("it answers with too much");
    }
    return bytes;
  }

  private static void requireOk(int status) {
    if (status == 408 || status == 429 || status >= 500) {
      throw Refusals.away("answers " + status, null);
    }
    if (status != 200) {
      throw Refusals.refusal("it answers " + status);
    }
  }

  /** What a host answers with that says yes. */
  static JsonNode json(byte[] bytes) {
    JsonNode json;
    try {
      json = JSON.readTree(bytes);
    } catch (IOException e) { // also one of malformed UTF-32: the bytes are here
      throw Refusals.lie("it answers with no JSON");
    }
    if (!json.isObject()) {
      throw Refusals.lie("it answers with no JSON object");
    }
    if (json.path("status").asText().equalsIgnoreCase("ERROR")) {
      throw Refusals.refusal("it answers that it can't");
    }
    return json;
  }

  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    http.close();
  }
}
