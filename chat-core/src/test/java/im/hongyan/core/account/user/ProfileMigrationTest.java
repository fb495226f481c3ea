package im.hongyan.core.account.user;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.local.MariaDb;
import im.hongyan.local.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;

/** Accounts of before there were profiles keep their names. */
class ProfileMigrationTest {

    @Test
    void namesMoveOnH2() throws SQLException {
        migrate("jdbc:h2:mem:profiles;MODE=MySQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1", "", "");
    }

    @Test
    void namesMoveOnMariaDb() throws SQLException {
        MariaDb server = TestServers.mariadb();
        migrate(server.jdbcUrl(server.database("profiles")), server.user(), server.password());
    }

    private static void migrate(String url, String user, String password) throws SQLException {
        FluentConfiguration flyway =
                Flyway.configure().dataSource(url, user, password).locations("classpath:db/core");
        flyway.target("1.6").load().migrate();
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO account"
                    + " (tenant, user_id, password_hash, display_name, created_at, changed_at)"
                    + " VALUES ('default', 'Ann', 'hash', ' Ännchen 安 😀 ', 7, 9)");
            flyway.target("latest").load().migrate();
            try (ResultSet found = statement.executeQuery(
                    "SELECT tenant, user_id, display_name, changed_at, id_key, name_key FROM user_profile")) {
                assertThat(found.next()).isTrue();
                assertThat(found.getString("tenant")).isEqualTo("default");
                assertThat(found.getString("user_id")).isEqualTo("Ann");
                assertThat(found.getString("display_name")).isEqualTo(" Ännchen 安 😀 ");
                assertThat(found.getLong("changed_at")).isEqualTo(7);
                assertThat(found.getBytes("id_key")).asString(UTF_8).isEqualTo(Profile.key("Ann"));
                assertThat(found.getBytes("name_key")).asString(UTF_8).isEqualTo(Profile.key(" Ännchen 安 😀 "));
                assertThat(found.next()).isFalse();
            }
        }
    }
}
