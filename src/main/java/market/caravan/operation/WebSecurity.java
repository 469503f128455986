package market.caravan.operation;

import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;

import market.caravan.PermanentException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Who may open what: the operator's pages, the API, routes from outside, and nothing else. */
@Configuration(proxyBeanMethods = false)
class WebSecurity {

  /** Free of a key: whatever watches an instance has none, and they say only up or down. */
  private static final String[] PROBES = {
    "/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness"
  };

  /**
   * By the whole path: Hawtio's and Jolokia's own servlets take a part of it away from what Spring
   * MVC's patterns see.
   */
  private static final RequestMatcher OPERATORS_PAGES =
      new OrRequestMatcher(
          PathPatternRequestMatcher.withDefaults().matcher("/actuator/**"),
          PathPatternRequestMatcher.withDefaults().matcher("/login"),
          PathPatternRequestMatcher.withDefaults().matcher("/logout"),
          PathPatternRequestMatcher.withDefaults().matcher("/default-ui.css"));

  /**
   * Where operations are carried out: by POST alone, which needs the CSRF token. Jolokia would
   * carry them out by GET and HEAD too, which any web page can have a browser send.
   */
  private static final String[] OPERATIONS = {
    "/actuator/hawtio/jolokia", "/actuator/hawtio/jolokia/**",
    "/actuator/jolokia", "/actuator/jolokia/**"
  };

  /** Hawtio would fetch from other hosts for its page; nobody needs it. */
  private static final String PROXY = "/actuator/hawtio/proxy/**";

  /** Guarded by keys of its own, which travel in a header and never in a cookie; and its pages. */
  private static final String[] API = {
    "/nostrmarket/**",
    "/api/**",
    "/nostrclient/**",
    "/openapi.json",
    "/docs",
    "/docs/**",
    "/relay",
    "/simulator/order",
    "/simulator/pay",
    "/simulator/invoice",
    "/simulator/payments/*",
    "/simulator/node"
  };

  /** What routes from outside serve over HTTP: for machines, so by basic authentication alone. */
  private static final String OUTSIDE = "/outside/**";

  @Bean
  OperatorLogin operatorLogin(OperatorProperties properties, ObjectProvider<OperatorKey> embedded) {
    String key = properties.key();
    if (key != null && !key.isBlank()) {
      return new OperatorLogin(OperatorKey.of(key));
    }
    OperatorKey own = embedded.getIfAvailable();
    if (own == null) {
      throw new PermanentException(
          "operator-key-missing", "The operator has no key: set caravan.operator.key");
    }
    return new OperatorLogin(own);
  }

  @Bean
  @Order(1)
  SecurityFilterChain operatorsPages(HttpSecurity http, OperatorLogin login) throws Exception {
    CsrfTokenRequestAttributeHandler csrf = new CsrfTokenRequestAttributeHandler();
    // Hawtio sends the token's cookie back as a header; null makes each answer set that cookie.
    csrf.setCsrfRequestAttributeName(null);
    return http.securityMatcher(OPERATORS_PAGES)
        .authenticationProvider(login)
        .authorizeHttpRequests(
            requests ->
                requests
                    .requestMatchers(GET, PROBES)
                    .permitAll()
                    .requestMatchers(POST, OPERATIONS)
                    .hasRole(OperatorLogin.ROLE)
                    .requestMatchers(OPERATIONS)
                    .denyAll()
                    .requestMatchers(PROXY)
                    .denyAll()
                    .anyRequest()
                    .hasRole(OperatorLogin.ROLE))
        .csrf(guard -> guard.csrfTokenRepository(csrfCookie()).csrfTokenRequestHandler(csrf))
        .formLogin(form -> form.defaultSuccessUrl("/actuator/hawtio"))
        .httpBasic(Customizer.withDefaults())
        .logout(Customizer.withDefaults())
        .build();
  }

  private static CookieCsrfTokenRepository csrfCookie() {
    CookieCsrfTokenRepository repository = CookieCsrfTokenRepository.withHttpOnlyFalse();
    repository.setCookieCustomizer(cookie -> cookie.sameSite("Strict"));
    return repository;
  }

  @Bean
  @Order(2)
  SecurityFilterChain api(HttpSecurity http) throws Exception {
    return stateless(http.securityMatcher(API))
        .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .build();
  }

  @Bean
  @Order(3)
  SecurityFilterChain outsideRoutes(HttpSecurity http, OperatorLogin login) throws Exception {
    return stateless(http.securityMatcher(OUTSIDE))
        .authenticationProvider(login)
        .authorizeHttpRequests(requests -> requests.anyRequest().hasRole(OperatorLogin.ROLE))
        // Without a challenge no browser asks for the key, keeps it, and sends it for other sites.
        .httpBasic(basic -> basic.authenticationEntryPoint((r, answer, e) -> answer.sendError(401)))
        .build();
  }

  @Bean
  @Order(4)
  SecurityFilterChain nothingElse(HttpSecurity http) throws Exception {
    return stateless(http)
        .authorizeHttpRequests(
            requests -> requests.requestMatchers("/", "/error").permitAll().anyRequest().denyAll())
        .exceptionHandling(
            handling ->
                handling
                    .authenticationEntryPoint((request, answer, e) -> answer.sendError(404))
                    .accessDeniedHandler((request, answer, e) -> answer.sendError(404)))
        .build();
  }

  private static HttpSecurity stateless(HttpSecurity http) throws Exception {
    return http.csrf(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
  }
}
