package market.caravan.operation;

import java.util.List;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** Knows one user, {@code operator}, by the operator's key. */
final class OperatorLogin implements AuthenticationProvider {

  static final String ROLE = "OPERATOR";
  private static final String USER = "operator";

  private final OperatorKey key;

  OperatorLogin(OperatorKey key) {
    this.key = key;
  }

  @Override
  public Authentication authenticate(Authentication given) {
    boolean matches = key.matches(String.valueOf(given.getCredentials()));
    if (!matches || !USER.equals(given.getName())) {
      throw new BadCredentialsException("Unknown user or wrong key");
    }
    return UsernamePasswordAuthenticationToken.authenticated(
        USER, null, List.of(new SimpleGrantedAuthority("ROLE_" + ROLE)));
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
  }
}
