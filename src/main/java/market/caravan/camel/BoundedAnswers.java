package market.caravan.camel;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Bounds what a stranger's server can do to whoever asks it: an answer has 256 KiB at most, also
 * once it is unpacked, and 10 s from the question to its last byte, however slowly it trickles. No
 * cookie is kept, and nothing asked twice; Camel follows no redirect.
 */
@Component
public class BoundedAnswers implements HttpClientConfigurer, DisposableBean {

  private static final int MAX_BYTES = 256 * 1024;
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("deadlines").factory());
  private final Duration deadline;

  BoundedAnswers() {
    this(DEADLINE);
  }

  BoundedAnswers(Duration deadline) {
    this.deadline = deadline;
  }

  @Override
  public void configureHttpClient(HttpClientBuilder client) {
    client
        .disableCookieManagement()
        .disableAutomaticRetries()
        .disableAuthCaching()
        .addExecInterceptorFirst("bounded-answers", this::ask);
  }

  private ClassicHttpResponse ask(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    ScheduledFuture<?> end =
        timer.schedule(
            () -> cancel(scope.originalRequest), deadline.toMillis(), TimeUnit.MILLISECONDS);
    try {
      ClassicHttpResponse response = chain.proceed(request, scope);
      HttpEntity entity = response.getEntity();
      if (entity != null) {
        byte[] bytes = read(entity, scope);
        response.setEntity(new ByteArrayEntity(bytes, type(entity)));
      }
      return response;
    } finally {
      end.cancel(false);
    }
  }

  private static void cancel(ClassicHttpRequest request) {
    if (request instanceof Cancellable call) {
      call.cancel();
    }
  }

  /** Closing a stream would read the rest of it: the connection goes first. */
  private static byte[] read(HttpEntity entity, ExecChain.Scope scope) throws IOException {
    InputStream content = entity.getContent();
    byte[] bytes = content.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      scope.execRuntime.discardEndpoint();
      throw new IOException("The answer is too long");
    }
    content.close();
    return bytes;
  }

  private static ContentType type(HttpEntity entity) {
    return ContentType.parseLenient(entity.getContentType());
  }

  @Override
  public void destroy() {
    timer.shutdownNow();
  }
}
