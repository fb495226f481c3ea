package im.hongyan.local;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Where a MariaDB server is, and an account that may create databases there.
 *
 * @param host its host
 * @param port its port
 * @param user the account
 * @param password the account's password
 */
public record MariaDb(String host, int port, String user, String password) {

    /**
     * Creates an empty database.
     *
     * @param name the beginning of its name: letters, digits and underscores
     * @return its full name, used by nobody before
     */
    public String database(String name) {
        if (!name.matches("[A-Za-z0-9_]{1,40}")) {
            throw new IllegalArgumentException("a database name has 1..40 letters, digits or _, not: " + name);
        }
        String full = name.toLowerCase(Locale.ROOT) + "_"
                + Integer.toUnsignedString(ThreadLocalRandom.current().nextInt(), 36);
        create(full);
        return full;
    }

    /** Creates a database of exactly this name unless it is there. */
    public void create(String database) {
        execute("CREATE DATABASE IF NOT EXISTS `" + database + "` CHARACTER SET utf8mb4");
    }

    /** Runs one statement as this account. */
    public void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl(""), user, password);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("the database at " + host + ":" + port + " refused: " + sql, e);
        }
    }

    /** The JDBC address of a database, without the account. */
    public String jdbcUrl(String database) {
        return "jdbc:mariadb://" + host + ":" + port + "/" + database;
    }

    /** The R2DBC address of a database, without the account; it asks for no delay on small packets. */
    public String r2dbcUrl(String database) {
        return "r2dbc:mysql://" + host + ":" + port + "/" + database + "?tcpNoDelay=true";
    }

    @Override
    public String toString() {
        return "MariaDb[" + user + "@" + host + ":" + port + "]";
    }
}
