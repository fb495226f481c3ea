package im.hongyan.client.login;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import im.hongyan.client.error.UnansweredException;
import im.hongyan.client.rest.Rest;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * A login of a user with a device: a short access token, and a refresh token that is exchanged once for the next two.
 *
 * @param app the tenant
 * @param access for this device alone
 * @param refreshExpiresAt when the user must log in again
 */
public record Login(
        String app, String user, String device, Token access, String refreshToken, Instant refreshExpiresAt) {
    private static final String ACCESS_TOKEN = "accessToken";
    private static final String ACCESS_EXPIRY = "accessTokenExpiresAt";
    private static final String REFRESH_TOKEN = "refreshToken";
    private static final String REFRESH_EXPIRY = "refreshTokenExpiresAt";

    /** As the server tells it. */
    static Login of(Struct fields) {
        try {
            return new Login(
                    Rest.text(fields, "app"),
                    Rest.text(fields, "user"),
                    Rest.text(fields, "device"),
                    new Token(Rest.text(fields, ACCESS_TOKEN), Instant.parse(Rest.text(fields, ACCESS_EXPIRY))),
                    Rest.text(fields, REFRESH_TOKEN),
                    Instant.parse(Rest.text(fields, REFRESH_EXPIRY)));
        } catch (DateTimeException noLogin) {
            throw new UnansweredException(
                    "the answer is no login: is this the HTTP port of a Hongyan server?", noLogin);
        }
    }

    /** As the server tells it. */
    Struct fields() {
        return Struct.newBuilder()
                .putFields("app", text(app))
                .putFields("user", text(user))
                .putFields("device", text(device))
                .putFields(ACCESS_TOKEN, text(access.value()))
                .putFields(ACCESS_EXPIRY, text(String.valueOf(access.expiresAt())))
                .putFields(REFRESH_TOKEN, text(refreshToken))
                .putFields(REFRESH_EXPIRY, text(refreshExpiresAt.toString()))
                .build();
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    /** Never the tokens. */
    @Override
    public String toString() {
        return "Login[app=" + app + ", user=" + user + ", device=" + device + "]";
    }
}
