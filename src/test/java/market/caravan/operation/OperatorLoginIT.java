package market.caravan.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import market.caravan.CaravanIT;
import market.caravan.TestShop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Who gets to the operator's pages, and by which requests. */
@CaravanIT
class OperatorLoginIT {

  private static final String JOLOKIA = "/actuator/hawtio/jolokia";
  private static final String VERSION = "{\"type\":\"version\"}";
  private static final String SEND_BODY =
      "/exec/org.apache.camel:context=caravan,type=context,name=%22caravan%22/"
          + "sendBody(java.lang.String,java.lang.Object)/direct:nowhere/hello";

  @LocalServerPort private int port;

  @Value("${caravan.data-dir}")
  private Path data;

  private final CookieManager cookies = new CookieManager();
  private final HttpClient browser = HttpClient.newBuilder().cookieHandler(cookies).build();
  private String key;

  @BeforeEach
  void readTheKey() {
    key = TestShop.in(data).text("operator_key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/liveness", "/readiness"})
  void probesNeedNoKeyAndSayLittle(String probe) {
    HttpResponse<String> answer = get("/actuator/health" + probe);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .containsAnyOf("\"status\":\"UP\"", "\"status\":\"WARNING\"") // as others have left it
        .doesNotContain("components");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/health/db",
        "/info",
        "/metrics",
        "/loggers",
        "/threaddump",
        "/hawtio/",
        "/hawtio/index.html",
        "/hawtio/user",
        "/hawtio/plugin"
      })
  void everythingElseIsTheOperators(String page) {
    assertThat(get("/actuator" + page).statusCode()).isEqualTo(401);
    assertThat(send(basic(request("/actuator" + page), key)).statusCode()).isEqualTo(200);
    assertThat(send(basic(request("/actuator" + page), "wrong")).statusCode()).isEqualTo(401);
  }

  @Test
  void hawtiosOwnServletsAreThereAfterTheLogin() {
    assertThat(logIn(key).headers().firstValue("Location")).hasValueSatisfying(this::isNoError);
    for (String page : List.of("/", "/user", "/plugin", "/auth/config/session-timeout")) {
      assertThat(get("/actuator/hawtio" + page).statusCode()).as(page).isEqualTo(200);
    }
  }

  @Test
  void nobodyIsLetInByAnotherKey() {
    assertThat(logIn("wrong").headers().firstValue("Location"))
        .hasValueSatisfying(location -> assertThat(location).endsWith("/login?error"));
    assertThat(get("/actuator/hawtio/user").statusCode()).isEqualTo(401);
  }

  @Test
  void otherSitesDoNotBringTheOperatorsCookies() {
    List<String> set = get("/actuator/metrics").headers().allValues("Set-Cookie");
    List<String> login = logIn(key).headers().allValues("Set-Cookie");

    assertThat(set).isNotEmpty().allMatch(cookie -> cookie.contains("SameSite=Strict"));
    assertThat(login)
        .anyMatch(cookie -> cookie.startsWith("JSESSIONID"))
        .allMatch(cookie -> cookie.contains("SameSite=Strict"));
  }

  @Test
  void anOperationNeedsTheTokenThatOnlyOurPageKnows() {
    logIn(key);

    assertThat(send(post(JOLOKIA, VERSION)).statusCode()).isEqualTo(403);
    HttpResponse<String> answer = send(post(JOLOKIA, VERSION).header("X-XSRF-TOKEN", token()));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"agent\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {JOLOKIA, "/actuator/jolokia"})
  void noOperationIsCarriedOutByALink(String jolokia) {
    logIn(key);

    for (String method : List.of("GET", "HEAD", "OPTIONS")) {
      for (String path : List.of("", "/", "/version", SEND_BODY)) {
        HttpRequest.Builder link = request(jolokia + path).method(method, BodyPublishers.noBody());
        assertThat(send(link).statusCode()).as(method + " " + path).isEqualTo(403);
        assertThat(send(basic(link, key)).statusCode()).as(method + " " + path).isEqualTo(403);
      }
    }
  }

  @Test
  void hawtioFetchesFromNoOtherHost() {
    assertThat(send(basic(request("/actuator/hawtio/proxy/http/127.0.0.1/1/"), key)).statusCode())
        .isEqualTo(403);
  }

  private void isNoError(String location) {
    assertThat(location).contains("/actuator/hawtio").doesNotContain("error");
  }

  /** By the form, as a browser does. */
  private HttpResponse<String> logIn(String password) {
    get("/actuator/metrics"); // brings the token
    String form =
        "username=operator&password=%s&_csrf=%s".formatted(encode(password), encode(token()));
    return send(
        post("/login", form).setHeader("Content-Type", "application/x-www-form-urlencoded"));
  }

  private String token() {
    return cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals("XSRF-TOKEN"))
        .map(HttpCookie::getValue)
        .findFirst()
        .orElseThrow();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private HttpResponse<String> get(String path) {
    return send(request(path));
  }

  private HttpRequest.Builder post(String path, String body) {
    return request(path)
        .setHeader("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body));
  }

  private static HttpRequest.Builder basic(HttpRequest.Builder request, String password) {
    String login = "operator:" + password;
    byte[] bytes = login.getBytes(StandardCharsets.UTF_8);
    return request.setHeader("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header("X-Requested-With", "XMLHttpRequest")
        .timeout(Duration.ofSeconds(30));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return browser.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
