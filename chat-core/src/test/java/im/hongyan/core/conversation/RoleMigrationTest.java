package im.hongyan.core.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.local.MariaDb;
import im.hongyan.local.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;

/** Groups of before there were roles keep their owners. */
class RoleMigrationTest {

    @Test
    void ownersStayOnH2() throws SQLException {
        migrate("jdbc:h2:mem:roles;MODE=MySQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1", "", "");
    }

    @Test
    void ownersStayOnMariaDb() throws SQLException {
        MariaDb server = TestServers.mariadb();
        migrate(server.jdbcUrl(server.database("roles")), server.user(), server.password());
    }

    private static void migrate(String url, String user, String password) throws SQLException {
        FluentConfiguration flyway =
                Flyway.configure().dataSource(url, user, password).locations("classpath:db/core");
        flyway.target("1.6").load().migrate();
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO chat_group (tenant, group_id, name, owner, created_at)"
                    + " VALUES ('default', 'geese', '雁', 'ann', 7), ('other', 'geese', 'geese', 'ben', 7)");
            statement.executeUpdate("INSERT INTO conversation_member"
                    + " (tenant, conversation, user_id, join_sequence, joined_at) VALUES"
                    + " ('default', 'g:geese', 'ann', 0, 7), ('default', 'g:geese', 'ben', 0, 7),"
                    + " ('default', 'g:Geese', 'ann', 0, 7), ('default', 'd:ann:ben', 'ann', 0, 7),"
                    + " ('other', 'g:geese', 'ben', 0, 7)");
            flyway.target("latest").load().migrate();
            List<String> owners = new ArrayList<>();
            try (ResultSet found = statement.executeQuery("SELECT tenant, conversation, user_id"
                    + " FROM conversation_member WHERE role = 'OWNER' ORDER BY tenant")) {
                while (found.next()) {
                    owners.add(found.getString(1) + " " + found.getString(2) + " " + found.getString(3));
                }
            }
            assertThat(owners).containsExactly("default g:geese ann", "other g:geese ben");
        }
    }
}
